using Workflows.Activities.Calendar;

namespace Workflows.Activities.Channels;

/// <summary>How somebody wants to be reached.</summary>
public sealed record Preferences
{
    public static Preferences None { get; } = new();

    /// <summary>Names of channels, the first choice first; empty: what the product does by itself, e-mail first.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    public QuietHours? Quiet { get; init; }

    /// <summary>When tasks come in one mail on working days, where the person is; null: each by itself.</summary>
    public TimeOnly? DigestAt { get; init; }

    /// <summary>Whether mails may come that ask nothing.</summary>
    public bool MailNotices { get; init; } = true;
}

/// <summary>A part of each day, where the person is; it may go over midnight.</summary>
/// <param name="From">The first quiet minute.</param>
/// <param name="Until">The first one that is not quiet any more.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until)
{
    public bool Contains(TimeOnly time) => From < Until ? time >= From && time < Until : time >= From || time < Until;

    /// <summary>When the quiet hours end in which an instant lies; null when it lies in none.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone).DateTime;
        var time = TimeOnly.FromDateTime(local);
        if (!Contains(time)) return null;
        var day = DateOnly.FromDateTime(local);
        if (Until <= time) day = day.AddDays(1);
        // Where clocks go back within the quiet hours, their end may come twice.
        var end = LocalTime.Earliest(day, Until.ToTimeSpan(), zone);
        return end > instant ? end : LocalTime.Latest(day, Until.ToTimeSpan(), zone);
    }
}
