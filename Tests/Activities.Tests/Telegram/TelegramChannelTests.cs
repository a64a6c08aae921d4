using System.Text.Json.Nodes;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Telegram;

public sealed class TelegramChannelTestsOnSqlite() : TelegramChannelTests(Dialect.Sqlite);

public sealed class TelegramChannelTestsOnPostgreSql() : TelegramChannelTests(Dialect.PostgreSql);

public abstract class TelegramChannelTests(Dialect dialect)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Task_TimeRunsOut_DisappearsFromEveryChat()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco", "diana"), ["decideWithin"] = "1d", ["remindAfter"] = "4h" });
        await company.Company.SubmitAsync(what: "A chair");
        await company.SentAsync();
        var (marcos, dianas) = (await company.Telegram.MessageAsync(TelegramApprovals.Marco), await company.Telegram.MessageAsync(TelegramApprovals.Diana));
        marcos.Text.ShouldContain("You can decide until");

        await company.Company.PassAsync(TimeSpan.FromHours(4));
        await company.SentAsync();
        var reminder = await company.Telegram.MessageAsync(TelegramApprovals.Marco, "Reminder");
        reminder.Buttons.Count.ShouldBe(marcos.Buttons.Count);
        await company.Company.PassAsync(TimeSpan.FromHours(20));
        await company.SentAsync();

        foreach (var message in new[] { marcos, dianas, reminder })
        {
            var changed = await company.Telegram.ChangeAsync(message);
            changed.Buttons.ShouldBeEmpty();
            changed.Text.ShouldContain("The time to decide is over.");
        }
    }

    [Fact]
    public async Task Vote_SettledByOthers_SaysSoToTheRest()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco", "diana", "felix"), ["mode"] = "AtLeast", ["atLeast"] = "2" });
        var request = await company.Company.SubmitAsync();
        await company.SentAsync();
        var (marcos, dianas) = (await company.Telegram.MessageAsync(TelegramApprovals.Marco), await company.Telegram.MessageAsync(TelegramApprovals.Diana));

        await company.Company.MustDecideAsync(request, "marco");
        await company.Company.MustDecideAsync(request, "felix");
        await company.SentAsync();

        (await company.Telegram.ChangeAsync(marcos)).Text.ShouldContain("You approved this");
        (await company.Telegram.ChangeAsync(dianas)).Text.ShouldContain("Enough others have answered.");
    }

    [Fact]
    public async Task Message_DecidedWhileItIsOnItsWay_SaysSoWhenItArrives()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco") });
        var request = await company.Company.SubmitAsync();
        await company.SentAsync();
        var sent = await company.Telegram.MessageAsync(TelegramApprovals.Marco);
        var (task, messages) = ((await company.Company.OpenAsync(request)).Single(), company.Get<TelegramMessages>());

        // Another one about it is noted and goes; before Telegram has answered, the task is decided.
        var question = new TelegramQuestion(task.Id, task.Revision, "en", "marco", Role: null, []);
        var outgoing = new OutgoingTelegram { Chat = TelegramApprovals.Marco, Html = "On its way", Asks = question };
        (await messages.NoteAsync("telegram-second", outgoing, question, Ct)).ShouldBe(NotedMessage.Send);
        await company.Company.MustDecideAsync(request, "marco");
        await company.SentAsync();
        await messages.ArrivedAsync("telegram-second", task.Id, TelegramApprovals.Marco, sent.Message, Ct);
        await company.SentAsync();

        (await company.Telegram.NextAsync(call => call.Method == "editMessageText" && call.Text.StartsWith("On its way", StringComparison.Ordinal))).Text.ShouldContain("You approved this");
        (await messages.NoteAsync("telegram-third", outgoing, question, Ct)).ShouldBe(NotedMessage.Over);
        (await messages.NoteAsync("telegram-second", outgoing, question, Ct)).ShouldBe(NotedMessage.Over);
    }

    [Fact]
    public async Task Message_ThatArrivedTwice_IsChangedInBothPlaces()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco") });
        var request = await company.Company.SubmitAsync();
        await company.SentAsync();
        var (first, task) = (await company.Telegram.MessageAsync(TelegramApprovals.Marco), (await company.Company.OpenAsync(request)).Single());
        var second = await company.Get<TelegramBot>().SendMessageAsync(TelegramApprovals.Marco, new BotText("The same again"), Ct);
        await company.Get<TelegramMessages>().ArrivedAsync($"telegram-task-{task.Id}-marco", task.Id, TelegramApprovals.Marco, second.Value!.MessageId, Ct);

        await company.Company.MustDecideAsync(request, "marco");
        await company.SentAsync();

        (await company.Telegram.ChangeAsync(first)).Text.ShouldContain("You approved this");
        (await company.Telegram.ChangeAsync(await company.Telegram.MessageAsync(TelegramApprovals.Marco, "The same again"))).Text.ShouldContain("You approved this");
    }

    [Fact]
    public async Task Message_ThatWasSentBeforeACrash_IsNotSentAgain()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco") });
        var request = await company.Company.SubmitAsync();
        await company.SentAsync();
        var sent = await company.Telegram.MessageAsync(TelegramApprovals.Marco);

        // As if the outbox had not got to write down that it was delivered.
        await company.Company.Database.WriteAsync(transaction => transaction.ExecuteAsync("UPDATE outbox SET status = 'waiting', delivered_at = NULL WHERE kind = 'telegram' AND topic IS NOT NULL", null, Ct), Ct);
        company.Get<OutboxStore>().Wake();
        await company.SentAsync();

        company.Telegram.Calls.Count(call => call.Method == "sendMessage").ShouldBe(1);
        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE kind = 'telegram' AND status = 'delivered'")).ShouldBe(1);
        (await company.Get<TelegramMessages>().FindButtonAsync(sent.Button("Approve"), Ct)).ShouldNotBeNull().Action.ShouldBe("Approve");
        (await company.Company.StateAsync(request)).ShouldBe("open");
    }

    [Fact]
    public async Task Change_OfAMessageThatIsGone_OrOfABlockedChat_IsDone()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco", "diana") });
        var request = await company.Company.SubmitAsync();
        await company.SentAsync();
        await company.Telegram.BlockAsync(TelegramApprovals.Marco);
        await company.Telegram.FailNextAsync("editMessageText", 400, "Bad Request: message to edit not found", chat: TelegramApprovals.Diana);

        await company.Company.MustDecideAsync(request, "diana");
        await company.SentAsync();

        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE kind = 'telegram' AND status <> 'delivered'")).ShouldBe(0);
    }

    [Fact]
    public async Task QuietHours_TheQuestionWaits_AndIsNotAskedWhenItIsDecidedBefore()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco", "diana") });
        // It is 09:00 in Milan.
        await company.Get<PreferenceBook>().ChangeAsync("marco", set => set with { Quiet = new QuietHours(new TimeOnly(8, 0), new TimeOnly(12, 0)) }, Ct);
        var (first, second) = (await company.Company.SubmitAsync(what: "A chair"), await company.Company.SubmitAsync(what: "A table"));
        await company.SentAsync();
        await company.Company.MustDecideAsync(first, "diana");
        company.Telegram.Calls.ShouldNotContain(call => call.Chat == TelegramApprovals.Marco);

        await company.Company.PassAsync(TimeSpan.FromHours(4));
        await company.SentAsync();

        var asked = await company.Telegram.MessageAsync(TelegramApprovals.Marco);
        asked.Text.ShouldContain((await company.Company.RequestAsync(second)).Reference);
        company.Telegram.Calls.Count(call => call.Chat == TelegramApprovals.Marco && call.Method == "sendMessage").ShouldBe(1);
    }

    [Fact]
    public async Task Refused_TelegramSaysWhatIsWrongWithIt_GoesByMail()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("marco") });
        await company.Telegram.FailNextAsync("sendMessage", 400, "Bad Request: can't parse entities");

        var request = await company.Company.SubmitAsync();
        await company.SentAsync();
        await company.SentAsync();

        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE kind = 'email' AND instance_id = @request AND destination = 'marco@example.test'", new { request })).ShouldBe(1);
        (await company.Company.AuditAsync(request, AuditKinds.Incident)).Single().Detail.ShouldNotBeNull().ShouldContain("can't parse entities");
        company.Get<ChannelRouter>().For(company.Company.People.Find("marco")!)!.Name.ShouldBe(ChannelNames.Telegram, "the next one may well arrive");
    }

    [Fact]
    public async Task Group_MovedToAnotherId_GetsWhatWasMeantForIt()
    {
        await using var company = await TelegramApprovals.OpenAsync(dialect, new JsonObject { ["approvers"] = new JsonArray("role:hr") });
        var (accounts, ivan) = (company.Get<TelegramAccounts>(), company.Company.People.Find("ivan")!);
        (await accounts.LinkGroupAsync(new TelegramGroup { ChatId = -7, Role = "hr", Title = "HR", Language = "en" }, ivan, Ct)).ShouldBeTrue();
        (await accounts.LinkGroupAsync(new TelegramGroup { ChatId = -7, Role = "hr", Title = "HR", Language = "en" }, ivan, Ct)).ShouldBeFalse();
        await company.Telegram.FailNextAsync("sendMessage", 400, "Bad Request: group chat was upgraded to a supergroup chat", new { migrate_to_chat_id = -1007L }, chat: -7);
        var posts = ActivatorOf(company);

        var request = await company.Company.SubmitAsync();
        await posts.PostAsync(Ct);
        await company.SentAsync();
        await posts.PostAsync(Ct);
        await posts.PostAsync(Ct);
        await company.SentAsync();

        var asked = await company.Telegram.MessageAsync(-1007);
        asked.Text.ShouldContain("Whoever has the role hr decides.");
        company.Telegram.Calls.Count(call => call is { Method: "sendMessage", Chat: -1007 }).ShouldBe(1);
        await company.Company.MustDecideAsync(request, "hana");
        await company.SentAsync();
        (await company.Telegram.ChangeAsync(asked)).Text.ShouldContain("Hana Novak approved this");
        (await accounts.UnlinkGroupAsync(-1007, role: null, by: null, Ct)).ShouldBe(["hr"]);
        accounts.Groups.ShouldBeEmpty();
    }

    private static TelegramGroupPosts ActivatorOf(TelegramApprovals company) =>
        company.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<TelegramGroupPosts>().Single();
}
