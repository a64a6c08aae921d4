using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Activities.Calendar;

/// <summary>An amount of working time: whole working days, then time within working hours. Eight hours are not a day: how long a day is, the calendar says.</summary>
/// <remarks>
/// Written as <c>2d 4h</c>, <c>30m</c>, <c>P2DT4H</c>, <c>2.04:00:00</c> or <c>2 working days and 4 hours</c> (English and Indonesian words);
/// <see cref="ToString"/> gives the first form. At most 10,000 days and 100,000 hours.
/// </remarks>
[JsonConverter(typeof(WorkingTimeJson))]
public readonly record struct WorkingTime
{
    private const int MostDays = 10_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(100_000);

    /// <param name="time">Within working hours, in whole seconds.</param>
    public WorkingTime(int days, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, MostTime);
        Days = days;
        Time = TimeSpan.FromSeconds(Math.Truncate(time.TotalSeconds));
    }

    public static WorkingTime Zero => default;

    public int Days { get; }

    public TimeSpan Time { get; }

    public static WorkingTime FromDays(int days) => new(days, TimeSpan.Zero);

    public static WorkingTime FromHours(double hours) => new(0, TimeSpan.FromHours(hours));

    /// <summary>A plain duration as Elsa's inputs hold it: its days are working days, the rest is time within working hours.</summary>
    public static WorkingTime From(TimeSpan duration) => new(duration.Days, duration - TimeSpan.FromDays(duration.Days));

    /// <param name="error">A sentence that says what is expected; null when the text is good.</param>
    public static bool TryParse(string? text, out WorkingTime value, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (WorkingTimeText.Read(text) is { } read && read.Days <= MostDays && read.Time <= MostTime)
        {
            value = new WorkingTime((int)read.Days, read.Time);
            return true;
        }

        value = default;
        error = $"'{text}' is not an amount of working time. Write days, hours and minutes, for example 2d, 4h or 1d 30m.";
        return false;
    }

    /// <exception cref="FormatException">The text is not an amount of working time; the message says what is expected.</exception>
    public static WorkingTime Parse(string? text) => TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    /// <summary>The canonical text: <c>2d 4h 30m</c>, without what is zero; <c>0m</c> for none.</summary>
    public override string ToString() => WorkingTimeText.Canonical(this);

    /// <summary>For people: <c>2 working days and 4 hours</c>, <c>2 hari kerja dan 4 jam</c>.</summary>
    /// <param name="language"><c>id</c> for Indonesian; English otherwise.</param>
    public string ToText(string language) => WorkingTimeText.Readable(this, language);
}

/// <summary>Working time in JSON is its canonical text.</summary>
internal sealed class WorkingTimeJson : JsonConverter<WorkingTime>
{
    public override WorkingTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WorkingTime.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var value, out var error) ? value : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, WorkingTime value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
