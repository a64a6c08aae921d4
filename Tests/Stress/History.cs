using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Stress;

/// <summary>What clients saw.</summary>
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Decided), "decided")]
[JsonDerivedType(typeof(Withdrew), "withdrew")]
[JsonDerivedType(typeof(MailReceived), "mail")]
[JsonDerivedType(typeof(CallReceived), "call")]
[JsonDerivedType(typeof(Surprise), "surprise")]
internal abstract record Event;

/// <param name="Id">Of the request; null: no answer, or none that says whether it was kept.</param>
internal sealed record Submitted(string Key, string Person, string Process, string? Id) : Event;

/// <param name="Answer">Null: none.</param>
/// <param name="Winner">Who, as the answer says, decided the task.</param>
internal sealed record Decided(string Task, string Person, string Action, HttpStatusCode? Answer, string? Winner, string? WinningAction) : Event;

internal sealed record Withdrew(string Request, HttpStatusCode? Answer) : Event;

internal sealed record MailReceived(string MessageId, string To, string Subject, string Text) : Event;

/// <summary>A call of a workflow to the world outside.</summary>
internal sealed record CallReceived(string Key, string Body) : Event;

/// <summary>What must not happen whatever breaks: an answer that the documentation does not know, a server that ends by itself.</summary>
internal sealed record Surprise(string What) : Event;

/// <summary>What clients saw, in the order in which they saw it.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Event> _events = new();

    public void Add(Event seen) => _events.Enqueue(seen);

    public IEnumerable<T> Of<T>()
        where T : Event => _events.OfType<T>();

    public void Save(string file) => File.WriteAllLines(file, _events.Select(seen => JsonSerializer.Serialize(seen)));

    public static History Load(string file)
    {
        var history = new History();
        foreach (var line in File.ReadLines(file)) history.Add(JsonSerializer.Deserialize<Event>(line)!);
        return history;
    }
}
