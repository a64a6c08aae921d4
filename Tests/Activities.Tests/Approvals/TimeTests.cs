using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>Deadlines in working time, reminders, escalation, and what happens at the end.</summary>
public sealed class TimeTests : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await ApprovalCompany.OpenAsync();

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    // Submitted on Monday at 09:00 in Milan.
    private async Task<string> AskAsync(string json)
    {
        var approval = (JsonObject)JsonNode.Parse(json)!;
        approval["approvers"] ??= new JsonArray("marco");
        await _company.PublishAsync(approval);
        return await _company.SubmitAsync();
    }

    [Theory]
    [InlineData("2 working days", "2026-03-04T08:00:00Z")]
    [InlineData("12 working hours", "2026-03-03T12:00:00Z")]
    [InlineData("3 calendar days", "2026-03-05T08:00:00Z")]
    [InlineData("36 calendar hours", "2026-03-03T20:00:00Z")]
    public async Task DecideWithin_Text_GivesTheDeadline(string within, string due)
    {
        var request = await AskAsync($$"""{"decideWithin": "{{within}}"}""");

        (await _company.OpenAsync(request)).Single().DueAt.ShouldBe(DateTimeOffset.Parse(due));
    }

    [Fact]
    public async Task RemindAfter_SeveralTimes_RemindsAtEach()
    {
        var request = await AskAsync("""{"decideWithin": "4d", "remindAfter": "1d, 50%"}""");

        await _company.PassAsync(TimeSpan.FromDays(3));

        (await _company.AuditAsync(request, AuditKinds.Reminded)).Select(entry => entry.At.ToString("dd HH:mm")).ShouldBe(["03 08:00", "04 08:00"]);
    }

    [Fact]
    public async Task RemindAfter_Every_RepeatsUntilItIsDecided()
    {
        var request = await AskAsync("""{"remindAfter": "every 1d"}""");

        // Monday to Monday: five working days.
        await _company.PassAsync(TimeSpan.FromDays(7));
        (await _company.AuditAsync(request, AuditKinds.Reminded)).Count.ShouldBe(5);
        await _company.MustDecideAsync(request, "marco");
        await _company.PassAsync(TimeSpan.FromDays(7));

        (await _company.AuditAsync(request, AuditKinds.Reminded)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Escalate_ToTheNextLevelOfWhoeverWasAsked_AsksThemToo()
    {
        var request = await AskAsync("""{"escalateAfter": "1d", "escalateTo": ["manager-of-approver"]}""");

        await _company.PassAsync(TimeSpan.FromDays(1));

        (await _company.WaitingAsync(request)).ShouldBe("diana marco");
        await _company.MustDecideAsync(request, "diana");
        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Theory]
    [InlineData("Expire", "Expired")]
    [InlineData("Approve", "Approved")]
    [InlineData("Reject", "Rejected")]
    public async Task AtEnd_DecidesAsTheProcessSays_AndTheTaskDisappears(string end, string outcome)
    {
        var request = await AskAsync($$"""{"decideWithin": "1d", "atEnd": "{{end}}"}""");

        await _company.PassAsync(TimeSpan.FromDays(1));

        (await _company.StateAsync(request)).ShouldBe(outcome);
        (await _company.TasksAsync(request)).Single().Status.ShouldBe("expired");
        (await _company.Get<TaskStore>().OpenForAsync("marco", TaskFilter.All, after: null, 10, CancellationToken.None)).ShouldBeEmpty();
        (await _company.DecideAsync(request, "marco")).ShouldBeOfType<DecisionResult.Closed>().Task.Status.ShouldBe("expired");
        (await _company.AuditAsync(request, AuditKinds.Expired)).ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task AtEnd_Escalate_GivesItToTheNextForTheSameTimeAndThenExpires()
    {
        var request = await AskAsync("""{"decideWithin": "1d", "atEnd": "Escalate", "escalateTo": ["role:hr"]}""");

        await _company.PassAsync(TimeSpan.FromDays(1));
        (await _company.WaitingAsync(request)).ShouldBe("hana");
        (await _company.DecideAsync(request, "marco")).ShouldBeOfType<DecisionResult.Closed>();
        await _company.CheckAsync(request);
        await _company.PassAsync(TimeSpan.FromDays(1));

        (await _company.StateAsync(request)).ShouldBe("Expired");
    }

    [Theory]
    [InlineData("2d", "3d", "1d", "escalateAfter", "is over before it escalates (3d)")]
    [InlineData("2 calendar days", "2 calendar days", "50%", "escalateAfter", "is over before it escalates")]
    [InlineData("1d", "", "4h, 2d", "remindAfter", "is over before a reminder (4h, 2d)")]
    [InlineData("8h", "", "every 8h", "remindAfter", "is over before a reminder (every 8h)")]
    public async Task Publish_WhatWouldComeAfterTheEnd_IsReportedAtItsField(string within, string escalate, string remind, string field, string saying)
    {
        var approval = new JsonObject { ["approvers"] = new JsonArray("marco"), ["decideWithin"] = within, ["escalateAfter"] = escalate, ["remindAfter"] = remind };

        var problem = (await _company.SaveAsync(changes: false, approval)).Errors.ShouldHaveSingleItem();

        (problem.Path, problem.ActivityId).ShouldBe(($"$.root.activities[0].{field}", "Ask1"));
        problem.Message.ShouldContain(saying);
    }

    [Theory]
    [InlineData("2d", "1d 4h", "1d, every 1d")]
    [InlineData("1d", "8h", "4h")]
    [InlineData("3 calendar days", "3d", "50%")]
    [InlineData("", "3d", "every 2d")]
    public async Task Publish_WhatMayComeBeforeTheEnd_IsFine(string within, string escalate, string remind) =>
        (await _company.SaveAsync(changes: false, new JsonObject { ["approvers"] = new JsonArray("marco"), ["decideWithin"] = within, ["escalateAfter"] = escalate, ["remindAfter"] = remind })).Errors.ShouldBeEmpty();

    [Fact]
    public async Task Reminder_WhenTheApproverHasLeft_GoesToWhoeverIsTheManagerNow()
    {
        var request = await AskAsync("""{"approvers": ["manager-of-requester"], "remindAfter": "1d"}""");
        await _company.ImportAsync("people.csv", "id,name,email,left_on", "marco,Marco Rossi,marco@example.test,2026-03-02");

        await _company.PassAsync(TimeSpan.FromDays(1));

        (await _company.MailsAsync(request)).Select(mail => mail.To).ShouldBe(["marco", "diana"]);
        await _company.MustDecideAsync(request, "diana");
    }
}
