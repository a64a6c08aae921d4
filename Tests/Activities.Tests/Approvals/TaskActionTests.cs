using Workflows.Activities.Approvals;

namespace Workflows.Activities.Tests.Approvals;

public sealed class TaskActionTests
{
    [Fact]
    public void Read_Nothing_GivesTheDefaults() =>
        TaskAction.Read(null, TaskAction.ApproveOrReject).Select(action => action.Outcome).ShouldBe(["Approved", "Rejected"]);

    [Fact]
    public void Read_Names_KnowsTheStockActions()
    {
        var actions = TaskAction.Read("[\"Approve\", \"RequestChanges\", \"Park\"]", []);

        actions.Select(action => action.Outcome).ShouldBe(["Approved", "ChangesRequested", "Park"]);
        actions[1].NeedsComment.ShouldBeTrue();
    }

    [Fact]
    public void Read_Objects_KeepsWhatTheySay()
    {
        var action = TaskAction.Read("[{\"name\": \"Reject\", \"label\": \"Not now\", \"needsComment\": true}]", []).ShouldHaveSingleItem();

        (action.LabelIn("id"), action.Outcome, action.Style, action.NeedsComment).ShouldBe(("Not now", "Rejected", "danger", true));
    }

    [Theory]
    [InlineData("Approve", null, "Approved", "primary", false)]
    [InlineData("Reject: Not now", "Not now", "Rejected", "danger", true)]
    [InlineData("Park: Next year -> Parked (comment)", "Next year", "Parked", "neutral", true)]
    [InlineData("Reject: Not now (neutral)", "Not now", "Rejected", "neutral", false)]
    [InlineData("Sign: I agree (legally) -> Signed", "I agree (legally)", "Signed", "neutral", false)]
    [InlineData("Go -> Live (primary)", null, "Live", "primary", false)]
    [InlineData("When: From 9:00 -> 17:00 -> Timed (neutral)", "From 9:00 -> 17:00", "Timed", "neutral", false)]
    public void Read_Lines_SayWhatPeopleWrite(string line, string? label, string outcome, string style, bool needsComment)
    {
        var action = TaskAction.Read(new List<object?> { line }, []).ShouldHaveSingleItem();

        (action.Label, action.Outcome, action.Style, action.NeedsComment).ShouldBe((label, outcome, style, needsComment));
        TaskAction.Read(action.ToText(), []).ShouldBe([action], "what is written is read again");
    }

    [Theory]
    [InlineData("Approve")]
    [InlineData("Reject: Not now")]
    [InlineData("Park: Next year -> Parked (neutral, comment)")]
    public void ToText_IsAsShortAsCanBe(string line) => TaskAction.Read(line, [])[0].ToText().ShouldBe(line);

    [Fact]
    public void ToText_WhatCannotBeToldThisWay_IsNull() => new TaskAction("A: B", null, "Done").ToText().ShouldBeNull();

    [Theory]
    [InlineData("[\": No name\"]", "has no name")]
    [InlineData("[{\"label\": \"Yes\"}]", "no name")]
    [InlineData("[\"Approve\", \"Approve\"]", "twice")]
    public void Read_WrongActions_SaysWhatIsWrong(string actions, string problem) =>
        Should.Throw<FormatException>(() => TaskAction.Read(actions, [])).Message.ShouldContain(problem);

    [Fact]
    public void Label_StockAction_IsTranslated() => TaskAction.ApproveOrReject[0].LabelIn("id").ShouldBe("Setujui");

    [Fact]
    public void Json_RoundTrip_KeepsEverything()
    {
        var actions = TaskAction.Read("[\"Approve\", {\"name\": \"Later\", \"outcome\": \"Parked\", \"style\": \"neutral\", \"needsComment\": true}]", []);

        TaskAction.FromJson(TaskAction.ToJson(actions)).ShouldBe(actions);
    }
}
