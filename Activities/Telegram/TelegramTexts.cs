using System.Globalization;

namespace Workflows.Activities.Telegram;

/// <summary>What the bot says, in English and Indonesian. Plain text: whoever puts it into a message escapes it.</summary>
public static class TelegramTexts
{
    private static readonly Dictionary<string, (string En, string Id)> All = new()
    {
        // Questions and what becomes of them.
        ["reminder"] = ("Reminder", "Pengingat"),
        ["escalated"] = ("No answer yet", "Belum dijawab"),
        ["changed"] = ("Changed, please decide again", "Telah diubah, mohon putuskan lagi"),
        ["changes"] = ("Please change it", "Mohon diubah"),
        ["until"] = ("You can decide until {0}.", "Anda dapat memutuskan hingga {0}."),
        ["open"] = ("Open {0}", "Buka {0}"),
        ["more"] = ("There is more: open {0}", "Masih ada lagi: buka {0}"),
        ["asks-role"] = ("Whoever has the role {0} decides.", "Yang memutuskan adalah pemegang peran {0}."),
        ["button.less"] = ("Approve less", "Setujui sebagian"),
        ["button.details"] = ("Details", "Rincian"),
        ["button.why"] = ("Why me?", "Mengapa saya?"),
        ["you.Approve"] = ("You approved this", "Anda menyetujui ini"),
        ["you.Reject"] = ("You rejected this", "Anda menolak ini"),
        ["you.RequestChanges"] = ("You asked for changes", "Anda meminta perubahan"),
        ["you.other"] = ("You chose “{0}”", "Anda memilih “{0}”"),
        ["they.Approve"] = ("{0} approved this", "{0} menyetujui ini"),
        ["they.Reject"] = ("{0} rejected this", "{0} menolak ini"),
        ["they.RequestChanges"] = ("{0} asked for changes", "{0} meminta perubahan"),
        ["they.other"] = ("{0} chose “{1}”", "{0} memilih “{1}”"),
        ["for"] = ("In the place of {0}.", "Menggantikan {0}."),
        ["less"] = ("Approved: {0} of {1}", "Disetujui: {0} dari {1}"),
        ["closed.expired"] = ("The time to decide is over.", "Waktu untuk memutuskan telah berakhir."),
        ["closed.withdrawn"] = ("This was withdrawn. There is nothing left to decide.", "Ini telah ditarik kembali. Tidak ada lagi yang perlu diputuskan."),
        ["closed.changed"] = ("The request was changed. If you are still to decide, there is a newer message.", "Permohonan telah diubah. Jika Anda masih perlu memutuskan, ada pesan yang lebih baru."),
        ["closed.resubmitted"] = ("The request was submitted again.", "Permohonan telah diajukan lagi."),
        ["closed.settled"] = ("Enough others have answered. There is nothing left to decide.", "Sudah cukup jawaban dari yang lain. Tidak ada lagi yang perlu diputuskan."),
        ["closed.counted"] = ("A decision at another step counts here, too.", "Keputusan pada langkah lain juga berlaku di sini."),
        ["closed.escalated"] = ("There was no answer in time: others decide now.", "Tidak ada jawaban tepat waktu: sekarang orang lain yang memutuskan."),
        ["closed.moved"] = ("It is with {0} now.", "Sekarang ada pada {0}."),

        // Pressing a button.
        ["press.done"] = ("Recorded.", "Dicatat."),
        ["press.undo"] = ("Recorded. /undo takes it back.", "Dicatat. /undo membatalkannya."),
        ["press.unknown"] = ("This button does not work any more. /tasks shows what is yours to decide.", "Tombol ini tidak berfungsi lagi. /tasks menunjukkan yang perlu Anda putuskan."),
        ["press.unlinked"] = ("Your Telegram account is not linked to anybody. Sign in to the app and link it first.", "Akun Telegram Anda belum terhubung. Masuk ke aplikasi dan hubungkan dulu."),
        ["press.not-yours"] = ("You are not among those who decide this now.", "Anda bukan salah satu yang memutuskan ini sekarang."),
        ["press.late"] = ("Your press changed nothing: {0}", "Tekanan Anda tidak mengubah apa pun: {0}"),
        ["press.late.other"] = ("this was settled before.", "hal ini sudah selesai sebelumnya."),
        ["press.changed"] = ("It has changed since it was shown to you. Please read it again below.", "Isinya telah berubah sejak ditunjukkan kepada Anda. Mohon baca lagi di bawah."),
        ["press.asked"] = ("Please answer the question below.", "Mohon jawab pertanyaan di bawah."),

        // Questions of the bot itself.
        ["ask.reason"] = ("“{0}” for “{1}”: please write why, as your next message. /cancel leaves it undecided.", "“{0}” untuk “{1}”: mohon tulis alasannya sebagai pesan berikutnya. /cancel membatalkan."),
        ["ask.group"] = ("Please reply to this very message; it is for {0}.", "Mohon balas pesan ini; ini untuk {0}."),
        ["ask.amount"] = ("How much of {0} do you approve for “{1}”? Please write the amount, such as 250.50, as your next message. /cancel leaves it undecided.", "Berapa dari {0} yang Anda setujui untuk “{1}”? Mohon tulis jumlahnya, misalnya 250,50, sebagai pesan berikutnya. /cancel membatalkan."),
        ["ask.lines"] = ("How much do you approve for “{0}”? Please write the lines that you cut, each with its amount, such as 2 = 80.00, as your next message. /cancel leaves it undecided.", "Berapa yang Anda setujui untuk “{0}”? Mohon tulis baris yang Anda kurangi beserta jumlahnya, misalnya 2 = 80,00, sebagai pesan berikutnya. /cancel membatalkan."),
        ["ask.less.reason"] = ("{0} of {1}: please write why, as your next message. /cancel leaves it undecided.", "{0} dari {1}: mohon tulis alasannya sebagai pesan berikutnya. /cancel membatalkan."),
        ["ask.text"] = ("Please write it as text. /cancel leaves it undecided.", "Mohon tulis sebagai teks. /cancel membatalkan."),
        ["ask.long"] = ("That is longer than 4,000 characters. Please write less.", "Lebih dari 4.000 karakter. Mohon dipersingkat."),
        ["wrong.amount"] = ("That is not an amount. Please write it with digits and a point, such as 250.50.", "Itu bukan jumlah. Mohon tulis dengan angka dan koma, misalnya 250,50."),
        ["wrong.range"] = ("Please write an amount from 0 to {0}.", "Mohon tulis jumlah dari 0 sampai {0}."),
        ["wrong.line"] = ("There is no line {0}. The lines are 1 to {1}.", "Tidak ada baris {0}. Barisnya 1 sampai {1}."),
        ["canceled"] = ("Nothing was decided.", "Tidak ada yang diputuskan."),
        ["nothing-to-cancel"] = ("There is nothing to cancel.", "Tidak ada yang dibatalkan."),
        ["too-late"] = ("That question is over. Nothing was decided; press the button again.", "Pertanyaan itu sudah lewat. Tidak ada yang diputuskan; tekan lagi tombolnya."),
        ["failed"] = ("Something went wrong here, and nothing was decided. Please try again.", "Terjadi kesalahan, dan tidak ada yang diputuskan. Mohon coba lagi."),

        // Details and why.
        ["details.asked"] = ("Asked: {0}", "Diminta: {0}"),
        ["details.away"] = ("away until {0}", "pergi hingga {0}"),
        ["details.files"] = ("Files: {0}", "Berkas: {0}"),
        ["details.so-far"] = ("So far", "Sejauh ini"),
        ["details.next"] = ("If you approve, it goes to {0}.", "Jika Anda setuju, berikutnya {0}."),
        ["details.last"] = ("If you approve, nobody else is asked.", "Jika Anda setuju, tidak ada lagi yang diminta."),
        ["details.vote"] = ("{0} of {1} must approve.", "{0} dari {1} harus setuju."),

        // Linking.
        ["start"] = ("I bring you what is yours to decide. To link your Telegram account, sign in to the app, choose to link Telegram and press the link that you get. It works once.", "Saya membawakan yang perlu Anda putuskan. Untuk menghubungkan akun Telegram Anda, masuk ke aplikasi, pilih hubungkan Telegram, lalu tekan tautan yang Anda terima. Tautan itu berlaku satu kali."),
        ["start.known"] = ("You are {0}. /tasks shows what is yours to decide, /help what else there is.", "Anda {0}. /tasks menunjukkan yang perlu Anda putuskan, /help menunjukkan perintah lain."),
        ["start.group"] = ("Codes are for our private chat. This one may be read by others here: make a new one.", "Kode hanya untuk obrolan pribadi kita. Yang ini mungkin terbaca orang lain: buat yang baru."),
        ["linked"] = ("Linked: you are {0}. What is yours to decide comes here now; in your settings you can choose otherwise. /help shows what you can write.", "Terhubung: Anda {0}. Yang perlu Anda putuskan kini datang ke sini; Anda dapat mengubahnya di pengaturan. /help menunjukkan perintah."),
        ["linked.elsewhere"] = ("{0} is linked to another Telegram account now. Nothing more comes here.", "{0} kini terhubung ke akun Telegram lain. Tidak ada lagi yang datang ke sini."),
        ["link.unknown"] = ("This code does not work: it is wrong, was used, or is older than 15 minutes. Make a new one in the app.", "Kode ini tidak berfungsi: salah, sudah dipakai, atau lebih dari 15 menit. Buat yang baru di aplikasi."),
        ["link.taken"] = ("This Telegram account belongs to somebody else already. They can write /unlink here first.", "Akun Telegram ini sudah terhubung ke orang lain. Ia dapat menulis /unlink di sini terlebih dahulu."),
        ["link.too-many"] = ("Too many wrong codes. Please try again in an hour.", "Terlalu banyak kode yang salah. Mohon coba lagi satu jam lagi."),
        ["unlinked"] = ("Unlinked. What is yours to decide comes by another way now.", "Hubungan diakhiri. Yang perlu Anda putuskan kini datang lewat jalan lain."),
        ["unknown-person"] = ("I do not know you yet. Sign in to the app and link your Telegram account there; the link brings you back here.", "Saya belum mengenal Anda. Masuk ke aplikasi dan hubungkan akun Telegram Anda di sana; tautannya membawa Anda kembali ke sini."),
        ["linked.subject"] = ("A Telegram account was linked to you", "Sebuah akun Telegram dihubungkan ke Anda"),
        ["linked.text"] = ("The account {0} can decide for you from now on.", "Akun {0} dapat memutuskan untuk Anda mulai sekarang."),
        ["linked.not-me"] = ("If that was not you, end the link in the app at once and tell an administrator.", "Jika bukan Anda, segera akhiri hubungan itu di aplikasi dan beri tahu administrator."),
        ["mail.subject"] = ("Link your Telegram account", "Hubungkan akun Telegram Anda"),
        ["mail.intro"] = ("Press the button on the device where you use Telegram, then press Start there. It works once, until {0}.", "Tekan tombol di perangkat tempat Anda memakai Telegram, lalu tekan Start di sana. Berlaku satu kali, hingga {0}."),
        ["mail.code"] = ("Or write this to the bot: /start {0}", "Atau tulis ini kepada bot: /start {0}"),
        ["mail.button"] = ("Open Telegram", "Buka Telegram"),
        ["mail.why"] = ("You get this because you asked for it in the app. If you did not, do nothing: nobody is linked without the code.", "Anda menerima ini karena memintanya di aplikasi. Jika bukan Anda, abaikan: tanpa kode tidak ada yang terhubung."),

        // Commands.
        ["help"] = (
            "/tasks - what is yours to decide\n/status LV-2026-00042 - where a request stands\n/away 2026-07-01 2026-07-14 marco - who decides while you are away; /away shows it, /away off ends it\n/undo - takes your last decision back, within its minute\n/cancel - leaves a question of mine unanswered\n/unlink - ends the link to this account",
            "/tasks - yang perlu Anda putuskan\n/status LV-2026-00042 - keadaan suatu permohonan\n/away 2026-07-01 2026-07-14 marco - siapa yang memutuskan selama Anda pergi; /away menunjukkannya, /away off mengakhirinya\n/undo - membatalkan keputusan terakhir Anda, dalam satu menit\n/cancel - membatalkan pertanyaan saya\n/unlink - mengakhiri hubungan dengan akun ini"),
        ["help.group"] = (
            "Here I put tasks of a role; whoever has the role and has linked their account decides by the buttons.\n/linkrole finance - puts the tasks of a role here (who may publish processes)\n/unlinkrole finance - ends that",
            "Di sini saya menaruh tugas suatu peran; pemegang peran yang akunnya terhubung memutuskan lewat tombol.\n/linkrole finance - menaruh tugas suatu peran di sini (bagi yang boleh menerbitkan proses)\n/unlinkrole finance - mengakhirinya"),
        ["private-only"] = ("Please write that to me in private: others read here.", "Mohon tulis itu dalam obrolan pribadi: di sini dibaca orang lain."),
        ["tasks.none"] = ("There is nothing for you to decide.", "Tidak ada yang perlu Anda putuskan."),
        ["tasks.some"] = ("Yours to decide ({0}). Press one to see it.", "Yang perlu Anda putuskan ({0}). Tekan salah satu untuk melihatnya."),
        ["tasks.more"] = ("{0} more are in the app.", "{0} lagi ada di aplikasi."),
        ["tasks.changes"] = ("Yours to change: {0}", "Yang perlu Anda ubah: {0}"),
        ["status.usage"] = ("Write the reference, as in /status LV-2026-00042.", "Tulis nomornya, seperti /status LV-2026-00042."),
        ["status.none"] = ("There is no request “{0}” that you may see.", "Tidak ada permohonan “{0}” yang boleh Anda lihat."),
        ["status.waiting"] = ("Waiting for {0}", "Menunggu {0}"),
        ["status.changes"] = ("Waiting for {0} to change it", "Menunggu {0} mengubahnya"),
        ["status.since"] = ("since {0}", "sejak {0}"),
        ["status.until"] = ("until {0}", "hingga {0}"),
        ["status.open"] = ("Open", "Terbuka"),
        ["status.closed"] = ("Closed", "Selesai"),
        ["status.withdrawn"] = ("Withdrawn", "Ditarik kembali"),
        ["status.failed"] = ("Stopped by a fault; it goes on when that is mended.", "Terhenti karena kesalahan; berlanjut setelah diperbaiki."),
        ["away.none"] = ("Nobody stands in for you. Write from when until when, and who: /away 2026-07-01 2026-07-14 marco", "Tidak ada yang menggantikan Anda. Tulis dari kapan sampai kapan, dan siapa: /away 2026-07-01 2026-07-14 marco"),
        ["away.one"] = ("{0} stands in for you from {1} to {2}.", "{0} menggantikan Anda dari {1} sampai {2}."),
        ["away.day"] = ("“{0}” is no day. Write days like 2026-07-01, today or tomorrow.", "“{0}” bukan tanggal. Tulis tanggal seperti 2026-07-01, today atau tomorrow."),
        ["away.who"] = ("“{0}” is nobody who works here. Write an id, an address or a full name.", "“{0}” bukan orang yang bekerja di sini. Tulis id, alamat, atau nama lengkap."),
        ["away.nobody"] = ("You have no manager who could stand in. Write who does: /away {0} {1} marco", "Tidak ada atasan yang dapat menggantikan Anda. Tulis siapa: /away {0} {1} marco"),
        ["away.off"] = ("Ended: {0} stands in for you no more.", "Diakhiri: {0} tidak lagi menggantikan Anda."),
        ["undo.done"] = ("Taken back: “{0}” is open again.", "Dibatalkan: “{0}” terbuka lagi."),
        ["undo.none"] = ("There is no decision that can be taken back: it can be for a minute, and only while nothing further has happened.", "Tidak ada keputusan yang dapat dibatalkan: hanya bisa dalam satu menit, dan selama belum ada kelanjutannya."),
        ["role.usage"] = ("Write the role, as in /linkrole finance.", "Tulis perannya, seperti /linkrole finance."),
        ["role.not-here"] = ("A role is linked in a group: add me to it and write that there.", "Peran dihubungkan di dalam grup: tambahkan saya ke grup itu dan tulis di sana."),
        ["role.refused"] = ("Only who may publish processes links a role to a group, from a linked account.", "Hanya yang boleh menerbitkan proses dapat menghubungkan peran ke grup, dari akun yang terhubung."),
        ["role.none"] = ("Nobody has the role “{0}”.", "Tidak ada yang berperan “{0}”."),
        ["role.linked"] = ("Tasks of the role {0} come to this group now. Whoever reads here sees what they ask.", "Tugas peran {0} kini datang ke grup ini. Siapa pun yang membaca di sini melihat isinya."),
        ["role.already"] = ("They come here already.", "Sudah datang ke sini."),
        ["role.unlinked"] = ("Tasks of the role {0} do not come here any more.", "Tugas peran {0} tidak lagi datang ke sini."),
        ["role.nothing"] = ("No tasks of that role come here.", "Tidak ada tugas peran itu yang datang ke sini."),
    };

    public static string Get(string language, string key, params object?[] values)
    {
        var (english, indonesian) = All[key];
        var text = language == "id" ? indonesian : english;
        return values.Length == 0 ? text : string.Format(CultureInfo.InvariantCulture, text, values);
    }

    public static bool Has(string key) => All.ContainsKey(key);
}
