using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Leave;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.CommandLine;

/// <summary>One scenario: steps that people and the clock take, and what is expected after them, on the real product with a virtual clock.</summary>
/// <remarks>
/// Steps: <c>submit</c> {inputs, as, process}, <c>preview</c> {inputs, as, steps [ids of people], outcome, warning}, <c>decide</c> {by, action, comment, approved, result}, <c>decideByLink</c>
/// {address, action, comment, approved, result}, <c>undo</c> {by, result}, <c>reassign</c> {by, to, from, reason, result}, <c>resubmit</c> {inputs, comment, result}, <c>comment</c> {by, text},
/// <c>substitute</c> {person, substitute, firstDay, lastDay, processes, result}, <c>withdraw</c> {by}, <c>upload</c> {name, text, as} (inputs then name the file as $name), <c>row</c> {register, id, values},
/// <c>people</c> [lines of people.csv], <c>advance</c> ("2d 4h"), <c>advanceTo</c> (instant), <c>expect</c>. In <c>expect</c>: status, outcome, reason, problem {field: text}, waitingFor [ids], timeline [kinds], mails [{to, subject,
/// text}] since the last look, balance {person, year, left}, register [{type, firstDay, days, status}], rows {register: [{column: value}]} (all of them, by id). Texts are contained, the rest is equal.
/// </remarks>
internal sealed partial class Scenario
{
    private readonly TemporaryProduct _product;
    private readonly VirtualClock _clock;
    private readonly string _process;
    private readonly Person _requester;
    private readonly ScenarioMails _mails;
    private SubmitResult? _submitted;

    private Scenario(TemporaryProduct product, VirtualClock clock, string process, Person requester)
    {
        _product = product;
        _clock = clock;
        _process = process;
        _requester = requester;
        _mails = new ScenarioMails(product.Get<Database>(), product.Get<MailComposer>());
    }

    /// <returns>What was different; null when all was as expected.</returns>
    public static async Task<string?> RunAsync(JsonObject suite, JsonObject scenario, IReadOnlyList<string> definitions, CancellationToken ct)
    {
        var now = Text(scenario, "now") ?? Text(suite, "now") ?? "2026-03-02T08:00:00Z";
        var clock = new VirtualClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        await using var product = await TemporaryProduct.CreateAsync(clock, ct);
        await product.LoadAsync(definitions, ct);
        var person = Text(scenario, "as") ?? Text(suite, "as") ?? "emma";
        if (product.Get<PeopleDirectory>().Find(person) is not { } requester) return $"as: there is nobody '{person}' in the demo company.";
        var run = new Scenario(product, clock, Text(scenario, "process") ?? Text(suite, "process") ?? "", requester);
        var number = 0;
        foreach (var step in (scenario["steps"] as JsonArray ?? []).OfType<JsonObject>())
        {
            number++;
            try
            {
                await run.StepAsync(step, ct);
            }
            catch (ScenarioException e)
            {
                return $"step {number} ({step.FirstOrDefault().Key}): {e.Message}";
            }
        }

        return number == 0 ? "It has no steps." : null;
    }

    private async Task StepAsync(JsonObject step, CancellationToken ct)
    {
        var (kind, argument) = step.First();
        switch (kind)
        {
            case "submit":
                var inputs = WithFiles(argument!);
                var process = Take(inputs, "process") ?? _process;
                _submitted = await _product.Get<RequestService>().SubmitAsync(process, inputs, Take(inputs, "as") is { } other ? PersonIn(other) : _requester, ChannelNames.Api, idempotencyKey: null, ct);
                break;
            case "preview":
                Preview((JsonObject)argument!);
                break;
            case "undo":
                await UndoAsync((JsonObject)argument!, ct);
                break;
            case "reassign":
                await ReassignAsync((JsonObject)argument!, ct);
                break;
            case "resubmit":
                await ResubmitAsync((JsonObject)argument!, ct);
                break;
            case "comment":
                await CommentAsync((JsonObject)argument!, ct);
                break;
            case "substitute":
                await SubstituteAsync((JsonObject)argument!, ct);
                break;
            case "upload":
                await UploadAsync((JsonObject)argument!, ct);
                break;
            case "row":
                await ChangeRowAsync((JsonObject)argument!, ct);
                break;
            case "people":
                await ImportPeopleAsync((JsonArray)argument!, ct);
                break;
            case "decide":
                await DecideAsync((JsonObject)argument!, ct);
                break;
            case "decideByLink":
                await DecideByLinkAsync((JsonObject)argument!, ct);
                break;
            case "withdraw":
                await WithdrawAsync(argument as JsonObject, ct);
                break;
            case "advance":
                await AdvanceAsync(_clock.GetUtcNow() + Duration(argument!.ToString()), ct);
                break;
            case "advanceTo":
                await AdvanceAsync(DateTimeOffset.Parse(argument!.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), ct);
                break;
            case "expect":
                await ExpectAsync((JsonObject)argument!, ct);
                break;
            default:
                throw new ScenarioException($"There is no step '{kind}'. Steps are submit, preview, decide, decideByLink, undo, reassign, resubmit, comment, substitute, upload, row, people, withdraw, advance, advanceTo and expect.");
        }

        await _product.Get<BackgroundWork>().RunDueAsync(ct);
    }

