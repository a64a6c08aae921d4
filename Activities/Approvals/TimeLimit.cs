using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Workflows.Activities.Calendar;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>An amount of time in a process: working time (<c>2d</c>, <c>8 working hours</c>), or with the word calendar time as clocks count it (<c>3 calendar days</c>).</summary>
public readonly record struct TimeLimit(WorkingTime Amount, bool IsCalendar)
{
    private static readonly string[] CalendarWords = ["calendar", "kalender"];

    public static bool TryParse(string? text, out TimeLimit limit, [NotNullWhen(false)] out string? error)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isCalendar = words.Any(word => CalendarWords.Contains(word.ToLowerInvariant()));
        limit = default;
        if (!WorkingTime.TryParse(string.Join(' ', words.Where(word => !CalendarWords.Contains(word.ToLowerInvariant()))), out var amount, out error))
        {
            error = $"'{text}' is not an amount of time. Write for example 2 working days, 8 working hours, 1d 4h or 3 calendar days.";
            return false;
        }

        limit = new TimeLimit(amount, isCalendar);
        return true;
    }

    /// <summary>When it is over that starts now, where the requester works.</summary>
    public DateTimeOffset After(DateTimeOffset from, ActivityContext context)
    {
        if (IsCalendar) return from + TimeSpan.FromDays(Amount.Days) + Amount.Time;
        var (calendar, zone) = CalendarOf(context);
        return calendar.AddWorkingTime(from, Amount, zone);
    }

    /// <summary>False where this is as long as another limit or longer, whatever the calendar says. Days and hours, working and calendar time are not weighed against each other.</summary>
    public bool CanComeBefore(TimeLimit other) =>
        IsCalendar != other.IsCalendar || Amount.Days < other.Amount.Days || Amount.Time < other.Amount.Time;

    internal static (WorkingCalendar Calendar, TimeZoneInfo Zone) CalendarOf(ActivityContext context)
    {
        var people = context.Read<PeopleDirectory>();
        return RequestInfo.Of(context.Instance) is { } request && people.Find(request.RequesterId) is { } requester
            ? (people.CalendarOf(requester), people.ZoneOf(requester))
            : (WorkingCalendar.Standard, TimeZoneInfo.Utc);
    }
}

/// <summary>When people are reminded: times after the start (<c>1d</c>), shares of the deadline (<c>50%</c>) and repeated ones (<c>every 1d</c>), with commas between.</summary>
public sealed record ReminderPlan(IReadOnlyList<TimeLimit> After, IReadOnlyList<int> Percents, TimeLimit? Every)
{
    public static bool TryParse(string? text, out ReminderPlan plan, [NotNullWhen(false)] out string? error)
    {
        var (after, percents, every) = (new List<TimeLimit>(), new List<int>(), (TimeLimit?)null);
        plan = new ReminderPlan(after, percents, null);
        error = null;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.EndsWith('%'))
            {
                if (!int.TryParse(part[..^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || percent is < 1 or > 99)
                {
                    error = $"'{part}' is not a share of the deadline. Write for example 50%.";
                    return false;
                }

                percents.Add(percent);
                continue;
            }

            var repeats = part.StartsWith("every ", StringComparison.OrdinalIgnoreCase);
            if (!TimeLimit.TryParse(repeats ? part[6..] : part, out var limit, out _) || limit.Amount == WorkingTime.Zero || (repeats && every is not null))
            {
                error = $"'{part}' is not a time for a reminder. Write for example 1d, 50% or every 1d, with commas between.";
                return false;
            }

            if (repeats) every = limit;
            else after.Add(limit);
        }

        plan = new ReminderPlan(after, percents, every);
        return true;
    }

    /// <summary>The single reminders; the first repeated one too. None after the deadline.</summary>
    public IEnumerable<DateTimeOffset> Times(DateTimeOffset opened, DateTimeOffset? due, ActivityContext context)
    {
        var times = After.Select(limit => limit.After(opened, context));
        if (due is { } end) times = times.Concat(Percents.Select(percent => IntoWork(opened + ((end - opened) * (percent / 100.0)), context)));
        return times.Where(time => due is null || time < due).Distinct().Order();
    }

    // A share of the time that falls into the night is told in the morning.
    private static DateTimeOffset IntoWork(DateTimeOffset instant, ActivityContext context)
    {
        var (calendar, zone) = TimeLimit.CalendarOf(context);
        var second = TimeSpan.FromSeconds(1);
        return calendar.AddWorkingTime(instant, new WorkingTime(0, second), zone) - second;
    }
}
