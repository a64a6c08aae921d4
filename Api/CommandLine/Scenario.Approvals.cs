using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;

namespace Workflows.Api.CommandLine;

/// <summary>What people do besides deciding.</summary>
internal sealed partial class Scenario
{
    private void Preview(JsonObject step)
    {
        var requester = Text(step, "as") is { } other ? PersonIn(other) : _requester;
        var (forecast, problems) = _product.Get<ApprovalForecast>().Preview(_process, WithFiles(step["inputs"]!), requester);
        if (problems.Count > 0) throw new ScenarioException(string.Join(" ", problems.SelectMany(problem => problem.Value)));
        if (forecast is null) throw new ScenarioException($"There is no process '{_process}'.");
        if (step["steps"] is { } steps) Compare("preview", List(steps), Join(forecast.Steps.Select(found => found.Rule ?? string.Join(' ', found.People.Select(person => person.Id)))));
        if (step["outcome"] is { } outcome) Compare("preview.outcome", outcome.ToString(), forecast.Outcome);
        if (step["warning"] is { } warning) Contains("preview.warning", warning.ToString(), string.Join(" ", forecast.Warnings));
    }

    private async Task UndoAsync(JsonObject step, CancellationToken ct)
    {
        var by = PersonIn(Text(step, "by") ?? throw new ScenarioException("by: say who takes their decision back."));
        var tasks = await _product.Get<TaskStore>().OfRequestAsync((await RequestAsync(ct)).Id, ct);
        var task = tasks.LastOrDefault(candidate => candidate.DecidedBy == by.Id) ?? throw new ScenarioException($"{by.Id} has decided nothing.");
        Compare("result", Text(step, "result") ?? "Undone", (await _product.Get<Decisions>().UndoAsync(task.Id, by, ChannelNames.App, address: null, ct)).ToString());
    }

    private async Task ReassignAsync(JsonObject step, CancellationToken ct)
    {
        var by = PersonIn(Text(step, "by") ?? throw new ScenarioException("by: say who hands the task over."));
        var tasks = await _product.Get<TaskStore>().OfRequestAsync((await RequestAsync(ct)).Id, ct);
        var task = await TaskForAsync(tasks, Text(step, "from") ?? by.Id, ct) ?? throw new ScenarioException("There is no task to hand over.");
        var result = await _product.Get<TaskHandOver>().MoveAsync(task.Id, Text(step, "from"), Text(step, "to") ?? "", Text(step, "reason") ?? "", by, by.HasRole("admin"), ChannelNames.App, address: null, ct);
        Compare("result", Text(step, "result") ?? "Moved", result.GetType().Name);
    }

    private async Task ResubmitAsync(JsonObject step, CancellationToken ct)
    {
        var inputs = WithFiles(step);
        var (comment, expected) = (Take(inputs, "comment"), Take(inputs, "result") ?? "Accepted");
        var request = await RequestAsync(ct);
        var result = await _product.Get<RequestRevisions>().ResubmitAsync(request, inputs, PersonIn(request.RequesterId), ChannelNames.App, comment, [], ct);
        Compare("result", expected, result.GetType().Name);
    }

    private async Task CommentAsync(JsonObject step, CancellationToken ct)
    {
        var by = PersonIn(Text(step, "by") ?? throw new ScenarioException("by: say who writes."));
        if (await _product.Get<RequestComments>().AddAsync(await RequestAsync(ct), by, Text(step, "text"), [], ChannelNames.App, ct) is { } problem) throw new ScenarioException(problem.Message);
    }

    private async Task SubstituteAsync(JsonObject step, CancellationToken ct)
    {
        var person = PersonIn(Text(step, "person") ?? throw new ScenarioException("person: say who is away."));
        var problem = await _product.Get<SubstituteRegister>().AddAsync(
            new Substitution
            {
                Id = Guid.CreateVersion7().ToString(),
                PersonId = person.Id,
                SubstituteId = Text(step, "substitute") ?? "",
                FirstDay = DateOnly.ParseExact(Text(step, "firstDay") ?? "", "yyyy-MM-dd"),
                LastDay = DateOnly.ParseExact(Text(step, "lastDay") ?? "", "yyyy-MM-dd"),
                Processes = [.. (step["processes"] as JsonArray ?? []).Select(process => process!.ToString())],
                CreatedBy = person.Id,
            },
            ct);
        if (Text(step, "result") is { } expected) Contains("result", expected, problem?.Message ?? "");
        else if (problem is not null) throw new ScenarioException(problem.Message);
    }

    private async Task ImportPeopleAsync(JsonArray lines, CancellationToken ct)
    {
        var file = new CsvFile("people.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => line!.ToString())) + "\n"));
        var result = await _product.Get<PeopleImport>().ImportAsync([file], ct);
        if (!result.Succeeded) throw new ScenarioException(string.Join(" ", result.Problems));
        await _product.Get<Leavers>().LookAsync(ct);
    }

    private Person PersonIn(string id) => _product.Get<PeopleDirectory>().Find(id) ?? throw new ScenarioException($"There is nobody '{id}' in the demo company.");

    private static ApprovedValue? ApprovedIn(JsonObject step) => step["approved"]?.Deserialize<ApprovedValue>(JsonSerializerOptions.Web);

    /// <summary>A member that is not a field of the form.</summary>
    private static string? Take(JsonObject json, string member)
    {
        var text = Text(json, member);
        json.Remove(member);
        return text;
    }
}
