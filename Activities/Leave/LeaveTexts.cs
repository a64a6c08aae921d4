using System.Globalization;

namespace Workflows.Activities.Leave;

/// <summary>Why leave is refused and who else is away, in the reader's language.</summary>
internal static class LeaveTexts
{
    public static string NoDays(string language, DateOnly first, DateOnly last) => language == "id"
        ? $"lastDay: dari {first:yyyy-MM-dd} sampai {last:yyyy-MM-dd} tidak ada hari. Isi hari terakhir yang tidak sebelum hari pertama, dan paling banyak satu setengah hari untuk satu hari."
        : $"lastDay: there is no day from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}. Give a last day that is not before the first, and at most one half-day mark for a single day.";

    public static string NoWorkingDays(string language, DateOnly first, DateOnly last) => language == "id"
        ? $"firstDay: dari {first:yyyy-MM-dd} sampai {last:yyyy-MM-dd} hanya ada hari libur, jadi cuti tidak diperlukan."
        : $"firstDay: from {first:yyyy-MM-dd} to {last:yyyy-MM-dd} there are only days off, so no leave is needed.";

    public static string Overlap(string language, LeaveEntry other) => language == "id"
        ? $"firstDay: Anda sudah memiliki cuti dari {other.FirstDay:yyyy-MM-dd} sampai {other.LastDay:yyyy-MM-dd} ({other.Reference}). Pilih hari lain, atau tarik kembali permohonan itu."
        : $"firstDay: you have leave from {other.FirstDay:yyyy-MM-dd} to {other.LastDay:yyyy-MM-dd} already ({other.Reference}). Choose other days, or withdraw that request.";

    public static string TooMany(string language, decimal days, LeaveBalance balance) => language == "id"
        ? $"lastDay: permohonan ini membutuhkan {Number(days)} hari, dan sisa cuti tahunan {balance.Year} Anda {Number(balance.Available)} hari. Kurangi harinya, atau pilih jenis cuti lain."
        : $"lastDay: this takes {Number(days)} days, and {Number(balance.Available)} days of your annual leave {balance.Year} are left. Take fewer days, or choose another type of leave.";

    public static string NotGiven(string language, string type) => language == "id"
        ? $"type: perusahaan Anda tidak memberikan cuti jenis '{type}'. Pilih jenis lain."
        : $"type: your company does not give leave of the type '{type}'. Choose another type.";

    public static string TooLong(string language, decimal days, decimal most) => language == "id"
        ? $"lastDay: permohonan ini {Number(days)} hari, dan paling banyak {Number(most)} hari sekali ambil. Kurangi harinya, atau tanyakan HR."
        : $"lastDay: these are {Number(days)} days, and {Number(most)} can be taken at a time. Take fewer days, or ask HR.";

    public static string NoteMissing(string language, decimal without) => language == "id"
        ? $"note: lebih dari {Number(without)} hari kerja memerlukan surat dokter atau rumah sakit. Unggah dan lampirkan di sini."
        : $"note: more than {Number(without)} working days need a note of a doctor or hospital. Upload it and name it here.";

    public static string Away(string language, string name, LeaveEntry entry) => language == "id"
        ? $"{name}, {entry.FirstDay:yyyy-MM-dd} sampai {entry.LastDay:yyyy-MM-dd}{(entry.Status == "requested" ? " (diajukan)" : "")}"
        : $"{name}, {entry.FirstDay:yyyy-MM-dd} to {entry.LastDay:yyyy-MM-dd}{(entry.Status == "requested" ? " (asked for)" : "")}";

    public static string OthersAway(string language) => language == "id" ? "dan lainnya" : "and others";

    private static string Number(decimal days) => days.ToString("0.#", CultureInfo.InvariantCulture);
}
