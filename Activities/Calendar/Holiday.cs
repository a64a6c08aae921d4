namespace Workflows.Activities.Calendar;

/// <summary>The half of a day, as a leave form or a half holiday means it: the day's working time split in two equal parts.</summary>
public enum DayHalf
{
    Morning,
    Afternoon,
}

/// <summary>A day on which nobody works.</summary>
/// <param name="FreeHalf">The half that is free; null when the whole day is.</param>
public sealed record Holiday(DateOnly Day, string Name, DayHalf? FreeHalf = null);
