using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Attachments;
using Workflows.Activities.Audit;
using Workflows.Activities.Requests;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>Changes, approving less, taking back, rules of a table, files, and looking ahead.</summary>
public sealed class AnswerTestsOnSqlite() : AnswerTests(Dialect.Sqlite);

/// <inheritdoc/>
public sealed class AnswerTestsOnPostgreSql() : AnswerTests(Dialect.PostgreSql);

/// <inheritdoc/>
public abstract class AnswerTests(Dialect dialect) : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await ApprovalCompany.OpenAsync(dialect);

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    private static JsonObject By(string approvers, string more = "{}")
    {
        var approval = (JsonObject)JsonNode.Parse(more)!;
        approval["approvers"] = JsonNode.Parse(approvers);
        return approval;
    }

    [Fact]
    public async Task Decide_AnswerOfTheDecision_IsWhatIsStored()
    {
        await _company.PublishAsync(By("""["marco", "diana"]""", """{ "mode": "All" }"""));
        await _company.SubstituteAsync("marco", "hana");
        var request = await _company.SubmitAsync();

        foreach (var (person, comment) in new[] { ("hana", "For Marco."), ("diana", (string?)null) })
        {
            var answer = (await _company.DecideAsync(request, person, comment: comment)).ShouldBeOfType<DecisionResult.Recorded>().Task;
            var stored = (await _company.Get<TaskStore>().FindAsync(answer.Id, CancellationToken.None))!;
            JsonSerializer.Serialize(answer).ShouldBe(JsonSerializer.Serialize(stored));
        }
    }

    // ---- changes

    [Fact]
    public async Task Changes_Asked_GoBackToTheRequesterAndAreAskedAnew()
    {
        await _company.PublishAsync(changes: true, By("""["marco"]"""), By("""["diana"]"""));
        var request = await _company.SubmitAsync(what: "A chair");
        await _company.MustDecideAsync(request, "marco");

        await _company.MustDecideAsync(request, "diana", "RequestChanges", "A stool will do.");
        (await _company.OpenAsync(request)).ShouldHaveSingleItem().Kind.ShouldBe(TaskTerms.Change);
        (await _company.MailsAsync(request)).ShouldContain(mail => mail.To == "emma" && mail.Subject.Contains("please change it"));
        (await ResubmitAsync(request, "A chair")).ShouldBeOfType<ResubmitResult.Invalid>().Problems.Keys.ShouldContain("inputs");
        (await ResubmitAsync(request, "A stool")).ShouldBeOfType<ResubmitResult.Accepted>();

        // Marco decides again, about what it says now, although he decided the first edition.
        var task = (await _company.OpenAsync(request)).ShouldHaveSingleItem();
        (task.Edition, task.Changes.Single().En.Before, task.Changes.Single().En.After).ShouldBe((2, "A chair", "A stool"));
        task.Facts.ShouldContain(fact => fact.Value == "A stool");
        await _company.MustDecideAsync(request, "marco");
        await _company.MustDecideAsync(request, "diana");
        (await _company.StateAsync(request)).ShouldBe("Approved");
        var editions = await _company.Get<RequestRevisions>().EditionsAsync(request, CancellationToken.None);
        editions.Select(edition => edition.Edition).ShouldBe([1, 2]);
        editions[0].Inputs.ShouldContain("A chair");
    }

    [Fact]
    public async Task Changes_WhileUndecided_TheOldTaskIsNotDecidedUnseen()
    {
        await _company.PublishAsync(changes: true, By("""["marco", "diana"]"""));
        var request = await _company.SubmitAsync(what: "A chair");
        var old = (await _company.OpenAsync(request)).Single();

        (await ResubmitAsync(request, "A throne")).ShouldBeOfType<ResubmitResult.Accepted>();

        (await _company.DecideAsync(old, "marco")).ShouldBeOfType<DecisionResult.Closed>().Task.ClosedBecause.ShouldBe("changed");
        var task = (await _company.OpenAsync(request)).Single();
        task.Revision.ShouldNotBe(old.Revision);
        (await _company.MailsAsync(request)).ShouldNotContain(mail => mail.To == "emma");
        (await _company.MailsAsync(request)).ShouldContain(mail => mail.To == "marco" && mail.Subject.Contains("changed, please decide again"));
        await _company.MustDecideAsync(request, "marco");
    }

    [Fact]
    public async Task Changes_ProcessHasNotDrawnThem_AreRefusedAndNotOffered()
    {
        await _company.PublishAsync(By("""["marco"]"""));
        var request = await _company.SubmitAsync();

        (await _company.OpenAsync(request)).Single().Actions.Select(action => action.Name).ShouldBe(["Approve", "Reject"]);
        (await ResubmitAsync(request, "A throne")).ShouldBeOfType<ResubmitResult.NotChangeable>();
    }

    [Fact]
    public async Task Changes_AgainstADecision_OneOfThemHappens()
    {
        await _company.PublishAsync(changes: true, By("""["marco"]"""));
        for (var i = 0; i < 10; i++)
        {
            var request = await _company.SubmitAsync(what: "A chair");
            var task = (await _company.OpenAsync(request)).Single();
            var decide = Task.Run(() => _company.PressAsync(task, "marco"));
            var change = Task.Run(() => ResubmitAsync(request, "A throne"));
            var (decided, changed) = (await decide is DecisionResult.Recorded, await change is ResubmitResult.Accepted);

            decided.ShouldNotBe(changed);
            await _company.CheckAsync(request);
            if (decided) (await _company.RequestAsync(request)).Inputs.ShouldContain("A chair");
            else (await _company.StateAsync(request)).ShouldBe("open");
        }
    }

    [Fact]
    public async Task Reject_WithoutReason_IsNotTaken()
    {
        await _company.PublishAsync(By("""["marco"]"""));
        var request = await _company.SubmitAsync();

        (await _company.DecideAsync((await _company.OpenAsync(request)).Single(), "marco", "Reject", "  ")).ShouldBeOfType<DecisionResult.CommentMissing>();
    }

    // ---- approving less

    [Fact]
    public async Task Less_Amount_IsWhatComesOut()
    {
        await _company.PublishAsync(With(By("""["marco", "diana"]""", """{"mode": "All", "allowLess": true, "currency": "EUR"}"""), "amount", ApprovalCompany.Script("getAmount()")));
        var request = await _company.SubmitAsync(amount: 100);
        (await _company.DecideAsync(request, "marco", approved: new ApprovedValue(120, null), comment: "More.")).ShouldBeOfType<DecisionResult.WrongValue>().Message.ShouldContain("at most 100");
        (await _company.DecideAsync(request, "marco", approved: new ApprovedValue(80, null))).ShouldBeOfType<DecisionResult.CommentMissing>();
        await _company.MustDecideAsync(request, "marco", approved: new ApprovedValue(80, null), comment: "Without delivery.");
        await _company.MustDecideAsync(request, "diana", approved: new ApprovedValue(90, null), comment: "A little less.");

        // What both approved: the smaller amount.
        (await _company.RequestAsync(request)).Reason.ShouldBe("approved 80");
    }

    [Fact]
    public async Task Less_Lines_AreApprovedOneByOne()
    {
        await _company.PublishAsync(By("""["marco"]""", """{"allowLess": true, "lines": [{"id": "hotel", "label": "Hotel", "amount": 120.50}, {"id": "taxi", "label": "Taxi", "amount": 30}]}"""));
        var request = await _company.SubmitAsync();

        (await _company.DecideAsync(request, "marco", approved: new ApprovedValue(null, new Dictionary<string, decimal> { ["bus"] = 1 }))).ShouldBeOfType<DecisionResult.WrongValue>().Message.ShouldContain("no line 'bus'");
        await _company.MustDecideAsync(request, "marco", approved: new ApprovedValue(null, new Dictionary<string, decimal> { ["taxi"] = 0 }), comment: "There was a bus.");

        (await _company.RequestAsync(request)).Reason.ShouldBe("approved 120.5");
    }

    // ---- undo

    [Fact]
    public async Task Undo_WhileNothingFurtherHappened_OpensTheTaskAgain()
    {
        await _company.PublishAsync(By("""["marco", "diana"]""", """{"mode": "All"}"""));
        var request = await _company.SubmitAsync();
        var task = await _company.TaskOfAsync(request, "marco");
        await _company.MustDecideAsync(request, "marco");

        (await UndoAsync(task, "diana")).ShouldBe(UndoResult.NoSuchTask);
        (await UndoAsync(task, "marco")).ShouldBe(UndoResult.Undone);

        await _company.CheckAsync(request);
        (await _company.WaitingAsync(request)).ShouldBe("diana | marco");
        await _company.MustDecideAsync(request, "marco", "Reject");
        (await _company.StateAsync(request)).ShouldBe("Rejected");
    }

    [Fact]
    public async Task Undo_AfterAMinuteOrAfterTheNextDecision_IsTooLate()
    {
        await _company.PublishAsync(By("""["marco", "diana", "felix"]""", """{"mode": "All"}"""));
        var request = await _company.SubmitAsync();
        var (marco, diana) = (await _company.TaskOfAsync(request, "marco"), await _company.TaskOfAsync(request, "diana"));
        await _company.MustDecideAsync(request, "marco");
        await _company.MustDecideAsync(request, "diana");

        (await UndoAsync(marco, "marco")).ShouldBe(UndoResult.TooLate);
        await _company.PassAsync(TimeSpan.FromSeconds(60));
        (await UndoAsync(diana, "diana")).ShouldBe(UndoResult.TooLate);
    }

    [Fact]
    public async Task Undo_DecisionThatSettlesIt_IsHeldWhereTheProcessSaysSo()
    {
        await _company.PublishAsync(By("""["marco", "diana"]""", """{"mode": "AtLeast", "atLeast": "1", "holdForUndo": true}"""));
        var (undone, kept) = (await _company.SubmitAsync(), await _company.SubmitAsync());
        var task = await _company.TaskOfAsync(undone, "marco");
        await _company.MustDecideAsync(undone, "marco");
        await _company.MustDecideAsync(kept, "marco");
        (await _company.StateAsync(undone)).ShouldBe("open");
        (await _company.OpenAsync(undone)).ShouldBeEmpty();

        (await UndoAsync(task, "marco")).ShouldBe(UndoResult.Undone);
        await _company.PassAsync(TimeSpan.FromSeconds(61));

        // Both seats are open again; the other request went on after its minute.
        await _company.CheckAsync(undone);
        (await _company.WaitingAsync(undone)).ShouldBe("diana | marco");
        (await _company.StateAsync(kept)).ShouldBe("Approved");
    }

    // ---- tables

    private const string Table = """
        {"autoDecide": [
          {"rule": "Small travel", "company": "borealis", "category": ["travel"], "upTo": 100, "do": "Approve"},
          {"rule": "Managers' trust", "gradeFrom": "M1", "upTo": 500, "do": "Approve"},
          {"rule": "Nobody spends this", "above": 10000, "do": "Reject"}]}
        """;

    [Theory]
    [InlineData("emma", 100, "travel", "Approved")]
    [InlineData("emma", 100, "meals", "open")]
    [InlineData("emma", 100.01, "travel", "open")]
    [InlineData("siti", 100, "travel", "open")]
    [InlineData("marco", 400, "meals", "Approved")]
    [InlineData("emma", 10001, "travel", "Rejected")]
    public async Task Table_Row_DecidesWhatFits(string by, double amount, string category, string state)
    {
        await _company.PublishAsync(With(With(By("""["manager-of-requester"]""", Table), "amount", ApprovalCompany.Script("getAmount()")), "category", ApprovalCompany.Script("getCategory()")));

        (await _company.StateAsync(await _company.SubmitAsync(by, (decimal)amount, category))).ShouldBe(state);
    }

    [Fact]
    public async Task Table_Decided_ShowsItsRuleAndTellsTheManager()
    {
        await _company.PublishAsync(With(With(By("""["manager-of-requester"]""", Table), "amount", ApprovalCompany.Script("getAmount()")), "category", ApprovalCompany.Script("getCategory()")));
        var request = await _company.SubmitAsync(amount: 50, category: "travel");

        var task = (await _company.TasksAsync(request)).ShouldHaveSingleItem();
        (task.Status, task.Channel, task.DecidedName, task.DecidedBy).ShouldBe(("decided", "rule", "Small travel", null));
        var mail = (await _company.MailsAsync(request)).ShouldHaveSingleItem();
        mail.To.ShouldBe("marco");
        mail.Subject.ShouldContain("decided by a rule");
    }

    [Theory]
    [InlineData("""{"autoDecide": [{"uptoo": 5, "do": "Approve"}]}""", "autoDecide", "no column 'uptoo'")]
    [InlineData("""{"autoDecide": [{"upTo": 5, "do": "Maybe"}]}""", "autoDecide", "Approve, Reject, Ask")]
    [InlineData("""{"mode": "AtLeast", "atLeast": "some"}""", "atLeast", "2 or 60%")]
    [InlineData("""{"decideWithin": "soon"}""", "decideWithin", "2 working days")]
    [InlineData("""{"remindAfter": "120%"}""", "remindAfter", "50%")]
    [InlineData("""{"groups": [{"name": "A", "approvers": ["marco"], "mode": "most"}]}""", "groups", "any, all, atLeast or sequence")]
    [InlineData("""{"fallback": ["rol:hr"]}""", "fallback", "'rol:hr' is no rule")]
    public async Task Publish_WrongInput_IsRefusedWithTheCure(string input, string place, string cure)
    {
        var saved = await _company.SaveAsync(changes: false, By("""["marco"]""", input));

        saved.IsSaved.ShouldBeFalse();
        var error = saved.Errors.ShouldHaveSingleItem();
        error.Path.ShouldEndWith(place);
        error.Message.ShouldContain(cure);
    }

    // ---- looking ahead

    [Fact]
    public async Task Preview_SaysWhoWillBeAskedWhyAndWhoIsAway_AndWritesNothing()
    {
        await _company.PublishAsync(By("""["manager-of-requester"]"""), By("""["managers-of-requester:grade:D1"]"""), By("""["role:finance"]""", """{"mode": "All"}"""));
        await _company.SubstituteAsync("marco", "luca");
        await _company.Database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "INSERT INTO leave_register (request_id, reference, person_id, type, first_day, last_day, first_half, last_half, days, status, recorded_at) VALUES ('x', 'LV-1', 'marco', 'annual', '2026-03-01', '2026-03-06', 0, 0, '5', 'approved', 0)",
                null,
                CancellationToken.None),
            CancellationToken.None);

        var (forecast, problems) = _company.Get<ApprovalForecast>().Preview(ApprovalCompany.Process, new JsonObject { ["what"] = "A chair", ["amount"] = 5 }, _company.People.Find("emma")!);

        problems.ShouldBeEmpty();
        forecast.ShouldNotBeNull().Outcome.ShouldBe("Approved");
        forecast.Steps.Select(step => (step.Name, string.Join(" ", step.People.Select(person => person.Id)), step.IsNow))
            .ShouldBe([("Step 1", "marco luca", true), ("Step 2", "diana", false), ("Step 3", "dewi felix", false)]);
        forecast.Steps[0].People[0].AwayUntil.ShouldBe(new DateOnly(2026, 3, 6));
        forecast.Steps[0].People[0].Why.ShouldBe("manages Emma Larsen");
        forecast.Steps[0].People[1].ActsFor.ShouldBe("marco");
        (forecast.Steps[2].Need, forecast.Steps[2].Seats).ShouldBe((2, 2));
        (await _company.Get<RequestService>().OfAsync("emma", before: null, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Chain_OfAnOpenTask_SaysWhatFollows()
    {
        await _company.PublishAsync(By("""["marco"]"""), By("""["diana"]"""), By("""["role:hr"]"""));
        var request = await _company.SubmitAsync();

        var after = await _company.Get<ApprovalForecast>().AfterAsync(request, "en", CancellationToken.None);

        after.Steps.SelectMany(step => step.People).Select(person => person.Id).ShouldBe(["diana", "hana"]);
        (await _company.WaitingAsync(request)).ShouldBe("marco");
    }

    // ---- files

    [Fact]
    public async Task Attachment_Type_IsByContent()
    {
        var store = _company.Get<AttachmentStore>();
        (await store.AddAsync("../receipt.exe", "%PDF-1.7 ..."u8.ToArray(), "emma", CancellationToken.None)).Stored.ShouldNotBeNull().ContentType.ShouldBe("application/pdf");
        (await store.AddAsync("receipt.pdf", "MZ\u0001\u0002"u8.ToArray(), "emma", CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("cannot be attached");
        (await store.AddAsync("page.txt", " <script>"u8.ToArray(), "emma", CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("cannot be attached");
        (await store.AddAsync("big.txt", new byte[11 * 1024 * 1024], "emma", CancellationToken.None)).Problem.ShouldNotBeNull().ShouldContain("larger than 10 MB");
    }

    [Fact]
    public async Task Attachment_WithADecision_BelongsToTheRequest_AndOnlyOnesOwn()
    {
        await _company.PublishAsync(By("""["marco"]"""));
        var request = await _company.SubmitAsync();
        var store = _company.Get<AttachmentStore>();
        var (mine, theirs) = ((await store.AddAsync("quote.txt", "12 EUR"u8.ToArray(), "marco", CancellationToken.None)).Stored!, (await store.AddAsync("other.txt", "x"u8.ToArray(), "emma", CancellationToken.None)).Stored!);
        var task = (await _company.OpenAsync(request)).Single();
        var decision = new Decision { TaskId = task.Id, Action = "Approve", DeciderId = "marco", Channel = ChannelNames.App, Attachments = [mine.Id, theirs.Id] };

        (await _company.Get<Decisions>().TakeAsync(decision, CancellationToken.None)).ShouldBeOfType<DecisionResult.WrongValue>().Field.ShouldBe("attachments");
        (await _company.Get<Decisions>().TakeAsync(decision with { Attachments = [mine.Id] }, CancellationToken.None)).ShouldBeOfType<DecisionResult.Recorded>();

        (await store.OfRequestAsync(request, CancellationToken.None)).ShouldHaveSingleItem().TaskId.ShouldBe(task.Id);
        (await store.ContentAsync(mine.Id, CancellationToken.None)).ShouldBe("12 EUR"u8.ToArray());
    }

    private static JsonObject With(JsonObject approval, string name, JsonNode value)
    {
        approval[name] = value;
        return approval;
    }

    private async Task<ResubmitResult> ResubmitAsync(string request, string what) => await _company.Get<RequestRevisions>().ResubmitAsync(
        await _company.RequestAsync(request), new JsonObject { ["what"] = what, ["amount"] = 100 }, _company.People.Find("emma")!, ChannelNames.App, comment: null, [], CancellationToken.None);

    private Task<UndoResult> UndoAsync(TaskView task, string by) => _company.Get<Decisions>().UndoAsync(task.Id, _company.People.Find(by)!, ChannelNames.App, address: null, CancellationToken.None);
}
