using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>How many must answer, and how their answers make one.</summary>
public sealed class ModeTestsOnSqlite() : ModeTests(Dialect.Sqlite);

/// <inheritdoc/>
public sealed class ModeTestsOnPostgreSql() : ModeTests(Dialect.PostgreSql);

/// <inheritdoc/>
public abstract class ModeTests(Dialect dialect) : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await ApprovalCompany.OpenAsync(dialect);

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    private static JsonObject Ask(string mode, string approvers, string? atLeast = null) => new() { ["approvers"] = JsonNode.Parse(approvers), ["mode"] = mode, ["atLeast"] = atLeast };

    private const string Three = """["marco", "diana", "felix"]""";

    [Fact]
    public async Task Any_FirstAnswer_Counts()
    {
        await _company.PublishAsync(Ask("Any", Three));
        var request = await _company.SubmitAsync();
        (await _company.WaitingAsync(request)).ShouldBe("diana felix marco");

        await _company.MustDecideAsync(request, "felix");

        (await _company.StateAsync(request)).ShouldBe("Approved");
        (await _company.DecideAsync(request, "marco")).ShouldBeOfType<DecisionResult.Closed>().Task.DecidedName.ShouldBe("Felix Moreau");
    }

    [Fact]
    public async Task All_EachHasATaskOfTheirOwn_AndAllMustApprove()
    {
        await _company.PublishAsync(Ask("All", Three));
        var request = await _company.SubmitAsync();
        (await _company.WaitingAsync(request)).ShouldBe("diana | felix | marco");

        await _company.MustDecideAsync(request, "marco");
        await _company.MustDecideAsync(request, "felix");
        (await _company.StateAsync(request)).ShouldBe("open");
        await _company.MustDecideAsync(request, "diana");

        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task All_OneRejection_EndsItAndTheOthersTasksDisappear()
    {
        await _company.PublishAsync(Ask("All", Three));
        var request = await _company.SubmitAsync();
        await _company.MustDecideAsync(request, "marco");

        await _company.MustDecideAsync(request, "felix", "Reject", "Too expensive.");

        (await _company.StateAsync(request)).ShouldBe("Rejected");
        (await _company.OpenAsync(request)).ShouldBeEmpty();
        (await _company.TasksAsync(request)).Single(task => task.Approvers[0].Approver == "diana").ClosedBecause.ShouldBe("settled");
        (await _company.DecideAsync(request, "diana")).ShouldBeOfType<DecisionResult.Closed>();
    }

    [Fact]
    public async Task All_SomebodyElsesSeat_IsNotTheirs()
    {
        await _company.ImportAsync("people.csv", "id,name,email,roles", "luca,Luca Ferrari,luca@example.test,employee;hr");
        await _company.PublishAsync(Ask("All", """["role:hr"]"""));
        var request = await _company.SubmitAsync();
        (await _company.WaitingAsync(request)).ShouldBe("hana | luca");
        var tasks = await _company.OpenAsync(request);
        var luca = tasks.Single(task => task.Approvers[0].Approver == "luca");

        (await _company.DecideAsync(luca, "hana")).ShouldBeOfType<DecisionResult.NotAnApprover>();
        await _company.MustDecideAsync(request, "hana");

        (await _company.StateAsync(request)).ShouldBe("open");
    }

    [Theory]
    [InlineData("2")]
    [InlineData("60%")]
    public async Task AtLeast_Enough_PassesEarly(string least)
    {
        await _company.PublishAsync(Ask("AtLeast", Three, least));
        var request = await _company.SubmitAsync();
        await _company.MustDecideAsync(request, "marco");
        await _company.MustDecideAsync(request, "diana", "Reject");
        (await _company.StateAsync(request)).ShouldBe("open");

        await _company.MustDecideAsync(request, "felix");

        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task AtLeast_CanNoLongerPass_EndsEarly()
    {
        await _company.PublishAsync(Ask("AtLeast", Three, "2"));
        var request = await _company.SubmitAsync();

        await _company.MustDecideAsync(request, "marco", "Reject");
        await _company.MustDecideAsync(request, "diana", "Reject");

        (await _company.StateAsync(request)).ShouldBe("Rejected");
        (await _company.OpenAsync(request)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AtLeast_MoreThanThereAre_AsksAllAndSaysSo()
    {
        await _company.PublishAsync(Ask("AtLeast", """["marco", "diana"]""", "3"));
        var request = await _company.SubmitAsync();
        (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail.ShouldNotBeNull().ShouldContain("3 approvals are asked for");

        await _company.MustDecideAsync(request, "marco");
        await _company.MustDecideAsync(request, "diana");

        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task Sequence_EachStepIsAskedWhenItsTurnComes()
    {
        await _company.PublishAsync(Ask("Sequence", """["manager-of-requester", "role:finance", "diana"]"""));
        var request = await _company.SubmitAsync();
        (await _company.WaitingAsync(request)).ShouldBe("marco");

        await _company.MustDecideAsync(request, "marco");
        // The role is resolved now: both who have it are asked, and either may answer.
        (await _company.WaitingAsync(request)).ShouldBe("dewi felix");
        await _company.MustDecideAsync(request, "felix");
        (await _company.WaitingAsync(request)).ShouldBe("diana");
        await _company.MustDecideAsync(request, "diana");

        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task Groups_AllMustPass_EachByItsOwnMode()
    {
        await _company.PublishAsync(new JsonObject
        {
            ["groups"] = JsonNode.Parse("""[{"name": "Line", "approvers": ["manager-of-requester"]}, {"name": "Money", "approvers": ["felix", "dewi"], "mode": "all"}]"""),
        });
        var request = await _company.SubmitAsync();
        (await _company.OpenAsync(request)).Select(task => task.Step).ShouldBe(["Line", "Money", "Money"], ignoreOrder: true);

        await _company.MustDecideAsync(request, "felix");
        await _company.MustDecideAsync(request, "marco");
        (await _company.StateAsync(request)).ShouldBe("open");
        await _company.MustDecideAsync(request, "dewi");

        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task Custom_Action_SettlesByItsOwnOutcome()
    {
        await _company.PublishAsync(new JsonObject
        {
            ["approvers"] = JsonNode.Parse(Three), ["mode"] = "All",
            ["actions"] = JsonNode.Parse("""["Approve", {"name": "Park", "label": "Not this year", "outcome": "Expired", "needsComment": true}]"""),
        });
        var request = await _company.SubmitAsync();

        (await _company.DecideAsync(await _company.TaskOfAsync(request, "diana"), "diana", "Park")).ShouldBeOfType<DecisionResult.CommentMissing>();
        await _company.MustDecideAsync(request, "diana", "Park", "Next budget.");

        (await _company.StateAsync(request)).ShouldBe("Expired");
        (await _company.OpenAsync(request)).ShouldBeEmpty();
    }

    [Fact]
    public async Task All_DecidersInParallel_EveryAnswerCountsOnce()
    {
        await _company.PublishAsync(Ask("All", """["marco", "diana", "felix", "hana", "sofia"]"""));
        var requests = new List<string>();
        for (var i = 0; i < 5; i++) requests.Add(await _company.SubmitAsync());
        var tasks = new List<(TaskView Task, string By)>();
        foreach (var request in requests) tasks.AddRange((await _company.OpenAsync(request)).Select(task => (task, task.Approvers[0].Approver)));

        // Every task is pressed four times at once.
        var results = await Task.WhenAll(tasks.SelectMany(pair => Enumerable.Range(0, 4).Select(_ => Task.Run(() => _company.Get<Decisions>().TakeAsync(
            new Decision { TaskId = pair.Task.Id, Action = "Approve", DeciderId = pair.By, Channel = ChannelNames.App, Revision = pair.Task.Revision }, CancellationToken.None)))));

        results.Count(result => result is DecisionResult.Recorded).ShouldBe(25);
        results.Count(result => result is DecisionResult.Closed).ShouldBe(75);
        foreach (var request in requests)
        {
            (await _company.StateAsync(request)).ShouldBe("Approved");
            (await _company.AuditAsync(request, AuditKinds.Decided)).Count.ShouldBe(5);
            await _company.CheckAsync(request);
        }
    }

    [Fact]
    public async Task Any_ApproveAgainstReject_OneWins()
    {
        await _company.PublishAsync(Ask("Any", """["marco", "diana"]"""));
        for (var i = 0; i < 10; i++)
        {
            var request = await _company.SubmitAsync();
            var task = (await _company.OpenAsync(request)).Single();
            var results = await Task.WhenAll(
                Task.Run(() => _company.PressAsync(task, "marco", "Approve")),
                Task.Run(() => _company.PressAsync(task, "diana", "Reject", "No.")));

            results.Count(result => result is DecisionResult.Recorded).ShouldBe(1);
            results.OfType<DecisionResult.Closed>().ShouldHaveSingleItem();
            (await _company.StateAsync(request)).ShouldBe(results[0] is DecisionResult.Recorded ? "Approved" : "Rejected");
        }
    }
}
