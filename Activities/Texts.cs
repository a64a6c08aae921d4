using System.Globalization;

namespace Workflows.Activities;

/// <summary>What the product itself says to people, in English and Indonesian. Titles and questions come from the process.</summary>
public static class Texts
{
    private static readonly string[] EnglishMonths = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] IndonesianMonths = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
    private static readonly string[] EnglishDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] IndonesianDays = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];

    /// <summary>The languages that people may read, as in their register; the first where a text has none of theirs.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "id"];

    private static readonly Dictionary<string, (string En, string Id)> All = new()
    {
        ["action.Approve"] = ("Approve", "Setujui"),
        ["action.Reject"] = ("Reject", "Tolak"),
        ["action.RequestChanges"] = ("Ask for changes", "Minta perubahan"),
        ["action.Paid"] = ("It is paid out", "Sudah dibayar"),
        ["action.CannotPay"] = ("It cannot be paid", "Tidak dapat dibayar"),
        ["done.Approved"] = ("approved", "menyetujui"),
        ["done.Rejected"] = ("rejected", "menolak"),
        ["done.ChangesRequested"] = ("asked for changes to", "meminta perubahan pada"),
        ["mail.subject.task"] = ("{0}: please decide", "{0}: mohon keputusan Anda"),
        ["mail.subject.reminder"] = ("Reminder: {0}", "Pengingat: {0}"),
        ["mail.subject.escalated"] = ("{0}: no answer yet, please decide", "{0}: belum dijawab, mohon keputusan Anda"),
        ["mail.subject.changed"] = ("{0}: changed, please decide again", "{0}: telah diubah, mohon keputusan Anda lagi"),
        ["mail.subject.changes"] = ("{0}: please change it", "{0}: mohon diubah"),
        ["mail.subject.decided-for"] = ("{0} decided for you: {1}", "{0} memutuskan untuk Anda: {1}"),
        ["mail.subject.auto"] = ("{0}: decided by a rule", "{0}: diputuskan oleh aturan"),
        ["mail.subject.comment"] = ("{0} wrote about {1}", "{0} menulis tentang {1}"),
        ["mail.decided-for"] = ("{0}, who stands in for you, chose \u201c{1}\u201d.", "{0}, yang menggantikan Anda, memilih \u201c{1}\u201d."),
        ["mail.auto"] = ("The rule \u201c{0}\u201d decided: {1}. You need not do anything.", "Aturan \u201c{0}\u201d memutuskan: {1}. Anda tidak perlu melakukan apa pun."),
        ["mail.acts-for"] = ("You are asked in the place of {0}.", "Anda diminta menggantikan {0}."),
        ["mail.badge.changes"] = ("Changes requested", "Perlu perubahan"),
        ["mail.changes"] = ("Please change the request and submit it again. It is not decided before that.", "Mohon ubah permohonan dan ajukan lagi. Belum ada keputusan sebelum itu."),
        ["mail.changes.button"] = ("Change the request", "Ubah permohonan"),
        ["mail.changes.until"] = ("You can change it until {0}.", "Anda dapat mengubahnya hingga {0}."),
        ["fact.files"] = ("Files", "Berkas"),
        ["fact.changed"] = ("Changed: {0}", "Diubah: {0}"),
        ["outcome.Approved"] = ("approved", "disetujui"),
        ["outcome.Rejected"] = ("rejected", "ditolak"),
        ["mail.subject.substitute"] = ("You stand in for {0}", "Anda menggantikan {0}"),
        ["mail.substitute"] = ("You decide in the place of {0} from {1} to {2}.", "Anda memutuskan menggantikan {0} dari {1} sampai {2}."),
        ["mail.substitute.processes"] = ("In these processes: {0}.", "Dalam proses ini: {0}."),
        ["mail.subject.digest"] = ("{0} tasks wait for your decision", "{0} tugas menunggu keputusan Anda"),
        ["mail.subject.digest.one"] = ("One task waits for your decision", "Satu tugas menunggu keputusan Anda"),
        ["mail.digest"] = ("Open the list to decide several at once, or one by one.", "Buka daftar untuk memutuskan beberapa sekaligus, atau satu per satu."),
        ["mail.digest.button"] = ("Look and decide", "Lihat dan putuskan"),
        ["mail.digest.until"] = ("The link works until {0}.", "Tautan berlaku hingga {0}."),
        ["why.digest"] = ("You get your tasks in one mail because you chose so.", "Anda menerima tugas dalam satu surel karena Anda memilihnya."),
        ["channel.email"] = ("E-mail", "Surel"),
        ["channel.instead"] = ("{0} does not reach you at {1} any more: {2} That is why this comes here.", "{0} tidak lagi sampai kepada Anda di {1}: {2} Karena itu pesan ini datang ke sini."),
        ["channel.lost"] = ("{0} does not reach you any more", "{0} tidak lagi sampai kepada Anda"),
        ["channel.lost.text"] = ("At {0} messages are refused: {1} Until that is mended, they come here.", "Di {0} pesan ditolak: {1} Sampai itu diperbaiki, pesan datang ke sini."),
        ["channel.lost.cure"] = ("When it works again, say so in your preferences.", "Bila sudah berfungsi lagi, nyatakan di preferensi Anda."),
        ["mail.until"] = ("You can decide until {0}.", "Anda dapat memutuskan hingga {0}."),
        ["fact.requester"] = ("Requested by", "Diajukan oleh"),
        ["why"] = ("You get this because {0}.", "Anda menerima ini karena {0}."),
        ["why.substitute"] = ("You get this because you stand in for {0}.", "Anda menerima ini karena Anda menggantikan {0}."),
        ["why.reassigned"] = ("You get this because {0} handed it to you.", "Anda menerima ini karena {0} menyerahkannya kepada Anda."),
        ["why.changes"] = ("You get this because you submitted it.", "Anda menerima ini karena Anda yang mengajukannya."),
        ["reason.person"] = ("the process names you", "proses menunjuk Anda"),
        ["reason.role"] = ("you have the role {0}", "Anda berperan sebagai {0}"),
        ["reason.group"] = ("you are a member of {0}", "Anda anggota {0}"),
        ["reason.head"] = ("you head the department {0}", "Anda memimpin departemen {0}"),
        ["reason.manager"] = ("{0} reports to you", "{0} adalah bawahan Anda"),
        ["reason.levels"] = ("you are {1} levels above {0}", "Anda {1} tingkat di atas {0}"),
        ["reason.above"] = ("you are above {0} in the line of managers", "Anda berada di atas {0} dalam garis atasan"),
        ["reason.least"] = ("{0} and have the fewest open tasks", "{0} dan tugas terbuka Anda paling sedikit"),
        ["reason.turn"] = ("{0} and it is your turn", "{0} dan sekarang giliran Anda"),
        ["because.person"] = ("the process names them", "ditunjuk oleh proses"),
        ["because.role"] = ("has the role {0}", "berperan sebagai {0}"),
        ["because.group"] = ("is a member of {0}", "anggota {0}"),
        ["because.head"] = ("heads the department {0}", "memimpin departemen {0}"),
        ["because.manager"] = ("manages {0}", "atasan {0}"),
        ["because.levels"] = ("is {1} levels above {0}", "{1} tingkat di atas {0}"),
        ["because.above"] = ("is above {0} in the line of managers", "berada di atas {0} dalam garis atasan"),
        ["because.least"] = ("{0} and has the fewest open tasks", "{0} dan tugas terbukanya paling sedikit"),
        ["because.turn"] = ("{0} and it is their turn", "{0} dan sekarang gilirannya"),
        ["because.substitute"] = ("stands in for {0}", "menggantikan {0}"),
        ["because.reassigned"] = ("{0} handed it over", "diserahkan oleh {0}"),
        ["substitute.nobody"] = ("substitute: '{0}' is nobody who works here. Name a colleague.", "substitute: '{0}' bukan orang yang bekerja di sini. Sebutkan seorang rekan."),
        ["substitute.self"] = ("substitute: nobody stands in for themselves. Name a colleague.", "substitute: tidak ada yang menggantikan dirinya sendiri. Sebutkan seorang rekan."),
        ["substitute.days"] = ("lastDay: from {0} to {1} there is no day. Give a last day that is not before the first.", "lastDay: dari {0} sampai {1} tidak ada hari. Isi hari terakhir yang tidak sebelum hari pertama."),
        ["substitute.past"] = ("lastDay: {0} is over. Give a day that is still to come.", "lastDay: {0} sudah lewat. Isi hari yang belum lewat."),
        ["substitute.twice"] = ("firstDay: '{0}' stands in on some of these days already. Choose other days, or end that first.", "firstDay: '{0}' sudah menggantikan pada sebagian hari ini. Pilih hari lain, atau akhiri yang itu dulu."),
        ["substitute.loop"] = ("substitute: this would go round in a circle: {0}. Name somebody who is not away.", "substitute: ini akan berputar: {0}. Sebutkan seseorang yang tidak sedang pergi."),
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
        return $"{(isIndonesian ? IndonesianDays : EnglishDays)[(int)day.DayOfWeek]}, {Date(day, language)}";
    }

    /// <summary>25 February 2026, for lists.</summary>
    public static string Date(DateOnly day, string language) => $"{day.Day} {(language == "id" ? IndonesianMonths : EnglishMonths)[day.Month - 1]} {day.Year}";

    /// <summary>Wednesday, 25 February 2026, 09:30 in a time zone.</summary>
    public static string Instant(DateTimeOffset instant, TimeZoneInfo zone, string language)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return $"{Day(DateOnly.FromDateTime(local.DateTime), language)}, {local:HH:mm}";
    }
}
