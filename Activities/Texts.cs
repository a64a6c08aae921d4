using System.Globalization;

namespace Workflows.Activities;

/// <summary>What the product itself says to people, in English and Indonesian. Titles and questions come from the process.</summary>
public static class Texts
{
    private static readonly string[] EnglishMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] IndonesianMonths = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
    private static readonly string[] EnglishDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] IndonesianDays = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];

    private static readonly Dictionary<string, (string En, string Id)> All = new()
    {
        ["action.Approve"] = ("Approve", "Setujui"),
        ["action.Reject"] = ("Reject", "Tolak"),
        ["action.RequestChanges"] = ("Ask for changes", "Minta perubahan"),
        ["done.Approved"] = ("approved", "menyetujui"),
        ["done.Rejected"] = ("rejected", "menolak"),
        ["done.ChangesRequested"] = ("asked for changes to", "meminta perubahan pada"),
        ["mail.subject.task"] = ("{0}: please decide", "{0}: mohon keputusan Anda"),
        ["mail.subject.reminder"] = ("Reminder: {0}", "Pengingat: {0}"),
        ["mail.subject.escalated"] = ("{0}: no answer yet, please decide", "{0}: belum dijawab, mohon keputusan Anda"),
        ["mail.until"] = ("You can decide until {0}.", "Anda dapat memutuskan hingga {0}."),
        ["fact.requester"] = ("Requested by", "Diajukan oleh"),
        ["why.person"] = ("You get this because the process names you.", "Anda menerima ini karena proses menunjuk Anda."),
        ["why.role"] = ("You get this because you have the role {0}.", "Anda menerima ini karena Anda berperan sebagai {0}."),
        ["why.manager"] = ("You get this because {0} reports to you.", "Anda menerima ini karena {0} adalah bawahan Anda."),
        ["why.levels"] = ("You get this because you are {1} levels above {0}.", "Anda menerima ini karena Anda {1} tingkat di atas {0}."),
        ["why.fallback"] = ("You get this because nobody else can decide it.", "Anda menerima ini karena tidak ada orang lain yang dapat memutuskannya."),
        ["why.address"] = ("You get this because {0} asked for your answer.", "Anda menerima ini karena {0} meminta jawaban Anda."),
        ["why.notice"] = ("You get this because it concerns you.", "Anda menerima ini karena berkaitan dengan Anda."),
    };

    public static string Get(string language, string key, params object?[] values)
    {
        var (english, indonesian) = All[key];
        return string.Format(CultureInfo.InvariantCulture, language == "id" ? indonesian : english, values);
    }

    public static bool Has(string key) => All.ContainsKey(key);

    /// <summary>Wednesday, 25 February 2026.</summary>
    public static string Day(DateOnly day, string language)
    {
        var isIndonesian = language == "id";
        return $"{(isIndonesian ? IndonesianDays : EnglishDays)[(int)day.DayOfWeek]}, {day.Day} {(isIndonesian ? IndonesianMonths : EnglishMonths)[day.Month - 1]} {day.Year}";
    }

    /// <summary>Wednesday, 25 February 2026, 09:30 in a time zone.</summary>
    public static string Instant(DateTimeOffset instant, TimeZoneInfo zone, string language)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return $"{Day(DateOnly.FromDateTime(local.DateTime), language)}, {local:HH:mm}";
    }
}
