using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Channels;

public sealed class RoutingTestsOnSqlite() : RoutingTests(Dialect.Sqlite);

public sealed class RoutingTestsOnPostgreSql() : RoutingTests(Dialect.PostgreSql);

/// <summary>Which channel carries a message, when, and what happens where one refuses.</summary>
public abstract class RoutingTests(Dialect dialect)
{
    private static readonly Preferences ChatFirst = new() { Channels = ["chat", "email"] };
    private static readonly Preferences QuietNights = new() { Quiet = new QuietHours(new TimeOnly(20, 0), new TimeOnly(7, 30)) };

    [Fact]
    public async Task Ask_ChannelChosen_ComesThereAndNowhereElse()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        await company.SubmitAsync("A lamp");
        await company.WishAsync("marco", ChatFirst);
        var request = await company.SubmitAsync("A chair");

        // Linked, but not chosen: the first one came by mail.
        company.MailsTo("marco").ShouldHaveSingleItem();
        company.ChatOf("marco").ShouldBe(["Emma asks for something"]);
        await company.Approvals.MustDecideAsync(request, "marco");
        company.Chat.Turns.Select(turn => turn.Kind).ShouldBe([TaskTurnKind.Decided]);
    }

    [Fact]
    public async Task Ask_ChosenChannelReachesNobody_ComesByMail()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.WishAsync("marco", ChatFirst);
        await company.SubmitAsync();

        company.MailsTo("marco").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Ask_InQuietHours_WaitsForTheirEndAndStaysAtHomeWhenItIsDecidedBefore()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.WishAsync("marco", QuietNights);
        // Half past nine in the evening in Rome.
        await company.PassAsync(TimeSpan.FromHours(12.5));
        await company.SubmitAsync("A chair");
        var second = await company.SubmitAsync("A lamp");
        company.MailsTo("marco").ShouldBeEmpty();
        await company.Approvals.MustDecideAsync(second, "marco");

        await company.PassAsync(TimeSpan.FromHours(9.5));
        company.MailsTo("marco").ShouldBeEmpty("it is seven");
        await company.PassAsync(TimeSpan.FromHours(1));
        company.MailsTo("marco").ShouldHaveSingleItem();
        // What waited is as good as what came at once.
        var link = company.Mail.Received.Single(mail => mail.To.Contains("marco@example.test")).Links.Select(link => link.Url).First(link => link.Contains("/a/", StringComparison.Ordinal));
        var token = await company.Get<TaskStore>().FindTokenAsync(new Uri(link).AbsolutePath.Split('/')[^1], CancellationToken.None);
        token!.ExpiresAt.ShouldBeGreaterThan(company.Time.GetUtcNow() + TimeSpan.FromHours(23));
    }

    [Fact]
    public async Task Ask_UrgentInQuietHours_ComesAtOnce()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco"), ["urgent"] = true });
        await company.WishAsync("marco", QuietNights with { DigestAt = new TimeOnly(9, 0) });
        await company.PassAsync(TimeSpan.FromHours(12.5));
        var request = await company.SubmitAsync();

        company.MailsTo("marco").ShouldHaveSingleItem();
        (await company.Approvals.OpenAsync(request)).ShouldHaveSingleItem().Urgent.ShouldBeTrue();
    }

    [Fact]
    public async Task Ask_TimeIsOverBeforeTheQuietHoursAre_ComesAtOnce()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco"), ["decideWithin"] = "90 calendar minutes" });
        await company.WishAsync("marco", QuietNights with { DigestAt = new TimeOnly(9, 0) });
        await company.PassAsync(TimeSpan.FromHours(12.5));
        await company.SubmitAsync();

        company.MailsTo("marco").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Refused_AddressIsMarkedAndTheTasksGoToTheNextChannelOnceWithTheReason()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        var earlier = await company.SubmitAsync("A lamp");
        await company.Mail.RejectAsync("marco@example.test");
        var request = await company.SubmitAsync("A chair");
        await company.SentAsync();

        var mark = company.Preferences.MarkOf("email", "Marco@example.test").ShouldNotBeNull();
        (mark.PersonId, mark.MarkedAt).ShouldBe(("marco", company.Time.GetUtcNow()));
        mark.Reason.ShouldContain("no such person: marco@example.test");
        // The one that was accepted may never be read: it goes there, too.
        company.ChatOf("marco").Count.ShouldBe(2);
        company.ChatOf("marco").ShouldAllBe(text => text.StartsWith("E-mail does not reach you at marco@example.test any more: ", StringComparison.Ordinal));
        (await company.Approvals.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail!.ShouldContain("Marco Rossi cannot be reached by email");
        (await company.Approvals.AuditAsync(earlier, AuditKinds.Incident)).ShouldHaveSingleItem().Detail!.ShouldContain("Asked by chat instead.");

        // The bounce of the earlier one comes late, and twice; what is asked from now on comes by chat alone.
        (await company.Get<ChannelFallback>().BouncedAsync("email", "marco@example.test", "It came back.", CancellationToken.None)).ShouldBeTrue();
        (await company.Get<ChannelFallback>().BouncedAsync("email", "marco@example.test", "It came back.", CancellationToken.None)).ShouldBeTrue();
        await company.SubmitAsync("A desk");
        company.ChatOf("marco").Count.ShouldBe(3);
        company.ChatOf("marco")[^1].ShouldBe("Emma asks for something");
        company.MailsTo("marco").ShouldHaveSingleItem();
        await company.Approvals.MustDecideAsync(request, "marco");
    }

    [Fact]
    public async Task Refused_OnTheChosenChannel_ComesByMail()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        company.ChatServer.Blocked.Add("room-7");
        await company.WishAsync("marco", ChatFirst);
        await company.SubmitAsync();
        await company.SentAsync();

        var mail = await company.Mail.NextAsync("marco@example.test");
        mail.Text.ShouldContain("Chat does not reach you at room-7 any more: The room is closed. That is why this comes here.");
        mail.Links.Select(link => link.Url).Count(link => link.Contains("/a/", StringComparison.Ordinal)).ShouldBe(2);
        company.Get<ChannelRouter>().For(company.Approvals.People.Find("marco")!)!.Name.ShouldBe("email");
    }

    [Fact]
    public async Task Refused_NothingElseReachesThePerson_StandsInTheTimelineAndTheTaskStaysOpen()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.Mail.RejectAsync("marco@example.test");
        var request = await company.SubmitAsync();

        (await company.Approvals.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail!.ShouldContain("No other channel reaches them; the app shows the task.");
        var next = await company.SubmitAsync("A lamp");
        (await company.Approvals.WaitingAsync(next)).ShouldBe("marco");
        await company.Approvals.MustDecideAsync(next, "marco");
    }

    [Fact]
    public async Task Refused_AnAddressThatWasAsked_StandsInTheTimeline()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.Approvals.PublishAddressAsync("client@elsewhere.example");
        await company.Mail.RejectAsync("client@elsewhere.example");
        var request = await company.SubmitAsync();

        (await company.Approvals.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail!.ShouldContain("client@elsewhere.example cannot be reached by email");
        (await company.Approvals.OpenAsync(request)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Refused_ANoticeWithNoTaskOpen_IsToldByTheNextChannel()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        (await company.Get<ChannelFallback>().BouncedAsync("email", "marco@example.test", "It came back (5.1.1): unknown user", CancellationToken.None)).ShouldBeTrue();
        await company.SentAsync();

        company.ChatOf("marco").ShouldHaveSingleItem().ShouldStartWith("E-mail does not reach you any more At marco@example.test messages are refused: It came back (5.1.1): unknown user.");
        (await company.Get<ChannelFallback>().BouncedAsync("email", "nobody@example.test", "x", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Refused_AddressChangesOrIsConfirmed_MailComesAgain()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.Mail.RejectAsync("marco@example.test");
        await company.SubmitAsync();
        await company.Mail.AcceptAsync("marco@example.test");
        (await company.Preferences.ClearAsync("email", "marco@example.test", CancellationToken.None)).ShouldBeTrue();
        await company.SubmitAsync();
        company.MailsTo("marco").ShouldHaveSingleItem();

        await company.Mail.RejectAsync("marco@example.test");
        await company.SubmitAsync();
        await company.Approvals.ImportAsync("people.csv", "id,name,email,roles,manager,company,language", "marco,Marco Rossi,marco.rossi@example.test,employee;manager,diana,borealis,en");
        await company.SubmitAsync();
        company.MailsTo("marco.rossi").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Refused_WhileItIsDecided_AsksNobodyAgain()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        company.Chat.Rooms["marco"] = "room-7";
        var request = await company.SubmitAsync();
        var fallback = company.Get<ChannelFallback>();
        var task = await company.Approvals.TaskOfAsync(request, "marco");
        var write = await fallback.MoveAsync(company.Get<EmailChannel>(), company.Approvals.People.Find("marco")!, [task], "marco@example.test", "It came back.", CancellationToken.None);
        await company.Approvals.MustDecideAsync(request, "marco");
        await company.Approvals.Database.WriteAsync(write, CancellationToken.None);
        await company.SentAsync();

        company.ChatOf("marco").ShouldBeEmpty();
    }

    [Fact]
    public async Task HandedOver_InQuietHours_TakesBackWhatWaitsForThatPersonAlone()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco", "hana") });
        await company.WishAsync("marco", QuietNights);
        await company.WishAsync("hana", QuietNights);
        await company.PassAsync(TimeSpan.FromHours(12.5));
        var request = await company.SubmitAsync();
        var task = await company.Approvals.TaskOfAsync(request, "marco");
        var people = company.Approvals.People;
        var moved = await company.Get<TaskHandOver>().MoveAsync(task.Id, "marco", "luca", "I am busy", people.Find("marco")!, isAdministrator: false, ChannelNames.App, address: null, CancellationToken.None);
        moved.ShouldBeOfType<HandOverResult.Moved>();

        await company.PassAsync(TimeSpan.FromHours(10.5));
        (company.MailsTo("marco").Count, company.MailsTo("hana").Count, company.MailsTo("luca").Count).ShouldBe((0, 1, 1));
        company.Chat.Turns.ShouldHaveSingleItem().ShouldBe(new TaskTurn(task.Id, TaskTurnKind.HandedOver, company.Chat.Turns.First().At, "marco"));
    }

    [Fact]
    public async Task Tell_NoticesStopped_TasksStillCome()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        await company.WishAsync("marco", new Preferences { MailNotices = false });
        await company.Approvals.SubstituteAsync("marco", "luca");
        var request = await company.SubmitAsync();
        await company.Approvals.MustDecideAsync(request, "luca");
        await company.SentAsync();
        company.MailsTo("marco").ShouldBeEmpty("who is stood in for is told of the decision otherwise");

        await company.WishAsync("luca", new Preferences { MailNotices = false });
        await company.SubmitAsync();
        company.MailsTo("luca").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Preferences_ChangedOnAnotherNode_AreUsedWhenItLooks()
    {
        await using var company = await ChannelCompany.OpenAsync(dialect);
        var other = new PreferenceBook(company.Approvals.Database, company.Time);
        other.Of("marco").ShouldBeNull();
        using var watch = new ChangeWatch(company.Approvals.Database, [other], company.Time, NullLogger<ChangeWatch>.Instance);

        await company.WishAsync("marco", QuietNights with { Channels = ["chat"], DigestAt = new TimeOnly(9, 5), MailNotices = false });
        await watch.LookAsync(CancellationToken.None);

        var seen = other.Of("marco").ShouldNotBeNull();
        (seen.Quiet, seen.DigestAt, seen.MailNotices).ShouldBe((QuietNights.Quiet, new TimeOnly(9, 5), false));
        seen.Channels.ShouldBe(["chat"]);
    }
}
