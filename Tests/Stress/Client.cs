using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Stress;

/// <summary>Somebody who works through any node that answers: sends things twice, again later, in another order, and writes down what came of each.</summary>
internal sealed class Client(int number, Random random, IReadOnlyList<Node> nodes, People people, ConcurrentQueue<(string Id, string Revision)> tasks, History history)
{
    private static readonly string[] Deciders = ["marco", "diana"];

    private readonly List<Func<CancellationToken, Task>> _again = [];
    private readonly List<string> _mine = [];
    private int _submissions;

    public async Task WorkAsync(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            try
            {
                await StepAsync(until);
            }
            catch (OperationCanceledException) when (until.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Sends again what has no answer yet, and decides what is open, until neither is left.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        while (_again.Count > 0) await RepeatAsync(0, ct);
        while (await NextTaskAsync(ct) is { } task) await DecideAsync(task, ct);
    }

    private async Task StepAsync(CancellationToken ct)
    {
        var roll = random.Next(100);
        if (roll < 45) await SubmitAsync($"{number}-{_submissions++}", TrialProcesses.Submitted[random.Next(TrialProcesses.Submitted.Count)], ct);
        else if (roll < 85 && await NextTaskAsync(ct) is { } task) await DecideAsync(task, ct);
        else if (roll < 88 && _mine.Count > 0) await WithdrawAsync(_mine[random.Next(_mine.Count)], ct);
        else if (_again.Count > 0) await RepeatAsync(random.Next(_again.Count), ct);
    }

    private Task RepeatAsync(int which, CancellationToken ct)
    {
        var repeat = _again[which];
        _again.RemoveAt(which);
        return repeat(ct);
    }

    private async Task SubmitAsync(string key, string process, CancellationToken ct)
    {
        var body = new JsonObject { ["process"] = process, ["inputs"] = new JsonObject() };
        var twice = random.Next(4) == 0 ? 2 : 1;
        var answers = await Task.WhenAll(Enumerable.Range(0, twice).Select(_ => SendAsync(Any(), "emma", HttpMethod.Post, "api/requests", body, key, ct)));
        foreach (var answer in answers)
        {
            var id = answer.Status == HttpStatusCode.Created ? (string?)answer.Json?["id"] : null;
            history.Add(new Submitted(key, "emma", process, id));
            if (id is not null) _mine.Add(id);
            else if (answer.Status is not (null or HttpStatusCode.ServiceUnavailable)) history.Add(new Surprise($"a submission was answered with {answer}"));
        }

        // Kept or not, it is sent again later; then it must be the same request.
        if (answers.Any(answer => answer.Status != HttpStatusCode.Created) || random.Next(4) == 0) _again.Add(again => SubmitAsync(key, process, again));
    }

    private async Task<(string Id, string Revision)?> NextTaskAsync(CancellationToken ct)
    {
        if (tasks.TryDequeue(out var task)) return task;
        var (status, json) = await SendAsync(Any(), "marco", HttpMethod.Get, "api/tasks?limit=40", body: null, key: null, ct);
        if (status is not (null or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable)) history.Add(new Surprise($"the list of tasks was answered with {status} {json?.ToJsonString()}"));
        foreach (var open in status == HttpStatusCode.OK ? json!["items"]!.AsArray() : []) tasks.Enqueue(((string)open!["id"]!, (string)open["revision"]!));
        // No answer is no empty list.
        if (status != HttpStatusCode.OK) await Task.Delay(50, ct);
        return tasks.TryDequeue(out task) ? task : status == HttpStatusCode.OK ? null : await NextTaskAsync(ct);
    }

    private async Task DecideAsync((string Id, string Revision) task, CancellationToken ct)
    {
        var (first, action) = (Deciders[random.Next(2)], random.Next(3) == 0 ? "Reject" : "Approve");
        // Alone, twice by the same person, or against somebody who says the opposite at the same instant.
        (string Person, string Action)[] attempts = random.Next(3) switch
        {
            0 => [(first, action)],
            1 => [(first, action), (first, action)],
            _ => [(first, action), (Deciders[first == Deciders[0] ? 1 : 0], action == "Approve" ? "Reject" : "Approve")],
        };
        await Task.WhenAll(attempts.Select(attempt => AttemptAsync(task, attempt.Person, attempt.Action, ct)));
        if (random.Next(3) == 0) _again.Add(again => AttemptAsync(task, first, action, again));
    }

    private async Task AttemptAsync((string Id, string Revision) task, string person, string action, CancellationToken ct)
    {
        var body = new JsonObject { ["action"] = action, ["comment"] = $"says {person}", ["revision"] = task.Revision };
        var answer = await SendAsync(Any(), person, HttpMethod.Post, $"api/tasks/{task.Id}/decision", body, key: null, ct);
        history.Add(new Decided(task.Id, person, action, answer.Status, (string?)answer.Json?["decidedBy"], (string?)answer.Json?["action"]));
        if (answer.Status is null or HttpStatusCode.ServiceUnavailable) _again.Add(again => AttemptAsync(task, person, action, again));
        else if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Conflict)) history.Add(new Surprise($"a decision was answered with {answer}"));
    }

    private async Task WithdrawAsync(string request, CancellationToken ct)
    {
        var answer = await SendAsync(Any(), "emma", HttpMethod.Post, $"api/requests/{request}/withdraw", new JsonObject(), key: null, ct);
        history.Add(new Withdrew(request, answer.Status));
        if (answer.Status is not (null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.OK or HttpStatusCode.Conflict)) history.Add(new Surprise($"a withdrawal was answered with {answer}"));
    }

    private Node Any() => nodes[random.Next(nodes.Count)];

    private async Task<Reply> SendAsync(Node node, string person, HttpMethod method, string path, JsonNode? body, string? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", people.TokenOf(person));
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            // What is on its way is waited for, also when the run ends: its answer counts.
            using var response = await node.Http.SendAsync(request, CancellationToken.None);
            var text = await response.Content.ReadAsStringAsync(CancellationToken.None);
            return new Reply(response.StatusCode, text.Length > 0 && text[0] == '{' ? JsonNode.Parse(text) : null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or TaskCanceledException or JsonException)
        {
            // Down, cut off, or too slow. A node that is down refuses at once: no need to ask it a thousand times a second.
            await Task.Delay(20, CancellationToken.None);
            return new Reply(Status: null, Json: null);
        }
    }

    private sealed record Reply(HttpStatusCode? Status, JsonNode? Json)
    {
        public override string ToString() => $"{Status} {Json?.ToJsonString()}";
    }
}