    private async Task DecideAsync(JsonObject step, CancellationToken ct)
    {
        var by = Text(step, "by") ?? throw new ScenarioException("by: say who decides.");
        var tasks = await _product.Get<TaskStore>().OfRequestAsync((await RequestAsync(ct)).Id, ct);
        var task = await TaskForAsync(tasks, by, ct) ?? throw new ScenarioException("There is no task to decide.");
        var result = await _product.Get<Decisions>().TakeAsync(
            new Decision { TaskId = task.Id, Action = Text(step, "action") ?? "Approve", DeciderId = by, Channel = ChannelNames.App, Comment = Text(step, "comment"), Approved = ApprovedIn(step), Revision = task.Revision }, ct);
        Compare("result", Text(step, "result") ?? "Recorded", result.GetType().Name);
    }

    private async Task DecideByLinkAsync(JsonObject step, CancellationToken ct)
    {
        var address = Text(step, "address") ?? throw new ScenarioException("address: say whose mail holds the link.");
        var token = await _mails.NewestTokenAsync(address, ct) ?? throw new ScenarioException($"No mail to {address} holds a link.");
        var view = await _product.Get<TaskStore>().FindTokenAsync(token, ct) ?? throw new ScenarioException("The link leads nowhere.");
        var result = view.ExpiresAt <= _clock.GetUtcNow() && view.Task.Status == "open"
            ? DecisionResult.Closed.Of(view.Task)
            : await _product.Get<Decisions>().TakeAsync(
                new Decision
                {
                    TaskId = view.Task.Id,
                    Action = Text(step, "action") ?? "Approve",
                    DeciderId = view.Approver,
                    Channel = ChannelNames.Email,
                    Comment = Text(step, "comment"),
                    Approved = ApprovedIn(step),
                    Revision = view.Revision,
                    TokenHash = view.Hash,
                },
                ct);
        Compare("result", Text(step, "result") ?? "Recorded", result.GetType().Name);
    }

    /// <summary>The open task that somebody may decide; without one the newest open task, then the last one.</summary>
    private async Task<TaskView?> TaskForAsync(IReadOnlyList<TaskView> tasks, string by, CancellationToken ct)
    {
        var open = tasks.Where(task => task is { Status: "open", Kind: TaskTerms.Approval }).ToList();
        foreach (var task in open)
        {
            if (await _product.Get<TaskRights>().OfAsync(task, by, ct) is not null) return task;
        }

        return open is [.., var newest] ? newest : tasks.LastOrDefault(task => task.Kind == TaskTerms.Approval);
    }

    private async Task WithdrawAsync(JsonObject? step, CancellationToken ct)
    {
        var by = step is not null && Text(step, "by") is { } id ? _product.Get<PeopleDirectory>().Find(id)! : _requester;
        Compare("result", step is null ? "Withdrawn" : Text(step, "result") ?? "Withdrawn", (await _product.Get<RequestService>().WithdrawAsync(await RequestAsync(ct), by, ChannelNames.Api, comment: null, ct)).ToString());
    }

    /// <summary>Lets time pass: every timer on the way fires at its own time.</summary>
    private async Task AdvanceAsync(DateTimeOffset until, CancellationToken ct)
    {
        var work = _product.Get<BackgroundWork>();
        while (await work.NextDueAsync(ct) is { } due && due <= until)
        {
            _clock.MoveTo(due);
            await work.RunDueAsync(ct);
        }

        _clock.MoveTo(until);
        await work.RunDueAsync(ct);
    }

    private async Task ExpectAsync(JsonObject expected, CancellationToken ct)
    {
        foreach (var (what, value) in expected)
        {
            switch (what)
            {
                case "status":
                    Compare(what, value!.ToString(), (await RequestAsync(ct)).Status);
                    break;
                case "outcome":
                    Compare(what, value?.ToString(), (await RequestAsync(ct)).Outcome);
                    break;
                case "title":
                    Compare(what, value!.ToString(), (await RequestAsync(ct)).Title);
                    break;
                case "reason":
                    Contains(what, value!.ToString(), (await RequestAsync(ct)).Reason ?? "");
                    break;
                case "problem":
                    ExpectProblem((JsonObject)value!);
                    break;
                case "waitingFor":
                    Compare(what, List(value), Join(await WaitingForAsync(ct)));
                    break;
                case "timeline":
                    Compare(what, List(value), Join((await AuditTrail.OfRequestAsync(_product.Get<Database>(), (await RequestAsync(ct)).Id, ct)).Select(entry => entry.Kind)));
                    break;
                case "mails":
                    await _mails.ExpectAsync((JsonArray)value!, ct);
                    break;
                case "balance":
                    ExpectBalance((JsonObject)value!);
                    break;
                case "register":
                    ExpectRegister((JsonArray)value!);
                    break;
                case "rows":
                    ExpectRows((JsonObject)value!);
                    break;
                default:
                    throw new ScenarioException($"'{what}' cannot be expected.");
            }
        }
    }

