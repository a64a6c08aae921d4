using Workflows.Api.Pages;

namespace Workflows.Api.ActionPages;

/// <summary>What the action pages say.</summary>
internal static class ActionPageTexts
{
    public static readonly TextTable Table = new(new Dictionary<string, (string En, string Id)>
    {
        ["badge.open"] = ("Your decision", "Keputusan Anda"),
        ["badge.withdrawn"] = ("Withdrawn", "Ditarik kembali"),
        ["badge.expired"] = ("Expired", "Kedaluwarsa"),
        ["badge.decided"] = ("Decided", "Sudah diputuskan"),
        ["badge.Approve"] = ("Approved", "Disetujui"),
        ["badge.Reject"] = ("Rejected", "Ditolak"),
        ["badge.RequestChanges"] = ("Changes requested", "Perlu perubahan"),

        ["until"] = ("You can decide until {0}.", "Anda dapat memutuskan hingga {0}."),
        ["comment"] = ("Comment", "Komentar"),
        ["comment.optional"] = ("(optional)", "(opsional)"),
        ["comment.required"] = ("(required)", "(wajib)"),
        ["comment.needed"] = ("Required for “{0}”, optional otherwise.", "Wajib untuk “{0}”, selain itu opsional."),
        ["decide"] = ("What do you decide?", "Apa keputusan Anda?"),
        ["nothing-yet"] = ("Nothing is decided until you press a button.", "Belum ada yang diputuskan sampai Anda menekan tombol."),

        ["problem.comment"] = ("“{0}” needs a comment. Please write why.", "“{0}” memerlukan komentar. Mohon tuliskan alasannya."),
        ["problem.long"] = ("The comment is longer than 4,000 characters. Please shorten it.", "Komentar lebih dari 4.000 karakter. Mohon dipersingkat."),

        ["notice.choose"] = ("Nothing was decided: please press one of the buttons below.", "Belum ada yang diputuskan: mohon tekan salah satu tombol di bawah."),
        ["notice.gesture"] = (
            "Nothing was decided: the form was sent by a program, not by a person who pressed a button. Please press the button yourself.",
            "Belum ada yang diputuskan: formulir dikirim oleh program, bukan oleh orang yang menekan tombol. Mohon tekan sendiri tombolnya."),
        ["notice.foreign"] = (
            "Nothing was decided: the form came from another site. Please press a button on this page.",
            "Belum ada yang diputuskan: formulir dikirim dari situs lain. Mohon tekan tombol di halaman ini."),
        ["notice.unknown"] = (
            "Nothing was decided yet: we could not tell whether a person or a program pressed the button. Please answer the question above the buttons, then press again.",
            "Belum ada yang diputuskan: kami tidak dapat memastikan apakah tombol ditekan oleh orang atau program. Mohon jawab pertanyaan di atas tombol, lalu tekan lagi."),
        ["notice.comment"] = ("Nothing was decided yet: please look at the comment.", "Belum ada yang diputuskan: mohon periksa komentarnya."),
        ["notice.changed"] = (
            "This has changed since it was shown to you. Below is how it is now: please read it again and decide on that.",
            "Isinya telah berubah sejak ditunjukkan kepada Anda. Di bawah ini keadaan sekarang: mohon baca kembali dan putuskan berdasarkan itu."),
        ["notice.unreadable"] = (
            "Nothing was decided: what your browser sent could not be read. Please try again with a shorter comment.",
            "Belum ada yang diputuskan: kiriman peramban Anda tidak dapat dibaca. Mohon coba lagi dengan komentar yang lebih singkat."),
        ["notice.late"] = ("Your press changed nothing: this had been settled before.", "Tekanan tombol Anda tidak mengubah apa pun: hal ini sudah selesai sebelumnya."),

        ["you.Approve"] = ("You approved this", "Anda menyetujui ini"),
        ["you.Reject"] = ("You rejected this", "Anda menolak ini"),
        ["you.RequestChanges"] = ("You asked for changes", "Anda meminta perubahan"),
        ["you.other"] = ("You chose “{0}”", "Anda memilih “{0}”"),
        ["they.Approve"] = ("{0} approved this", "{0} menyetujui ini"),
        ["they.Reject"] = ("{0} rejected this", "{0} menolak ini"),
        ["they.RequestChanges"] = ("{0} asked for changes", "{0} meminta perubahan"),
        ["they.other"] = ("{0} chose “{1}”", "{0} memilih “{1}”"),
        ["decided-at"] = ("Decided on {0}.", "Diputuskan pada {0}."),
        ["saved"] = ("Your decision is recorded. You can close this page.", "Keputusan Anda telah dicatat. Anda dapat menutup halaman ini."),
        ["nothing-left"] = ("There is nothing left to decide.", "Tidak ada lagi yang perlu diputuskan."),
        ["your-comment"] = ("You wrote:", "Anda menulis:"),
        ["their-comment"] = ("{0} wrote:", "{0} menulis:"),

        ["badge.closed"] = ("Closed", "Ditutup"),
        ["acts-for"] = ("You decide in the place of {0}.", "Anda memutuskan menggantikan {0}."),
        ["decided-for"] = ("In the place of {0}.", "Menggantikan {0}."),
        ["amount"] = ("Approved amount", "Jumlah yang disetujui"),
        ["amount.hint"] = ("Asked for: {0}. For less, write the amount and say why.", "Diminta: {0}. Jika kurang, tulis jumlahnya dan alasannya."),
        ["problem.amount"] = ("This is not an amount. Write it with digits and a point, for example 250.50.", "Ini bukan jumlah. Tulis dengan angka dan koma, misalnya 250,50."),
        ["problem.range"] = ("Approve an amount from 0 to what is asked for.", "Setujui jumlah dari 0 sampai yang diminta."),
        ["problem.less"] = ("You approve less than is asked for. Please write why.", "Anda menyetujui kurang dari yang diminta. Mohon tuliskan alasannya."),
        ["notice.amount"] = ("Nothing was decided yet: please look at the amount.", "Belum ada yang diputuskan: mohon periksa jumlahnya."),
        ["changed"] = ("This request was changed", "Permohonan ini telah diubah"),
        ["changed-at"] = ("It was changed on {0}. If you are still to decide, there is a newer mail with what it says now.", "Diubah pada {0}. Jika Anda masih perlu memutuskan, ada surel yang lebih baru dengan isinya sekarang."),
        ["settled"] = ("Enough others have answered", "Sudah cukup jawaban dari yang lain"),
        ["settled-at"] = ("It was settled on {0}. There is nothing left to decide.", "Selesai pada {0}. Tidak ada lagi yang perlu diputuskan."),
        ["counted"] = ("This is decided already", "Ini sudah diputuskan"),
        ["counted-at"] = ("Your decision at another step counts here, too, since {0}.", "Keputusan Anda pada langkah lain juga berlaku di sini, sejak {0}."),
        ["withdrawn"] = ("This was withdrawn", "Ini telah ditarik kembali"),
        ["withdrawn-at"] = ("It was withdrawn on {0}. There is nothing left to decide.", "Ditarik kembali pada {0}. Tidak ada lagi yang perlu diputuskan."),
        ["expired"] = ("The time to decide is over", "Waktu untuk memutuskan telah berakhir"),
        ["expired-at"] = ("It ended on {0}, and nobody had decided.", "Waktunya berakhir pada {0}, dan belum ada yang memutuskan."),
        ["link-expired"] = ("This link is too old", "Tautan ini sudah terlalu lama"),
        ["link-expired.text"] = (
            "It worked until {0}. The question is still open: use the newest mail about it, or sign in.",
            "Tautan ini berlaku hingga {0}. Pertanyaannya masih terbuka: gunakan surel terbaru tentang hal ini, atau masuk."),
        ["not-yours"] = ("You cannot decide this now", "Anda tidak dapat memutuskan ini sekarang"),
        ["not-yours.text"] = (
            "Who decides this has changed since the mail was sent to you. If that is a mistake, ask the person who runs this process.",
            "Yang memutuskan hal ini telah berubah sejak surel dikirim kepada Anda. Jika ini keliru, hubungi penanggung jawab proses ini."),
        ["unknown"] = ("This link does not work", "Tautan ini tidak berfungsi"),
        ["unknown.text"] = (
            "It may be incomplete, too old, or no longer valid. Open the newest mail about your request and use its buttons.",
            "Mungkin tidak lengkap, terlalu lama, atau tidak berlaku lagi. Buka surel terbaru tentang permohonan itu dan gunakan tombolnya."),

        ["to-list"] = ("Back to the list", "Kembali ke daftar"),
        ["holder"] = ("This page is for {0}.", "Halaman ini untuk {0}."),
        ["not-me"] = ("This is not me", "Ini bukan saya"),
        ["report"] = ("This is not you?", "Ini bukan Anda?"),
        ["report.text"] = (
            "This link was made for {0}. If you are somebody else, or did not decide what it says, report it: the link stops working at once, and the report stays with the request. A decision that was taken is not changed.",
            "Tautan ini dibuat untuk {0}. Jika Anda orang lain, atau tidak memutuskan seperti yang tertulis, laporkan: tautan langsung berhenti berfungsi, dan laporannya tersimpan pada permohonan. Keputusan yang telah diambil tidak berubah."),
        ["report.button"] = ("Report and stop this link", "Laporkan dan hentikan tautan ini"),
        ["report.back"] = ("Go back", "Kembali"),
        ["report.notice"] = ("Nothing was reported yet: please press the button yourself.", "Belum ada yang dilaporkan: mohon tekan sendiri tombolnya."),
        ["reported"] = ("Thank you, it is reported", "Terima kasih, sudah dilaporkan"),
        ["reported.text"] = ("The link no longer works, and the report stays with the request.", "Tautan ini tidak berfungsi lagi, dan laporannya tersimpan pada permohonan."),
    });

    public static string Get(string language, string name, params object?[] values) => Table.Get(language, name, values);
}
