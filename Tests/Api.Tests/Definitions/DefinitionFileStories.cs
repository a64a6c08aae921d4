using System.Text.Json.Nodes;
using Workflows.Api.Tests.Processes;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Definitions;

/// <summary>Files in git and definitions in the database, as developers and process owners change them in turn.</summary>
public sealed class DefinitionFileStories
{
    [Fact]
    public async Task Files_EditedOnOneSideThenTheOtherThenBoth_AreNeverOverwrittenSilently()
    {
        await using var server = DefinitionServer.Create();
        var committed = await File.ReadAllTextAsync(server.FileOf("leave.json"));
        await server.StartAsync();

        // As committed: nothing to do, byte by byte.
        (await server.RunAsync("status")).ExitCode.ShouldBe(0);
        (await server.RunAsync("pull")).Output.ShouldStartWith("leave: unchanged");
        (await File.ReadAllTextAsync(server.FileOf("leave.json"))).ShouldBe(committed);
        // A draft that only the database has: there is nothing to pull before it is in use.
        await server.SaveAsync(new JsonObject { ["definitionId"] = "badge", ["name"] = "Badge", ["root"] = new JsonObject { ["id"] = "r", ["type"] = "Elsa.Flowchart", ["version"] = 1 } });
        (await server.RunAsync("status")).Output.ShouldContain("Publish it, then pull it.");
        (await server.SendAsync(HttpMethod.Delete, "elsa/api/workflow-definitions/badge")).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        File.Delete(server.FileOf("leave.json"));
        (await server.RunAsync("status", "--json")).Json["items"]![0]!["state"]!.ToString().ShouldBe("fileGone");
        (await server.RunAsync("pull", "leave")).Output.ShouldStartWith("leave: written");
        (await File.ReadAllTextAsync(server.FileOf("leave.json"))).ShouldBe(committed);

        // Edited in the designer.
        (await server.EditAsync(leave => Condition(leave, "variables.Days > 5"))).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        var ahead = await server.RunAsync("status");
        ahead.ExitCode.ShouldBe(1);
        ahead.Output.ShouldContain("database ahead");
        ahead.Output.ShouldContain("Ivan Petrov");
        (await server.PublishAsync("Limit is 5 now")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        await server.RestartAsync();
        (await server.VersionInUseAsync()).ShouldBe(2, "the start leaves it alone");

        var diff = await server.RunAsync("diff", server.FileOf("leave.json"), "leave");
        (diff.ExitCode, diff.Output).ShouldBe((1, "\"More than 3 working days?\": Condition: variables.Days > 3 -> variables.Days > 5\n"));
        (await server.RunAsync("diff", "leave@1", "leave@2", "--json")).Json["changes"]![0]!["activityId"]!.ToString().ShouldBe("IsLong");
        (await server.RunAsync("diff", "leave@2", "leave@2")).ExitCode.ShouldBe(0);

        // Edited on both sides.
        server.ChangeFile("leave.json", leave => leave["description"] = "Ask for days off.");
        (await server.RunAsync("status")).Output.ShouldContain("diverged");
        var refused = await server.RunAsync("push", "--publish");
        refused.ExitCode.ShouldBe(1);
        refused.Output.ShouldContain("leave.json: refused: Both were changed");
        await server.RestartAsync();
        server.Output.ShouldContain("leave.json is not taken over (Diverged)");
        ((string?)(await server.GetAsync("api/definition-files")).Items[0]["state"]).ShouldBe("diverged");
        foreach (var file in (JsonNode[])[(await server.GetAsync("api/processes/overview")).Items.Single()["file"]!, (await server.GetAsync("api/processes/leave/overview"))["file"]!])
            ((string?)file["name"], (string?)file["state"]).ShouldBe(("leave.json", "diverged"), "a process owner sees it on the page");
        (await server.RunAsync("pull")).ExitCode.ShouldBe(1);

        // The database's, by force; then a change of the file alone.
        (await server.RunAsync("pull", "--force")).ExitCode.ShouldBe(0);
        var lines = (await File.ReadAllLinesAsync(server.FileOf("leave.json"))).Except(committed.Split('\n')).ToList();
        lines.Count.ShouldBeLessThanOrEqualTo(3, string.Join('\n', lines));
        lines.ShouldContain(line => line.Contains("variables.Days > 5"));
        server.ChangeFile("leave.json", ChangeWordsTests.AddFinance);
        (await server.RunAsync("status")).Output.ShouldContain("file ahead");
        (await server.RunAsync("push", "--comment", "Finance too")).Output.ShouldContain("version 3 is the draft");
        (await server.RunAsync("push", "--publish", "--comment", "Finance too")).Output.ShouldContain("version 3 is in use");
        (await server.RunAsync("status")).ExitCode.ShouldBe(0);
        await server.RestartAsync();
        var versions = (await server.GetAsync("api/processes/leave/versions")).Items;
        versions.Select(version => ((int)version["version"]!, (string?)version["state"], (string?)version["comment"])).ShouldBe([(3, "published", "Finance too"), (2, "earlier", "Limit is 5 now"), (1, "earlier", "From leave.json")]);
        ((string?)(await server.GetAsync("api/processes/leave/changes?from=2&to=3"))["changes"]![0]!["sentence"]).ShouldBe("added step \"Finance confirms\" after \"Manager decides\"");

        // By force over an edit: it stays below.
        await server.EditAsync(leave => leave["description"] = "Ivan's words");
        server.ChangeFile("leave.json", leave => leave["description"] = "The developer's words");
        (await server.RunAsync("push", "--publish", "--force")).Output.ShouldContain("version 5 is in use");
        (await server.RunAsync("diff", "leave@4", "leave@5")).Output.ShouldBe("description: Ivan's words -> The developer's words\n");

        // Somebody else's clone names an older version as its own; that both say the same, the first look at it has shown.
        var clone = Directory.CreateTempSubdirectory("clone-").FullName;
        File.Copy(server.FileOf("leave.json"), Path.Combine(clone, "leave.json"));
        await server.RestartAsync();
        var agreement = await server.AskAsync(clone, "status");
        agreement.ExitCode.ShouldBe(0, agreement.Output);
        await File.WriteAllTextAsync(Path.Combine(clone, "leave.json"), (await File.ReadAllTextAsync(Path.Combine(clone, "leave.json"))).Replace("The developer's words", "Another developer's words", StringComparison.Ordinal));
        (await server.AskAsync(clone, "push", "--publish")).Output.ShouldContain("version 6 is in use");
        Directory.Delete(clone, recursive: true);
    }

    [Fact]
    public async Task Start_ChangedFileAndProcessUntouched_PublishesTheNextVersion()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync();
        await server.KillAsync();
        server.ChangeFile("leave.json", leave => Condition(leave, "variables.Days > 4"));
        File.Move(server.FileOf("leave.json"), server.FileOf("time-off.json"));

        await server.StartAsync();

        (await server.VersionInUseAsync()).ShouldBe(2);
        ((string?)(await server.GetAsync("api/definition-files")).Items[0]["file"]).ShouldEndWith("time-off.json");
        (await server.RunAsync("pull")).Output.ShouldContain("time-off.json");
    }

