using Workflows.Engine.Expressions;
using Workflows.Engine.Stock.Scheduling;

namespace Workflows.Engine.Runtime;

/// <summary>What a timer that starts a process does when it is due: whether it starts it, and when it is due next.</summary>
/// <param name="Next">Null: never again.</param>
internal readonly record struct TimerTurn(bool Runs, DateTimeOffset? Next)
{
    /// <summary>A cron run that starts later than this was missed: nobody was there to start it.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public static TimerTurn Of(TriggerRow trigger, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var payload = JsonValues.TryParse(trigger.Payload, out var value) ? (ObjectValue)value! : [];
        return trigger.Name switch
        {
            "Elsa.Timer" => new(Runs: true, now + ValueConverter.To<TimeSpan>(payload["interval"])),
            "Elsa.Cron" => OfCron((string)payload["cron"]!, (string?)payload.GetValueOrDefault("timeZone"), (string?)payload.GetValueOrDefault("catchUp"), dueAt, now),
            _ => new(Runs: true, Next: null),
        };
    }

    private static TimerTurn OfCron(string cron, string? timeZone, string? catchUp, DateTimeOffset dueAt, DateTimeOffset now) => catchUp switch
    {
        // Each missed run has its turn, the oldest first.
        "all" => new(Runs: true, Cron.Next(cron, timeZone, dueAt)),
        "once" => new(Runs: true, Cron.Next(cron, timeZone, now)),
        _ => new(now - dueAt <= Late, Cron.Next(cron, timeZone, now)),
    };
}
