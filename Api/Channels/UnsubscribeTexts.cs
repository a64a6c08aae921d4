using Workflows.Api.ActionPages;
using Workflows.Api.Pages;

namespace Workflows.Api.Channels;

/// <summary>What the page that ends mails says.</summary>
internal static class UnsubscribeTexts
{
    public static readonly TextTable Table = new(new Dictionary<string, (string En, string Id)>
    {
        ["n.title"] = ("Stop mails that only inform you?", "Hentikan surel yang hanya memberi tahu?"),
        ["n.text"] = (
            "{0} then gets no mails about what was decided or written. What waits for your decision still comes, and the app shows everything.",
            "{0} tidak lagi menerima surel tentang yang diputuskan atau ditulis. Yang menunggu keputusan Anda tetap datang, dan aplikasi menampilkan semuanya."),
        ["n.stop"] = ("Stop these mails", "Hentikan surel ini"),
        ["n.ended"] = ("These mails have stopped", "Surel ini sudah dihentikan"),
        ["n.ended.text"] = (
            "{0} gets no more mails that only inform. What waits for your decision still comes. To have them again, press the button below, or switch them on in your preferences in the app.",
            "{0} tidak lagi menerima surel yang hanya memberi tahu. Yang menunggu keputusan Anda tetap datang. Untuk menerimanya lagi, tekan tombol di bawah, atau aktifkan di preferensi Anda di aplikasi."),
        ["n.again"] = ("Send them again", "Kirim lagi"),
        ["d.title"] = ("Stop the daily mail?", "Hentikan surel harian?"),
        ["d.text"] = (
            "{0} then gets a mail for each task when it comes, instead of one mail a day. Tasks still come, because people wait for your answer.",
            "{0} lalu menerima satu surel untuk setiap tugas, bukan satu surel sehari. Tugas tetap datang, karena orang menunggu jawaban Anda."),
        ["d.stop"] = ("Stop the daily mail", "Hentikan surel harian"),
        ["d.ended"] = ("There is no daily mail", "Tidak ada surel harian"),
        ["d.ended.text"] = (
            "{0} gets a mail for each task. To have one mail a day, choose a time for it in your preferences in the app.",
            "{0} menerima satu surel untuk setiap tugas. Untuk menerima satu surel sehari, pilih waktunya di preferensi Anda di aplikasi."),
        ["nothing"] = ("Nothing was changed: please press the button yourself.", "Belum ada yang diubah: mohon tekan sendiri tombolnya."),
    });

    public static string Get(string language, string name, params object?[] values) =>
        Table.Has(name) ? Table.Get(language, name, values) : ActionPageTexts.Get(language, name, values);
}
