using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Workflows.Activities.Calendar;

/// <summary>Days that people write: ISO 8601 calendar days (<c>yyyy-MM-dd</c>) and nothing else, so that 03/04 is never guessed at.</summary>
public static class IsoDay
{
    private const string Form = "yyyy-MM-dd";

    /// <param name="fieldName">What the error calls the field.</param>
    /// <param name="error">A sentence that names the field and the expected form; null when the day is good.</param>
    public static bool TryParse(string? text, string fieldName, out DateOnly day, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return true;

        var found = string.IsNullOrWhiteSpace(text) ? "a day is missing" : $"'{text}' is not a day";
        error = $"{fieldName}: {found}. Write it as year-month-day, for example 2026-02-25.";
        return false;
    }

    public static string Text(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);
}