    private void ExpectProblem(JsonObject expected)
    {
        var problems = (_submitted as SubmitResult.Invalid)?.Problems ?? throw new ScenarioException($"problem: the request was not found faulty, but {_submitted?.GetType().Name}.");
        foreach (var (field, text) in expected)
        {
            if (!problems.TryGetValue(field, out var found)) throw new ScenarioException($"problem: there is none at {field}, only at {string.Join(", ", problems.Keys)}.");
            Contains($"problem at {field}", text!.ToString(), string.Join(" ", found));
        }
    }

    private void ExpectBalance(JsonObject expected)
    {
        var year = expected["year"]?.GetValue<int>() ?? _clock.GetUtcNow().Year;
        var balance = _product.Get<LeaveRegister>().Balance(Text(expected, "person") ?? _requester.Id, year);
        if (expected["left"] is { } left) Compare("balance.left", left.ToString(), Number(balance.Left));
        if (expected["available"] is { } available) Compare("balance.available", available.ToString(), Number(balance.Available));
    }

    private void ExpectRegister(JsonArray expected)
    {
        var entries = _product.Get<LeaveRegister>().Of(_requester.Id, DateOnly.MinValue, DateOnly.MaxValue);
        var found = entries.Select(entry => $"{entry.Type} {entry.FirstDay:yyyy-MM-dd} {Number(entry.Days)} {entry.Status}");
        Compare("register", Join(expected.OfType<JsonObject>().Select(entry => $"{entry["type"]} {entry["firstDay"]} {entry["days"]} {entry["status"]}")), Join(found));
    }

    private async Task<IEnumerable<string>> WaitingForAsync(CancellationToken ct) =>
        (await _product.Get<TaskStore>().OfRequestAsync((await RequestAsync(ct)).Id, ct)).Where(task => task.Status == "open").SelectMany(task => task.Approvers).Select(approver => approver.Approver);

    private async Task<RequestRow> RequestAsync(CancellationToken ct)
    {
        var request = _submitted switch
        {
            SubmitResult.Accepted accepted => accepted.Request,
            SubmitResult.Refused { Request: { } refused } => refused,
            SubmitResult.Invalid invalid => throw new ScenarioException("The request was not accepted: " + string.Join(" ", invalid.Problems.SelectMany(problem => problem.Value))),
            SubmitResult.NoSuchProcess => throw new ScenarioException($"There is no process '{_process}'."),
            _ => throw new ScenarioException("Nothing has been submitted yet."),
        };
        return (await _product.Get<RequestService>().FindAsync(request.Id, ct))!;
    }

    internal static void Compare(string what, string? expected, string? actual)
    {
        if (expected != actual) throw new ScenarioException($"{what}: expected {expected ?? "nothing"}, but it is {actual ?? "nothing"}.");
    }

    internal static void Contains(string what, string expected, string actual)
    {
        if (!actual.Contains(expected, StringComparison.Ordinal)) throw new ScenarioException($"{what}: expected to contain \"{expected}\", but it is \"{actual}\".");
    }

    internal static string? Text(JsonObject json, string member) => json[member]?.ToString();

    // "2d 4h": elapsed time, not working time.
    private static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length < 2 || !double.TryParse(part[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)) throw new ScenarioException($"'{text}' is no duration. Write it as 2d 4h 30m.");
            total += part[^1] switch
            {
                'd' => TimeSpan.FromDays(amount),
                'h' => TimeSpan.FromHours(amount),
                'm' => TimeSpan.FromMinutes(amount),
                _ => throw new ScenarioException($"'{text}' is no duration. Write it as 2d 4h 30m."),
            };
        }

        return total;
    }

    private static string List(JsonNode? value) => Join((value as JsonArray ?? []).Select(item => item?.ToString() ?? ""));

    private static string Join(IEnumerable<string> items) => "[" + string.Join(", ", items) + "]";

    private static string Number(decimal number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>Something in a scenario is not as expected, or the scenario itself is not right.</summary>
internal sealed class ScenarioException(string message) : Exception(message);
