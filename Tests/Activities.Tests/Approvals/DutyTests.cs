using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>Who may decide: separation of duties, fallbacks, substitutes, and tasks that are handed over.</summary>
public sealed class DutyTestsOnSqlite() : DutyTests(Dialect.Sqlite);

/// <inheritdoc/>
public sealed class DutyTestsOnPostgreSql() : DutyTests(Dialect.PostgreSql);

/// <inheritdoc/>
public abstract class DutyTests(Dialect dialect) : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await ApprovalCompany.OpenAsync(dialect);

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    private static JsonObject By(params string[] approvers) => new() { ["approvers"] = new JsonArray([.. approvers.Select(approver => JsonValue.Create(approver))]) };

    private static JsonObject With(JsonObject approval, string name, JsonNode value)
    {
        approval[name] = value;
        return approval;
    }

    // ---- separation of duties

    [Fact]
    public async Task TwoLevels_SamePersonNamed_TheSecondGoesToTheFallbackAndSaysWhy()
    {
        await _company.PublishAsync(By("marco"), With(By("manager-of-requester"), "fallback", new JsonArray("role:hr")));
        var request = await _company.SubmitAsync();
        await _company.MustDecideAsync(request, "marco");

        (await _company.WaitingAsync(request)).ShouldBe("hana");
        var incident = (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail.ShouldNotBeNull();
        incident.ShouldContain("Marco Rossi");
        incident.ShouldContain("decided this request before");
        (await _company.DecideAsync((await _company.OpenAsync(request)).Single(), "marco")).ShouldBeOfType<DecisionResult.NotAnApprover>();
    }

    [Fact]
    public async Task TwoLevels_SamePersonAllowed_DecidesOnce()
    {
        await _company.PublishAsync(By("marco"), With(By("manager-of-requester"), "allowSamePerson", true));
        var request = await _company.SubmitAsync();

        await _company.MustDecideAsync(request, "marco");

        (await _company.StateAsync(request)).ShouldBe("Approved");
        (await _company.AuditAsync(request, AuditKinds.Decided)).ShouldHaveSingleItem();
        (await _company.AuditAsync(request, AuditKinds.Counted)).ShouldHaveSingleItem().Actor.ShouldBe("marco");
    }

    [Fact]
    public async Task TwoGroups_SamePersonInBoth_TakesOneSeatOnly()
    {
        await _company.PublishAsync(new JsonObject { ["groups"] = JsonNode.Parse("""[{"name": "A", "approvers": ["diana", "marco"]}, {"name": "B", "approvers": ["diana", "felix"]}]""") });
        var request = await _company.SubmitAsync();
        var tasks = await _company.OpenAsync(request);

        // At both seats at the same moment.
        var results = await Task.WhenAll(tasks.Select(task => Task.Run(() => _company.PressAsync(task, "diana"))));

        results.OfType<DecisionResult.Recorded>().ShouldHaveSingleItem();
        results.OfType<DecisionResult.NotAnApprover>().ShouldHaveSingleItem();
        (await _company.StateAsync(request)).ShouldBe("open");
    }

    [Fact]
    public async Task TwoGroups_SamePersonAllowed_OneDecisionCountsInBoth()
    {
        await _company.PublishAsync(With(new JsonObject { ["groups"] = JsonNode.Parse("""[{"name": "A", "approvers": ["diana"]}, {"name": "B", "approvers": ["diana", "felix"]}]""") }, "allowSamePerson", true));
        var request = await _company.SubmitAsync();

        await _company.MustDecideAsync(request, "diana");

        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task Requester_NamedByARole_DecidesNothing()
    {
        await _company.PublishAsync(By("role:finance"));
        var request = await _company.SubmitAsync("felix");

        (await _company.WaitingAsync(request)).ShouldBe("dewi");
        (await _company.DecideAsync(request, "felix")).ShouldBeOfType<DecisionResult.NotAnApprover>();
    }

    [Fact]
    public async Task EmptyRole_NeverHangs_AdministratorIsAskedAndTheIncidentSaysWhy()
    {
        await _company.PublishAsync(With(By("role:astronaut"), "fallback", new JsonArray("role:cosmonaut")));
        var request = await _company.SubmitAsync();

        (await _company.WaitingAsync(request)).ShouldBe("ivan");
        (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail.ShouldNotBeNull().ShouldContain("'role:astronaut' names nobody who works here now");
    }

    [Fact]
    public async Task Leaver_IsNeverAskedAndDecidesNothing()
    {
        await _company.PublishAsync(By("marco", "diana"));
        var before = await _company.SubmitAsync();
        await _company.ImportAsync("people.csv", "id,name,email,left_on", "marco,Marco Rossi,marco@example.test,2026-03-01");

        (await _company.DecideAsync(before, "marco")).ShouldBeOfType<DecisionResult.NotAnApprover>();
        (await _company.WaitingAsync(await _company.SubmitAsync())).ShouldBe("diana");
    }

    // ---- rules that choose one

    [Fact]
    public async Task RoundRobin_TakesTurns_AlsoForRequestsAtTheSameMoment()
    {
        await _company.PublishAsync(By("round-robin:group:go-live-board"));
        var requests = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _company.SubmitAsync())));

        var chosen = new List<string>();
        foreach (var request in requests) chosen.Add(await _company.WaitingAsync(request));
        chosen.CountBy(person => person).OrderBy(count => count.Key).ShouldBe([new("diana", 2), new("felix", 2), new("ivan", 2)]);
        // Another member of the group was not chosen, so the task is not theirs.
        var other = chosen[0] == "diana" ? "felix" : "diana";
        (await _company.DecideAsync(requests[0], other)).ShouldBeOfType<DecisionResult.NotAnApprover>();
        await _company.MustDecideAsync(requests[0], chosen[0]);
    }

    [Fact]
    public async Task LeastLoaded_TheOneWithTheFewestOpenTasks_IsChosen()
    {
        await _company.PublishAsync(By("felix"));
        await _company.SubmitAsync();
        await _company.PublishAsync(By("least-loaded:role:finance"));

        (await _company.WaitingAsync(await _company.SubmitAsync())).ShouldBe("dewi");
    }

    // ---- substitutes

    [Fact]
    public async Task Substitute_ActsForThePrincipal_WhoIsKeptInformed()
    {
        await _company.PublishAsync(By("manager-of-requester"));
        await _company.SubstituteAsync("marco", "luca");
        var request = await _company.SubmitAsync();
        (await _company.WaitingAsync(request)).ShouldBe("luca marco");
        // Marco is away: the question goes to Luca, and Marco could still decide.
        (await _company.MailsAsync(request)).Select(mail => mail.To).ShouldBe(["luca"]);

        await _company.MustDecideAsync(request, "luca");

        (await _company.StateAsync(request)).ShouldBe("Approved");
        var decided = (await _company.AuditAsync(request, AuditKinds.Decided)).ShouldHaveSingleItem();
        (decided.Actor, decided.OnBehalfOf).ShouldBe(("luca", "marco"));
        (await _company.MailsAsync(request)).ShouldContain(mail => mail.To == "marco" && mail.Subject.Contains("Luca Ferrari decided for you"));
    }

    [Fact]
    public async Task Substitute_NamedAfterTheTaskWasOpened_MayActAtOnce_AndNoLongerWhenItEnds()
    {
        await _company.PublishAsync(By("manager-of-requester"));
        var (first, second) = (await _company.SubmitAsync(), await _company.SubmitAsync());
        (await _company.DecideAsync(first, "luca")).ShouldBeOfType<DecisionResult.NotAnApprover>();

        await _company.SubstituteAsync("marco", "luca");
        var mine = await _company.Get<TaskStore>().OpenForAsync("luca", TaskFilter.All, after: null, 10, CancellationToken.None);
        mine.Select(task => task.InstanceId).ShouldBe([first, second], ignoreOrder: true);
        await _company.MustDecideAsync(first, "luca");
        var register = _company.Get<SubstituteRegister>();
        await register.EndAsync((await register.OfAsync("marco", CancellationToken.None)).Single(), "marco", CancellationToken.None);

        (await _company.DecideAsync(second, "luca")).ShouldBeOfType<DecisionResult.NotAnApprover>();
    }

    [Fact]
    public async Task Substitute_NamedOnAnotherNode_IsKnownAtTheNextLook()
    {
        var marco = _company.People.Find("marco")!;
        var elsewhere = new SubstituteRegister(_company.Database, _company.People, _company.Time);
        elsewhere.ActingFor(marco, process: null, excluded: []).ShouldBeNull();
        await _company.SubstituteAsync("marco", "luca");

        using var watch = new ChangeWatch(_company.Database, [elsewhere], _company.Time, NullLogger<ChangeWatch>.Instance);
        await watch.LookAsync(CancellationToken.None);

        elsewhere.ActingFor(marco, process: null, excluded: [])?.Id.ShouldBe("luca");
        elsewhere.PrincipalsOf("luca").ShouldBe(["marco"]);
    }

    [Fact]
    public async Task Substitute_IsTheRequester_TheTaskStaysWithThePrincipal()
    {
        await _company.PublishAsync(By("manager-of-requester"));
        await _company.SubstituteAsync("marco", "emma");

        var request = await _company.SubmitAsync("emma");

        (await _company.WaitingAsync(request)).ShouldBe("marco");
        (await _company.MailsAsync(request)).Select(mail => mail.To).ShouldBe(["marco"]);
        (await _company.DecideAsync(request, "emma")).ShouldBeOfType<DecisionResult.NotAnApprover>();
    }

    [Fact]
    public async Task Substitute_OfTwoLevels_DecidesOnlyOne()
    {
        await _company.SubstituteAsync("marco", "luca");
        await _company.SubstituteAsync("diana", "luca");
        await _company.PublishAsync(By("marco"), By("diana"));
        var request = await _company.SubmitAsync();
        await _company.MustDecideAsync(request, "luca");

        // Luca decided in Marco's place, so Diana's own task is hers again.
        (await _company.WaitingAsync(request)).ShouldBe("diana");
        (await _company.DecideAsync((await _company.OpenAsync(request)).Single(), "luca")).ShouldBeOfType<DecisionResult.NotAnApprover>();
        await _company.MustDecideAsync(request, "diana");
    }

    [Fact]
    public async Task Substitute_Chain_EndsWithTheLast_AndALoopIsRefused()
    {
        await _company.SubstituteAsync("marco", "luca");
        await _company.SubstituteAsync("luca", "hana");
        await _company.PublishAsync(By("manager-of-requester"));

        (await _company.WaitingAsync(await _company.SubmitAsync())).ShouldBe("hana marco");
        var loop = await _company.Get<SubstituteRegister>().AddAsync(
            new Substitution { Id = "x", PersonId = "hana", SubstituteId = "marco", FirstDay = new DateOnly(2026, 3, 20), LastDay = new DateOnly(2026, 4, 2), CreatedBy = "hana" }, CancellationToken.None);
        loop.ShouldNotBeNull().Message.ShouldContain("Hana Novak -> Marco Rossi -> Luca Ferrari -> Hana Novak");
    }

    [Fact]
    public async Task Substitutes_NamedAtTheSameInstant_CloseNoLoop()
    {
        var register = _company.Get<SubstituteRegister>();
        for (var month = new DateOnly(2027, 1, 1); month.Year < 2029; month = month.AddMonths(1))
        {
            var answers = await Task.WhenAll(Task.Run(() => NameAsync("marco", "luca")), Task.Run(() => NameAsync("luca", "marco")));

            answers.OfType<SubstituteProblem>().ShouldHaveSingleItem().Field.ShouldBe("substitute", $"{month}");

            Task<SubstituteProblem?> NameAsync(string person, string substitute) => register.AddAsync(
                new Substitution { Id = $"{person}-{month:yyyy-MM}", PersonId = person, SubstituteId = substitute, FirstDay = month, LastDay = month.AddDays(3), CreatedBy = person }, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Substitute_ForOtherProcesses_IsNotAsked()
    {
        await _company.SubstituteAsync("marco", "luca", processes: "leave");
        await _company.PublishAsync(By("manager-of-requester"));

        (await _company.WaitingAsync(await _company.SubmitAsync())).ShouldBe("marco");
    }

    // ---- handing over

    [Fact]
    public async Task HandOver_ByTheApprover_MovesTheTaskWithItsReason()
    {
        await _company.PublishAsync(By("marco", "diana"));
        var request = await _company.SubmitAsync();
        var task = (await _company.OpenAsync(request)).Single();

        (await MoveAsync(task, by: "marco", to: "felix", reason: " ")).ShouldBeOfType<HandOverResult.Wrong>().Field.ShouldBe("reason");
        (await MoveAsync(task, by: "marco", to: "emma", reason: "She knows.")).ShouldBeOfType<HandOverResult.Wrong>().Message.ShouldContain("nobody decides their own");
        (await MoveAsync(task, by: "luca", to: "felix", reason: "Why not.")).ShouldBeOfType<HandOverResult.NoSuchTask>();
        (await MoveAsync(task, by: "marco", to: "felix", reason: "He knows the price.")).ShouldBeOfType<HandOverResult.Moved>();

        (await _company.WaitingAsync(request)).ShouldBe("diana felix");
        (await _company.DecideAsync(request, "marco")).ShouldBeOfType<DecisionResult.NotAnApprover>();
        await _company.MustDecideAsync(request, "felix");
        var audit = (await _company.AuditAsync(request, AuditKinds.Reassigned)).ShouldHaveSingleItem();
        (audit.Actor, audit.Comment).ShouldBe(("marco", "He knows the price."));
        audit.Detail.ShouldNotBeNull().ShouldContain("Marco Rossi to Felix Moreau");
    }

    [Fact]
    public async Task HandOver_ByAnAdministrator_TakesItFromAnybody()
    {
        await _company.PublishAsync(By("marco"));
        var request = await _company.SubmitAsync();

        (await MoveAsync((await _company.OpenAsync(request)).Single(), by: "ivan", to: "hana", reason: "Marco is ill.", isAdministrator: true)).ShouldBeOfType<HandOverResult.Moved>();

        await _company.CheckAsync(request);
        await _company.MustDecideAsync(request, "hana");
        (await _company.AuditAsync(request, AuditKinds.Reassigned)).ShouldHaveSingleItem().OnBehalfOf.ShouldBe("marco");
    }

    [Fact]
    public async Task HandOver_ToSomebodyWhoDecidedBefore_IsRefused()
    {
        await _company.PublishAsync(By("marco"), By("diana"));
        var request = await _company.SubmitAsync();
        await _company.MustDecideAsync(request, "marco");

        (await MoveAsync((await _company.OpenAsync(request)).Single(), by: "diana", to: "marco", reason: "You know it.")).ShouldBeOfType<HandOverResult.Wrong>().Message.ShouldContain("nobody decides two");
    }

    private Task<HandOverResult> MoveAsync(TaskView task, string by, string to, string reason, bool isAdministrator = false) =>
        _company.Get<TaskHandOver>().MoveAsync(task.Id, fromId: null, to, reason, _company.People.Find(by)!, isAdministrator, ChannelNames.App, address: null, CancellationToken.None);
}
