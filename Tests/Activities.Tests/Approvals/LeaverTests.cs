using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>People who leave while something waits for them: who is asked instead, once, and that they can do nothing any more.</summary>
public sealed class LeaverTests : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await ApprovalCompany.OpenAsync(TestDatabase.Usual);

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    private async Task<string> AskAsync(string json)
    {
        await _company.PublishAsync((JsonObject)JsonNode.Parse(json)!);
        return await _company.SubmitAsync();
    }

    private Task LeaveAsync(string person, string on = "2026-03-01") => _company.ImportAsync("people.csv", "id,name,email,left_on", $"{person},{_company.People.Find(person)!.Name},{person}@example.test,{on}");

    private Task<int> LookAsync() => _company.Get<Leavers>().LookAsync(CancellationToken.None);

    private async Task<string> MailsAsync(string request) => string.Join(" ", (await _company.MailsAsync(request)).Select(mail => mail.To).Order(StringComparer.Ordinal));

    private async Task<string?> LeftAsync(string request) => (await _company.AuditAsync(request, AuditKinds.Left)).ShouldHaveSingleItem().Detail;

    [Fact]
    public async Task Manager_IsReplacedByTheNextOneUp_Once()
    {
        var request = await AskAsync("""{"approvers": ["manager-of-requester"]}""");
        await LeaveAsync("marco");

        (await LookAsync()).ShouldBe(1);
        (await LookAsync()).ShouldBe(0);

        ((await _company.WaitingAsync(request)), (await MailsAsync(request)), (await LeftAsync(request))).ShouldBe(("diana", "diana marco", "Step 1: Marco Rossi to Diana Weber"));
        (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldBeEmpty();
        (await _company.DecideAsync((await _company.OpenAsync(request))[0], "marco")).ShouldBeOfType<DecisionResult.NotAnApprover>();
        await _company.MustDecideAsync(request, "diana");
        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task OneOfSeveral_IsTakenOff_AndTheOthersAreNotAskedTwice()
    {
        var request = await AskAsync("""{"approvers": ["group:go-live-board"]}""");
        await LeaveAsync("felix");

        await LookAsync();

        ((await _company.WaitingAsync(request)), (await MailsAsync(request)), (await LeftAsync(request))).ShouldBe(("diana ivan", "diana felix ivan", "Step 1: Felix Moreau"));
    }

    [Fact]
    public async Task Substitute_IsTakenOff_AndWhoeverTheyStoodInForIsAsked()
    {
        await _company.SubstituteAsync("marco", "hana");
        var request = await AskAsync("""{"approvers": ["marco"]}""");
        (await MailsAsync(request)).ShouldBe("hana");
        await LeaveAsync("hana");

        await LookAsync();

        ((await _company.WaitingAsync(request)), (await MailsAsync(request)), (await LeftAsync(request))).ShouldBe(("marco", "hana marco", "Step 1: Hana Novak to Marco Rossi"));
        await _company.MustDecideAsync(request, "marco");
    }

    [Fact]
    public async Task Principal_IsTakenOff_WithWhoeverStoodInForThem()
    {
        await _company.SubstituteAsync("marco", "hana");
        var request = await AskAsync("""{"approvers": ["manager-of-requester"]}""");
        await LeaveAsync("marco");

        await LookAsync();

        (await _company.WaitingAsync(request)).ShouldBe("diana");
        (await _company.DecideAsync((await _company.OpenAsync(request))[0], "hana")).ShouldBeOfType<DecisionResult.NotAnApprover>();
    }

    [Fact]
    public async Task SeatOfOneAmongAll_FallsToTheFallback_AndTheIncidentSaysWhy()
    {
        var request = await AskAsync("""{"approvers": ["group:go-live-board"], "mode": "All", "fallback": ["sofia", "diana"]}""");
        await LeaveAsync("felix");

        await LookAsync();

        (await _company.WaitingAsync(request)).ShouldBe("diana | ivan | sofia");
        (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail.ShouldNotBeNull().ShouldBe("Step 1: Felix Moreau may not decide any more. Asked instead: Sofia Bianchi.");
        foreach (var person in new[] { "diana", "ivan", "sofia" }) await _company.MustDecideAsync(request, person);
        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task ManagerAmongAll_IsReplacedByTheNextOneUp()
    {
        var request = await AskAsync("""{"approvers": ["manager-of-requester", "felix"], "mode": "All"}""");
        await LeaveAsync("marco");

        await LookAsync();

        (await _company.WaitingAsync(request)).ShouldBe("diana | felix");
    }

    [Fact]
    public async Task WhoeverATurnHadChosen_LosesIt_AndTheNextIsChosen()
    {
        var request = await AskAsync("""{"approvers": ["round-robin:group:go-live-board"]}""");
        var chosen = await _company.WaitingAsync(request);
        await LeaveAsync(chosen);

        await LookAsync();

        (await _company.WaitingAsync(request)).ShouldBe(chosen == "diana" ? "felix" : "diana");
    }

    [Fact]
    public async Task LastDay_KeepsTheTask_AndTheDayAfterTakesIt()
    {
        var request = await AskAsync("""{"approvers": ["manager-of-requester"]}""");
        await LeaveAsync("marco", "2026-03-04");

        (await LookAsync()).ShouldBe(0);
        await _company.PassAsync(TimeSpan.FromDays(3));
        (await LookAsync()).ShouldBe(1);

        (await _company.WaitingAsync(request)).ShouldBe("diana");
    }

    [Fact]
    public async Task TwoNodes_ThatLookAtOnce_AskOnce()
    {
        await _company.PublishAsync((JsonObject)JsonNode.Parse("""{"approvers": ["manager-of-requester"]}""")!);
        var requests = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _company.SubmitAsync()));
        await LeaveAsync("marco");

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => ActivatorUtilities.CreateInstance<Leavers>(_company.Services).LookAsync(CancellationToken.None))));

        foreach (var request in requests)
        {
            ((await MailsAsync(request)), (await LeftAsync(request))).ShouldBe(("diana marco", "Step 1: Marco Rossi to Diana Weber"));
            await _company.CheckAsync(request);
        }
    }

    [Fact]
    public async Task AddressOfALeaver_IsNotAsked_TheirManagerIs()
    {
        await _company.PublishAddressAsync("luca@example.test");
        var before = await _company.SubmitAsync();
        await LeaveAsync("luca");

        await LookAsync();
        var after = await _company.SubmitAsync();

        ((await _company.WaitingAsync(before)), (await MailsAsync(before)), (await LeftAsync(before))).ShouldBe(("marco@example.test", "luca marco", "Step 1: Luca Ferrari to Marco Rossi"));
        ((await _company.WaitingAsync(after)), (await MailsAsync(after))).ShouldBe(("marco@example.test", "marco"));
        foreach (var request in new[] { before, after }) (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail.ShouldBe("Step 1: Luca Ferrari has left. Asked instead: Marco Rossi.");
    }

    [Fact]
    public async Task Requester_WhoHasLeft_IsNotAskedForChanges()
    {
        await _company.PublishAsync(changes: true, new JsonObject { ["approvers"] = new JsonArray("marco") });
        var request = await _company.SubmitAsync();
        await LeaveAsync("emma");
        await LookAsync();

        await _company.MustDecideAsync(request, "marco", "RequestChanges", "Which chair?");

        (await MailsAsync(request)).ShouldBe("marco");
        (await _company.AuditAsync(request, AuditKinds.Incident)).ShouldHaveSingleItem().Detail.ShouldNotBeNull().ShouldContain("Emma Larsen has left and was not asked");
    }
}
