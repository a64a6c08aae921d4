using System.Text.Json.Nodes;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>What people get who run and test definitions from a shell.</summary>
public sealed class CommandLineStories : IDisposable
{
    private static readonly string[] Members = ["definitionId", "version", "status", "subStatus", "output", "stdout", "incidents", "bookmarks", "journal"];

    private readonly string _folder = Directory.CreateTempSubdirectory("definitions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Test_TheScenariosOfAProcess_AllPass()
    {
        // One process: ./test runs the scenarios of all.
        foreach (var file in (string[])["rp-approval.json", "rp-approval.tests.json"]) File.Copy(Path.Combine(Repository.Root, "workflows", file), Path.Combine(_folder, file));
        var result = await CommandResult.RunAsync("test", _folder);

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        result.ExitCode.ShouldBe(0, result.Output);
        lines[^1].ShouldBe($"{lines.Length - 1} passed, 0 failed");
        lines[..^1].ShouldAllBe(line => line.StartsWith("ok    "));
        lines.ShouldContain("ok    rp-approval: changes are asked for: the account stays, the rest is new; then nobody decides");
    }

    [Fact]
    public async Task Test_AScenarioThatDiffers_ShowsTheDifference()
    {
        File.Copy(Path.Combine(Repository.Root, "workflows", "leave.json"), Path.Combine(_folder, "leave.json"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "leave.tests.json"), """
            {
              "process": "leave", "as": "emma", "now": "2026-03-02T08:00:00Z",
              "scenarios": [{ "name": "wrong", "steps": [{ "submit": { "type": "sick", "firstDay": "2026-03-12", "lastDay": "2026-03-12" } }, { "expect": { "outcome": "Approved" } }] }]
            }
            """);

        var result = await CommandResult.RunAsync("test", _folder);

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain("FAIL  leave: wrong");
        result.Output.ShouldContain("outcome: expected Approved, but it is Recorded.");
        result.Output.ShouldEndWith("0 passed, 1 failed\n");
    }

    [Fact]
    public async Task Run_OutputAndLines_AreOneJsonObject()
    {
        var result = await RunAsync(
            Definition(Activity("Elsa.WriteLine", ("text", Script("`Hello ${getWho()}`"))), Activity("Elsa.SetOutput", ("outputName", Literal("answer")), ("outputValue", Script("getDays() + 1")))),
            "--input", """{"who": "Emma", "days": 2}""");

        result.ExitCode.ShouldBe(0, result.Errors);
        result.Errors.ShouldBeEmpty();
        var run = result.Json;
        run.Select(member => member.Key).ShouldBe(Members);
        ((string?)run["definitionId"], (int)run["version"]!, (string?)run["status"], (string?)run["subStatus"]).ShouldBe(("small", 3, "Finished", "Finished"));
        run["output"]!.ToJsonString().ShouldBe("""{"answer":3}""");
        run["stdout"]!.ToJsonString().ShouldBe("""["Hello Emma"]""");
        run["incidents"]!.AsArray().ShouldBeEmpty();
        run["bookmarks"]!.AsArray().ShouldBeEmpty();
        var journal = run["journal"]!.AsArray().Select(entry => entry!.AsObject()).ToList();
        journal.ShouldAllBe(entry => string.Join(' ', entry.Select(member => member.Key)) == "activityId activityType event outcomes");
        journal.Where(entry => (string?)entry["event"] == "Completed").Select(entry => (string?)entry["activityType"]).ShouldBe(["Elsa.WriteLine", "Elsa.SetOutput", "Elsa.Sequence"], ignoreOrder: true);
    }

    [Fact]
    public async Task Run_ThatWaits_ListsItsBookmarks()
    {
        var result = await RunAsync(Definition(Activity("Elsa.Delay", ("timeSpan", Literal("1.00:00:00"))), Activity("Elsa.WriteLine", ("text", Literal("never")))));

        result.ExitCode.ShouldBe(0, result.Errors);
        ((string?)result.Json["status"], (string?)result.Json["subStatus"]).ShouldBe(("Running", "Suspended"));
        var bookmark = result.Json["bookmarks"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        bookmark.Select(member => member.Key).ShouldBe(["activityId", "activityType", "name"]);
        ((string?)bookmark["activityId"], (string?)bookmark["activityType"]).ShouldBe(("A1", "Elsa.Delay"));
        result.Json["stdout"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_TheLeaveProcess_WaitsForItsManager()
    {
        var result = await CommandResult.RunAsync(
            "run", Path.Combine(Repository.Root, "workflows"), "--definition", "leave", "--json", "--input", """{"type": "annual", "firstDay": "2026-12-02", "lastDay": "2026-12-03"}""");

        result.ExitCode.ShouldBe(0, result.Errors);
        ((string?)result.Json["status"], (string?)result.Json["subStatus"]).ShouldBe(("Running", "Suspended"));
        var bookmarks = result.Json["bookmarks"]!.AsArray();
        bookmarks.ShouldAllBe(bookmark => (string?)bookmark!["activityId"] == "ManagerDecides");
        bookmarks.Select(bookmark => (string?)bookmark!["name"]).ShouldContain("Approvals.Decision");
    }

    [Fact]
    public async Task Run_ThatFails_SaysWhereAndStillExitsWithZero()
    {
        var result = await RunAsync(Definition(Activity("Elsa.WriteLine", ("text", Literal("before"))), Activity("Elsa.WriteLine", ("text", Script("nothing.there.at.all")))));

        result.ExitCode.ShouldBe(0, result.Errors);
        ((string?)result.Json["status"], (string?)result.Json["subStatus"]).ShouldBe(("Finished", "Faulted"));
        var incident = result.Json["incidents"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        incident.Select(member => member.Key).ShouldBe(["activityId", "message"]);
        ((string?)incident["activityId"]).ShouldBe("A2");
        ((string?)incident["message"]).ShouldNotBeNullOrWhiteSpace();
        result.Json["stdout"]!.ToJsonString().ShouldBe("""["before"]""");
    }

    [Theory]
    [InlineData("unknown definition", "small", "There is no definition 'other'")]
    [InlineData("broken JSON", """{"definitionId": "small", """, "small.json")]
    [InlineData("no such file", null, "There is no file or folder")]
    [InlineData("inputs that are no object", "small", "--input")]
    [InlineData("inputs that are no JSON", "small", "")]
    [InlineData("C#", "C#", "C#")]
    public async Task Run_WhatCannotBeLoaded_ExitsWithTwo(string what, string? document, string says)
    {
        var file = Path.Combine(_folder, "small.json");
        var text = document switch
        {
            "small" => Definition(Activity("Elsa.WriteLine", ("text", Literal("hello")))).ToJsonString(),
            "C#" => Definition(Activity("Elsa.WriteLine", ("text", Input("CSharp", "System.IO.File.ReadAllText(\"/etc/passwd\")")))).ToJsonString(),
            _ => document,
        };
        if (text is not null) await File.WriteAllTextAsync(file, text);
        string[] input = what switch { "inputs that are no object" => ["--input", "[1]"], "inputs that are no JSON" => ["--input", "{days:"], _ => [] };

        var result = await CommandResult.RunAsync(["run", file, "--definition", what == "unknown definition" ? "other" : "small", "--json", .. input]);

        result.ExitCode.ShouldBe(2, result.Output + result.Errors);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldContain(says);
        result.Errors.ShouldNotBeNullOrWhiteSpace();
        result.Errors.ShouldNotContain("   at ");
    }

    private async Task<CommandResult> RunAsync(JsonObject definition, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "small.json"), definition.ToJsonString());
        return await CommandResult.RunAsync(["run", _folder, "--definition", "small", "--json", .. arguments]);
    }

    private static JsonObject Definition(params JsonObject[] activities)
    {
        foreach (var (index, activity) in activities.Index()) activity["id"] = $"A{index + 1}";
        return new JsonObject
        {
            ["id"] = "small-3",
            ["definitionId"] = "small",
            ["name"] = "Small",
            ["version"] = 3,
            ["isPublished"] = true,
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "who", ["type"] = "String" }, new JsonObject { ["name"] = "days", ["type"] = "Int32" }),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "answer", ["type"] = "Int32" }),
            ["root"] = new JsonObject { ["id"] = "Root", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. activities]) },
        };
    }

    private static JsonObject Activity(string type, params (string Name, JsonObject Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = "", ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs) activity[name] = value;
        return activity;
    }

    private static JsonObject Literal(string value) => Input("Literal", value);

    private static JsonObject Script(string value) => Input("JavaScript", value);

    private static JsonObject Input(string language, string value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = language, ["value"] = value } };
}
