using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Processes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Processes;

public sealed class ChangeWordsTests
{
    private static readonly ChangeWords Words = new(new ActivityCatalog(typeof(RequestApproval).Assembly));

    [Fact]
    public void Compare_ALimitInACondition_ShowsBothLimits() =>
        Sentences(leave => Step(leave, "IsLong")["condition"]!["expression"]!["value"] = "variables.Days > 5")
            .ShouldBe(["\"More than 3 working days?\": Condition: variables.Days > 3 -> variables.Days > 5"]);

    [Fact]
    public void Compare_ADeadline_ShowsWorkingDaysInBothLanguages()
    {
        Sentences(Change).ShouldBe(["\"Manager decides\": Decide within: 10 working days -> 5 working days"]);
        Sentences(Change, "id").ShouldBe(["\"Manager decides\": Decide within: 10 hari kerja -> 5 hari kerja"]);

        static void Change(JsonObject leave) => Step(leave, "ManagerDecides")["decideWithin"]!["expression"]!["value"] = "5d";
    }

    [Fact]
    public void Compare_AStepAdded_SaysAfterWhich() =>
        Sentences(AddFinance).ShouldBe(["added step \"Finance confirms\" after \"Manager decides\""]);

    [Fact]
    public void Compare_AListOfPeople_IsNoJson() =>
        Sentences(leave => Step(leave, "HrDecides")["approvers"]!["expression"]!["value"] = "[\"role:hr\", \"hana\"]").ShouldBe(["\"HR decides\": Approvers: role:hr -> role:hr, hana"]);

    [Fact]
    public void Compare_AnOutcomeThatLeadsElsewhere_NamesBothSteps() =>
        Sentences(leave => Connection(leave, "ManagerDecides", "Rejected")["target"]!["activity"] = "End")
            .ShouldBe(["\"Manager decides\" -> Rejected now leads to \"End\" (was \"Outcome: rejected\")"]);

    [Fact]
    public void Compare_TheForm_NamesTheField() =>
        Sentences(leave => leave["customProperties"]!["Workflows:Request"]!["fields"]!["reason"]!["required"] = true).ShouldBe(["form field \"reason\": required: nothing -> yes"]);

    [Fact]
    public void Compare_AVariable_IsItsNameAndValue() =>
        Sentences(leave => leave["variables"]![0]!["value"] = "5", before: leave => leave["variables"]![0]!["value"] = "3").ShouldBe(["Days: 3 -> 5"]);

    [Fact]
    public void Compare_OnlyPositions_SaysLayoutOnly()
    {
        Sentences(Move).ShouldBe(["layout only: steps were moved on the canvas"]);
        Sentences(Move, "id").ShouldBe(["hanya tata letak: langkah digeser di kanvas"]);

        static void Move(JsonObject leave) => Step(leave, "IsLong")["metadata"]!["designer"]!["position"]!["x"] = 12;
    }

    [Fact]
    public void Compare_ALongScript_ShowsTheLinesThatChanged()
    {
        var (before, after) = Leave(leave => Step(leave, "NameRequest")["value"]!["expression"]!["value"] = ((string)Step(leave, "NameRequest")["value"]!["expression"]!["value"]!).Replace("return `", "return `Request: "));

        var change = Words.Compare(before, after, "en").ShouldHaveSingleItem();

        change.Sentence.ShouldBe("\"Name the request\": Value: 1 line removed, 1 line added");
        change.Lines.Select(line => line.Op).ShouldBe([" ", "-", "+"]);
        change.Lines[2].Text.ShouldStartWith("return `Request: ");
        (change.Kind, change.ActivityId, change.Path).ShouldBe(("valueChanged", "NameRequest", "$.root.activities[1].value"));
    }

    [Fact]
    public void Compare_LongTextsOnOneLine_AreCutToWhatDiffers()
    {
        var sentence = Sentences(leave => Step(leave, "TellManagerSick")["message"]!["expression"]!["value"] = "There is nothing to decide. The days are in the register of absences, and payroll has been told of them too.").ShouldHaveSingleItem();

        sentence.ShouldStartWith("\"Tell the manager\": Message: ...");
        sentence.ShouldContain("absences");
        sentence.Length.ShouldBeLessThan(260);
    }

    private static IReadOnlyList<string> Sentences(Action<JsonObject> change, string language = "en", Action<JsonObject>? before = null)
    {
        var (old, now) = Leave(change, before);
        return [.. Words.Compare(old, now, language).Select(item => item.Sentence)];
    }

    private static (JsonObject Before, JsonObject After) Leave(Action<JsonObject> change, Action<JsonObject>? before = null)
    {
        var leave = CanonicalJson.Parse(File.ReadAllText(Repository.FirstLeave));
        before?.Invoke(leave);
        var after = (JsonObject)leave.DeepClone();
        change(after);
        return (leave, after);
    }

    internal static void AddFinance(JsonObject leave)
    {
        var step = (JsonObject)Step(leave, "HrDecides").DeepClone();
        (step["id"], step["name"], step["metadata"]!["displayText"]) = ("FinanceConfirms", "FinanceConfirms", "Finance confirms");
        leave["root"]!["activities"]!.AsArray().Add(step);
        var connection = Connection(leave, "ManagerDecides", "Approved");
        var target = (string)connection["target"]!["activity"]!;
        connection["target"]!["activity"] = "FinanceConfirms";
        leave["root"]!["connections"]!.AsArray().Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "FinanceConfirms", ["port"] = "Approved" }, ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" }, ["vertices"] = new JsonArray(),
        });
    }

    internal static JsonNode Step(JsonObject leave, string id) => leave["root"]!["activities"]!.AsArray().Single(step => (string?)step!["id"] == id)!;

    private static JsonNode Connection(JsonObject leave, string from, string port) =>
        leave["root"]!["connections"]!.AsArray().Single(connection => (string?)connection!["source"]!["activity"] == from && (string?)connection["source"]!["port"] == port)!;
}
