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
