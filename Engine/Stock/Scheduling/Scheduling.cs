using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.Scheduling;

[Activity("Elsa.Delay", Category = "Scheduling", Description = "Waits for a while.", Kind = ActivityKind.Action)]
public sealed class Delay : Activity
{
    [Input("How long, as d.hh:mm:ss.")]
    public Input<TimeSpan> TimeSpan { get; init; } = new();

    public override bool MayWait => true;

    public override void Execute(ActivityContext context) =>
        context.WaitUntil(context.Time.GetUtcNow() + context.Get(TimeSpan), "Elsa.Delay");
}

[Activity("Elsa.Timer", Category = "Scheduling", Description = "Starts the workflow again and again; inside a workflow it waits once.", Kind = ActivityKind.Trigger)]
public sealed class Timer : Trigger
{
    [Input("The time between two runs, as d.hh:mm:ss.")]
    public Input<TimeSpan> Interval { get; init; } = new(System.TimeSpan.FromMinutes(1));

    [Output("When it was due; after a downtime that is earlier than now.")]
    public Output<DateTimeOffset> DueAt { get; init; } = new();

    public override IEnumerable<TriggerPayload> Triggers(ActivityContext context)
    {
        var interval = context.Get(Interval);
        if (interval <= System.TimeSpan.Zero) throw new FormatException("The interval of a timer must be longer than nothing, for example 00:05:00.");
        return [new TriggerPayload("Elsa.Timer", new ObjectValue { ["interval"] = interval }) { DueAt = context.Time.GetUtcNow() + interval }];
    }

    public override void Execute(ActivityContext context)
    {
        if (Due.IsNow(context, DueAt)) context.Complete();
        else context.WaitUntil(Due.Later(context, DueAt, context.Time.GetUtcNow() + context.Get(Interval)), "Elsa.Timer");
    }
}

[Activity("Elsa.Cron", Category = "Scheduling", Description = "Starts the workflow by a cron expression; inside a workflow it waits for the next time.", Kind = ActivityKind.Trigger)]
public sealed class Cron : Trigger
{
    [Input("Seconds, minutes, hours, day of month, month, day of week; five fields leave out the seconds.", IsRequired = true)]
    public Input<string> CronExpression { get; init; } = new();

    [Input("Whose clock the expression means, as Europe/Rome; empty is UTC.")]
    public Input<string?> TimeZone { get; init; } = new(null);

    [Input("Runs that were missed while the server was down: skip starts none, once starts one for all of them, all starts one for each.", Options = ["skip", "once", "all"])]
    public Input<string> CatchUp { get; init; } = new("skip");

    [Output("When it was due; after a downtime that is earlier than now.")]
    public Output<DateTimeOffset> DueAt { get; init; } = new();

    public override IEnumerable<TriggerPayload> Triggers(ActivityContext context)
    {
        var (expression, zone, catchUp) = (context.Get(CronExpression) ?? "", context.Get(TimeZone), context.Get(CatchUp));
        var payload = new ObjectValue { ["cron"] = expression };
        if (!string.IsNullOrWhiteSpace(zone)) payload["timeZone"] = zone;
        if (catchUp is "once" or "all") payload["catchUp"] = catchUp;
        else if (catchUp is not (null or "" or "skip")) throw new FormatException($"The catch-up of a cron activity is skip, once or all, not '{catchUp}'.");
        return [new TriggerPayload("Elsa.Cron", payload) { DueAt = Next(expression, zone, context.Time.GetUtcNow()) }];
    }

    public override void Execute(ActivityContext context)
    {
        if (Due.IsNow(context, DueAt))
        {
            context.Complete();
            return;
        }

        var next = Next(context.Get(CronExpression) ?? "", context.Get(TimeZone), context.Time.GetUtcNow()) ?? throw new FormatException("The cron expression has no further time.");
        context.WaitUntil(Due.Later(context, DueAt, next), "Elsa.Cron");
    }

    /// <inheritdoc cref="CronSchedule.Next"/>
    public static DateTimeOffset? Next(string expression, string? timeZone, DateTimeOffset after) => CronSchedule.Next(expression, timeZone, after);
}

[Activity("Elsa.StartAt", Category = "Scheduling", DisplayName = "Start At", Description = "Starts the workflow at an instant; inside a workflow it waits for it.", Kind = ActivityKind.Trigger)]
public sealed class StartAt : Trigger
{
    [Input("The instant, as 2026-02-25T09:00:00Z.", IsRequired = true)]
    public Input<DateTimeOffset> DateTime { get; init; } = new();

    [Output("When it was due; after a downtime that is earlier than now.")]
    public Output<DateTimeOffset> DueAt { get; init; } = new();

    public override IEnumerable<TriggerPayload> Triggers(ActivityContext context)
    {
        var at = context.Get(DateTime);
        return at <= context.Time.GetUtcNow() ? [] : [new TriggerPayload("Elsa.StartAt", new ObjectValue { ["at"] = at }) { DueAt = at }];
    }

    public override void Execute(ActivityContext context)
    {
        var at = context.Get(DateTime);
        if (Due.IsNow(context, DueAt)) context.Complete();
        else if (Due.Later(context, DueAt, at) <= context.Time.GetUtcNow()) context.Complete();
        else context.WaitUntil(at, "Elsa.StartAt");
    }
}

/// <summary>Tells a workflow when its timer was due.</summary>
file static class Due
{
    /// <summary>Whether the timer has started this run; then it says for when.</summary>
    public static bool IsNow(ActivityContext context, Output<DateTimeOffset> output)
    {
        if (!context.IsTriggerOfRun) return false;
        if (context.Burst.TriggerPayload is DateTimeOffset due) context.Set(output, due);
        return true;
    }

    public static DateTimeOffset Later(ActivityContext context, Output<DateTimeOffset> output, DateTimeOffset due)
    {
        context.Set(output, due);
        return due;
    }
}
