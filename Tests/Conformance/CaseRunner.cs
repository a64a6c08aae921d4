using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Conformance;

/// <summary>Runs one case on the real runtime and says what differs.</summary>
public static class CaseRunner
{
    public static async Task<CaseResult> RunAsync(ConformanceSuite suite, ConformanceCase @case, CancellationToken ct)
    {
        var unchecked_ = new List<string>();
        try
        {
            await using var host = await CaseHost.OpenAsync(@case.Json.Map("hostFunctions")?.Select(function => function.Key) ?? [], ct);
            var run = new CaseRun(suite, @case, host);
            var differences = @case.Refused.Count > 0 ? await RefuseAsync(run, ct) : await ExecuteAsync(run, unchecked_, ct);
            if (differences.Count > 0 && !host.Troubles.IsEmpty) differences.Add($"background: {string.Join(" | ", host.Troubles.Distinct())}");
            return new CaseResult(@case, differences.Count == 0 ? null : string.Join("; ", differences), unchecked_);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new CaseResult(@case, $"{e.GetType().Name}: {e.Message}", unchecked_);
        }
    }

    /// <summary>A definition in a language that is not run here must be refused at publish, with the activity and the language named.</summary>
    private static async Task<List<string>> RefuseAsync(CaseRun run, CancellationToken ct)
    {
        var errors = new List<DefinitionProblem>();
        foreach (var path in run.Case.Definitions)
        {
            var document = CanonicalJson.Parse(run.Suite.Definition(path));
            var saved = run.Case.Imports
                ? await run.Host.Publishing.ImportAsync(document, new SaveDefinition(Publish: true), ct)
                : await run.Host.Definitions.SaveAsync(document, new SaveDefinition(Publish: true), ct);
            errors.AddRange(saved.Errors);
            foreach (var error in saved.Errors)
            {
                // Named: a person must find the activity that is meant.
                if (error.ActivityId is null || saved.Definition.FindNode(error.ActivityId) is null) run.Differences.Add($"refused without naming an activity: {error.Message}");
            }
        }

        if (errors.Count == 0) return ["expected to be refused, but was published"];
        foreach (var what in run.Case.Refused)
        {
            // RunCSharp and CSharp are the same language, spelled C# in a sentence.
            var names = new[] { what, what.Replace("CSharp", "C#", StringComparison.Ordinal), what[(what.LastIndexOf('.') + 1)..] };
            if (!errors.Exists(error => names.Any(name => error.Message.Contains(name, StringComparison.Ordinal))))
                run.Differences.Add($"refused without naming '{what}': {string.Join(" | ", errors.Select(error => error.Message))}");
        }

        return run.Differences;
    }

    private static async Task<List<string>> ExecuteAsync(CaseRun run, List<string> unchecked_, CancellationToken ct)
    {
        var json = run.Case.Json;
        var steps = json.Maps("steps");
        // A case that imports by its steps starts from nothing.
        if (!steps.Any(step => step.ContainsKey("import"))) await LoadAsync(run, ct);
        var (before, after) = Facts.Split(run.Case);
        await Facts.CheckAsync(run, before, unchecked_, ct);

        if (json.Map("request") is { } request) await Requests.SendAsync(run, request, ct);
        else if (run.Case.Operation == "api" && Requests.ImpliedBy(run.Case) is { } implied) await Requests.SendAsync(run, implied, ct);
        else if (steps.Count == 0 && json.Text("run") is not null) await Steps.StartAsync(run, json, ct);

        if (run.InstanceId is not null && run.Case.Expect.Map("afterStart") is { } afterStart)
            run.Differences.AddRange((await Expectations.DifferencesAsync(run, afterStart, ct)).Select(difference => $"after start: {difference}"));
        foreach (var step in steps) await Steps.RunAsync(run, step, ct);
        await Steps.ResumeAsync(run, json["resume"], ct);
        run.Differences.AddRange(await Expectations.DifferencesAsync(run, run.Case.Expect, ct));
        Expectations.CompareError(run, json.Map("expectError"));
        await Facts.CheckAsync(run, after, unchecked_, ct);
        return run.Differences;
    }

    private static async Task LoadAsync(CaseRun run, CancellationToken ct)
    {
        foreach (var path in run.Case.Definitions)
        {
            var document = CanonicalJson.Parse(run.Suite.Definition(path));
            if (run.Case.Imports) await run.Host.Publishing.ImportAsync(document, new SaveDefinition(Publish: true, RefuseErrors: false), ct);
            else await SaveAsWrittenAsync(run.Host, document, ct);
        }
    }

    /// <summary>As a directory of files is loaded: the flags in the file count.</summary>
    internal static Task<SaveResult> SaveAsWrittenAsync(CaseHost host, JsonObject document, CancellationToken ct) =>
        host.Definitions.SaveAsync(document, new SaveDefinition(Publish: document.Flag("isPublished") ?? false, RefuseErrors: false), ct);
}
