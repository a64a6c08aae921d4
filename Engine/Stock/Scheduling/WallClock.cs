namespace Workflows.Engine.Stock.Scheduling;

/// <summary>Follows a schedule of wall times through a time zone whose clocks go forward and back.</summary>
/// <param name="nextOnWall">The next wall time after a wall time; wall times are written with offset zero.</param>
internal sealed class WallClock(TimeZoneInfo zone, Func<DateTimeOffset, DateTimeOffset?> nextOnWall)
{
    /// <param name="isRepeating">Whether it runs every so often, rather than at times of day.</param>
    public DateTimeOffset? Next(DateTimeOffset after, bool isRepeating)
    {
        var found = First(Wall(after), after, isRepeating);
        if (!isRepeating || found is null) return found;
        // Clocks that go back between here and there show some wall times again.
        var until = found.Value < after.AddDays(1) ? found.Value : after.AddDays(1);
        if (zone.GetUtcOffset(until) >= zone.GetUtcOffset(after)) return found;
        var turn = TurnBetween(after, until);
        var offset = zone.GetUtcOffset(turn);
        var again = nextOnWall(new DateTimeOffset((turn + offset).DateTime, TimeSpan.Zero).AddSeconds(-1)) is { } wall ? new DateTimeOffset(wall.DateTime, offset).ToUniversalTime() : found;
        return again > after && again < found ? again : found;
    }

    private DateTimeOffset? First(DateTimeOffset wall, DateTimeOffset after, bool isRepeating)
    {
        for (var next = nextOnWall(wall); next is not null; next = nextOnWall(next.Value))
        {
            var local = next.Value.DateTime;
            if (zone.IsInvalidTime(local))
            {
                // What runs every so often has its next turn after the gap anyway.
                if (isRepeating) continue;
                var day = new DateTimeOffset(local, zone.GetUtcOffset(new DateTimeOffset(local, TimeSpan.Zero).AddDays(-1))).ToUniversalTime();
                var end = TurnBetween(day.AddDays(-1), day.AddDays(1));
                if (end > after) return end;
                continue;
            }

            // The greater offset is the earlier of the two instants that a wall time has which comes twice.
            TimeSpan[] offsets = zone.IsAmbiguousTime(local) ? [.. zone.GetAmbiguousTimeOffsets(local).OrderDescending()] : [zone.GetUtcOffset(local)];
            foreach (var offset in isRepeating ? offsets : offsets.Take(1))
            {
                var instant = new DateTimeOffset(local, offset).ToUniversalTime();
                if (instant > after) return instant;
            }
        }

        return null;
    }

    private DateTimeOffset Wall(DateTimeOffset instant) => new(TimeZoneInfo.ConvertTime(instant, zone).DateTime, TimeSpan.Zero);

    /// <summary>The instant at which the offset changes, to the second.</summary>
    private DateTimeOffset TurnBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var before = zone.GetUtcOffset(from);
        var (low, high) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(middle)) == before) low = middle;
            else high = middle;
        }

        return DateTimeOffset.FromUnixTimeSeconds(high);
    }
}
