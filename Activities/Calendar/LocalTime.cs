namespace Workflows.Activities.Calendar;

/// <summary>Local wall-clock times as UTC instants, also where the clocks change: a time that is skipped becomes the first one after the gap, a time that comes twice has two.</summary>
internal static class LocalTime
{
    /// <param name="time">Since midnight; 24:00 is the start of the next day.</param>
    public static DateTimeOffset Earliest(DateOnly day, TimeSpan time, TimeZoneInfo zone) => At(day, time, zone, offsets => offsets.Max());

    /// <inheritdoc cref="Earliest"/>
    public static DateTimeOffset Latest(DateOnly day, TimeSpan time, TimeZoneInfo zone) => At(day, time, zone, offsets => offsets.Min());

    private static DateTimeOffset At(DateOnly day, TimeSpan time, TimeZoneInfo zone, Func<TimeSpan[], TimeSpan> choose)
    {
        var local = day.ToDateTime(TimeOnly.MinValue) + time;
        if (zone.IsInvalidTime(local))
        {
            local = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
            // Clocks change on whole minutes, by an hour almost everywhere and by a day at most.
            while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? choose(zone.GetAmbiguousTimeOffsets(local)) : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