    [Fact]
    public async Task Start_TwoFilesWithOneProcess_TakesNeitherAndNamesBoth()
    {
        await using var server = DefinitionServer.Create();
        File.Copy(server.FileOf("leave.json"), server.FileOf("copy.json"));

        await server.StartAsync();

        server.Output.ShouldContain("'leave' is also in");
        (server.Output.Contains("copy.json"), server.Output.Contains("leave.json")).ShouldBe((true, true));
        (await server.GetAsync("api/processes/leave")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        var pushed = await server.RunAsync("push");
        pushed.ExitCode.ShouldBe(1);
        pushed.Output.ShouldContain("copy.json: $.definitionId: 'leave' is also in");
    }

    [Fact]
    public async Task Start_BrokenOrGoneFiles_KeepWhatTheDatabaseHas()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync();
        server.ChangeFile("leave.json", leave => Condition(leave, "this is ( no script"));
        await server.RestartAsync();
        server.Output.ShouldContain("is not taken over: $.root.activities");
        (await server.VersionInUseAsync()).ShouldBe(1);

        File.Delete(server.FileOf("leave.json"));
        await server.RestartAsync();
        server.Output.ShouldContain("leave: The file is gone; the process stays");
        (await server.VersionInUseAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Development_AFileThatIsSaved_IsTakenOverWhileTheServerRuns()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync("Development");
        server.ChangeFile("leave.json", leave => Condition(leave, "variables.Days > 4"));
        await EventuallyAsync(async () => await server.VersionInUseAsync() == 2);

        await File.WriteAllTextAsync(server.FileOf("leave.json"), "{ broken");
        await EventuallyAsync(() => Task.FromResult(server.Output.Contains("this is not JSON")));
        (await server.VersionInUseAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Commands_OnAServer_DoWhatTheyDoOnADatabase()
    {
        await using var server = DefinitionServer.Create();
        await server.StartAsync();
        var clone = Directory.CreateTempSubdirectory("clone-").FullName;
        try
        {
            (await server.AskAsync(clone, "pull")).Output.ShouldStartWith("leave: written");
            (await File.ReadAllTextAsync(Path.Combine(clone, "leave.json"))).ShouldBe(await File.ReadAllTextAsync(server.FileOf("leave.json")));
            await server.EditAsync(leave => Condition(leave, "variables.Days > 5"));
            await server.PublishAsync();
            (await server.AskAsync(clone, "status")).Output.ShouldContain("database ahead");
            (await server.AskAsync(clone, "diff", Path.Combine(clone, "leave.json"), "leave")).ExitCode.ShouldBe(1);
            (await server.AskAsync(clone, "pull")).ExitCode.ShouldBe(0);
            await server.RestartAsync();
        var agreement = await server.AskAsync(clone, "status");
        agreement.ExitCode.ShouldBe(0, agreement.Output);
            await File.WriteAllTextAsync(Path.Combine(clone, "leave.json"), (await File.ReadAllTextAsync(Path.Combine(clone, "leave.json"))).Replace("variables.Days > 5", "variables.Days >"));
            var invalid = await server.AskAsync(clone, "push", "--publish");
            invalid.ExitCode.ShouldBe(1);
            invalid.Output.ShouldContain("leave.json: $.root.activities");
            await File.WriteAllTextAsync(Path.Combine(clone, "leave.json"), (await File.ReadAllTextAsync(Path.Combine(clone, "leave.json"))).Replace("variables.Days >\"", "variables.Days > 6\""));
            (await server.AskAsync(clone, "push", "--publish")).Output.ShouldContain("version 3 is in use");

            // The server's own folder still has version 1: a restart must not bring it back.
            await server.RestartAsync();
            (await server.VersionInUseAsync()).ShouldBe(3);

            var stranger = await Stories.CommandResult.RunAsync("status", "--server", server.Address.ToString(), "--key", "wrong", "--folder", clone);
            (stranger.ExitCode, stranger.Errors.Contains("does not accept the key")).ShouldBe((2, true), stranger.Errors);
            var nobody = await Stories.CommandResult.RunAsync("status", "--server", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--key", "k", "--folder", clone);
            (nobody.ExitCode, nobody.Errors.Contains("cannot be reached")).ShouldBe((2, true), nobody.Errors);
        }
        finally
        {
            Directory.Delete(clone, recursive: true);
        }
    }

    private static void Condition(JsonObject leave, string script) => ChangeWordsTests.Step(leave, "IsLong")["condition"]!["expression"]!["value"] = script;

    // The file system says when it likes; asking is the only signal there is from outside.
    private static async Task EventuallyAsync(Func<Task<bool>> isTrue)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isTrue()) await asking.WaitForNextTickAsync(limit.Token);
    }
}
