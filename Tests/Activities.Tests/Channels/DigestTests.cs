using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Channels;

public sealed class DigestTestsOnSqlite() : DigestTests(Dialect.Sqlite);

public sealed class DigestTestsOnPostgreSql() : DigestTests(Dialect.PostgreSql);

/// <summary>Tasks that come together, in one mail a working day.</summary>
public abstract class DigestTests(Dialect dialect)
{
    private static readonly Preferences Daily = new() { DigestAt = new TimeOnly(8, 30) };

    [Fact]
    public async Task Collect_SeveralTasks_ComeInOneMailOnTheNextWorkingDay()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.WishAsync("marco", Daily);
        // Friday, nine in the morning in Rome: half an hour too late for that day's.
        await company.PassAsync(TimeSpan.FromDays(4));
        await company.SubmitAsync("A chair");
        await company.PassAsync(TimeSpan.FromHours(3));
        await company.SubmitAsync("A lamp");
        var third = await company.SubmitAsync("A desk");
        await company.Approvals.MustDecideAsync(third, "marco");
        await company.PassAsync(TimeSpan.FromDays(2));
        company.MailsTo("marco").ShouldBeEmpty();

        await company.PassAsync(TimeSpan.FromDays(1));
        company.MailsTo("marco").ShouldBe(["2 tasks wait for your decision"]);
        var mail = await company.Mail.NextAsync("marco@example.test");
        mail.Text.ShouldContain("What: A chair");
        mail.Text.ShouldContain("What: A lamp");
        mail.Text.ShouldNotContain("A desk");
        mail.Links.Select(link => link.Url).Where(link => link.Contains("/a/", StringComparison.Ordinal)).ShouldBeEmpty();
        var token = new Uri(mail.Links.Select(link => link.Url).Single(link => link.Contains("/d/", StringComparison.Ordinal))).AbsolutePath.Split('/')[^1];
        (await company.Get<Digests>().FindAsync(token, CancellationToken.None)).ShouldNotBeNull().Tasks.Count.ShouldBe(2);

        // Nothing new, nothing to say.
        await company.PassAsync(TimeSpan.FromDays(1));
        company.MailsTo("marco").Count.ShouldBe(1);
        await company.PassAsync(TimeSpan.FromDays(3));
        (await company.Get<Digests>().FindAsync(token, CancellationToken.None)).ShouldBeNull("its link is over");
    }

    [Fact]
    public async Task Collect_EverythingDecidedBefore_SendsNothing()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.WishAsync("marco", Daily);
        await company.Approvals.MustDecideAsync(await company.SubmitAsync(), "marco");
        await company.PassAsync(TimeSpan.FromDays(1));

        company.MailsTo("marco").ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_TwiceForOneOrder_SendsOneMail()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.WishAsync("marco", Daily);
        await company.SubmitAsync();
        var order = DigestPlan.Marker("marco", company.Time.GetUtcNow());
        var writer = company.Get<IEnumerable<OutboxHandler>>().OfType<DigestWriter>().Single();
        // As after a crash between the commit and the outbox's note that it is done, or on two nodes.
        (await Task.WhenAll(writer.SendAsync(order, CancellationToken.None), writer.SendAsync(order, CancellationToken.None))).ShouldAllBe(result => result is OutboxResult.Delivered);
        await company.SentAsync();

        company.MailsTo("marco").ShouldBe(["One task waits for your decision"]);
    }

    [Fact]
    public async Task Collect_AddressRefusesTheDigest_ItsTasksGoToTheNextChannel()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        await company.WishAsync("marco", Daily);
        await company.SubmitAsync("A chair");
        await company.SubmitAsync("A lamp");
        await company.Mail.RejectAsync("marco@example.test");
        await company.PassAsync(TimeSpan.FromDays(1));

        company.ChatOf("marco").Count.ShouldBe(2);
        company.Preferences.MarkOf("email", "marco@example.test").ShouldNotBeNull();
    }

    [Fact]
    public async Task Collect_AddressMarkedMeanwhile_TasksGoToTheNextChannel()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        await company.WishAsync("marco", Daily);
        await company.SubmitAsync("A chair");
        await company.Get<ChannelFallback>().BouncedAsync("email", "marco@example.test", "It came back.", CancellationToken.None);
        await company.PassAsync(TimeSpan.FromDays(1));

        company.ChatOf("marco").Count(text => text.EndsWith("Emma asks for something", StringComparison.Ordinal)).ShouldBe(1);
        company.MailsTo("marco").ShouldBeEmpty();
    }

    [Fact]
    public async Task Collect_ByAnotherChannel_ComesAtOnce()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        await company.WishAsync("marco", Daily with { Channels = ["chat"] });
        await company.SubmitAsync();

        company.ChatOf("marco").ShouldHaveSingleItem();
    }
}
