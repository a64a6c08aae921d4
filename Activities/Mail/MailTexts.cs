namespace Workflows.Activities.Mail;

/// <summary>What the templates themselves say, in each language. Templates reach them as <c>{{@root.t.name}}</c>.</summary>
internal static class MailTexts
{
    private static readonly Dictionary<string, string> English = new()
    {
        ["request"] = "Request",
        ["toDecide"] = "Your decision",
        ["reminder"] = "Reminder",
        ["wrote"] = "wrote:",
        ["confirm"] = "A button opens a page where you look once more and confirm. Nothing is decided before that.",
        ["personal"] = "The buttons are for you alone: whoever has this message can use them.",
        ["unsubscribe"] = "Stop these mails",
        ["automatic"] = "This message was sent automatically. Replies are not read.",
        ["signInSubject"] = "Your sign-in code",
        ["signInIntro"] = "Enter this code where you are signing in.",
        ["signInValid"] = "It works once, within the next {minutes} minutes.",
        ["signInIgnore"] = "If you are not signing in now, ignore this message and tell nobody the code.",
    };

    private static readonly Dictionary<string, string> Indonesian = new()
    {
        ["request"] = "Permohonan",
        ["toDecide"] = "Keputusan Anda",
        ["reminder"] = "Pengingat",
        ["wrote"] = "menulis:",
        ["confirm"] = "Tombol membuka halaman tempat Anda memeriksa sekali lagi dan mengonfirmasi. Belum ada yang diputuskan sebelum itu.",
        ["personal"] = "Tombol ini hanya untuk Anda: siapa pun yang memegang pesan ini dapat memakainya.",
        ["unsubscribe"] = "Hentikan surel seperti ini",
        ["automatic"] = "Pesan ini dikirim otomatis. Balasan tidak dibaca.",
        ["signInSubject"] = "Kode masuk Anda",
        ["signInIntro"] = "Masukkan kode ini di halaman masuk.",
        ["signInValid"] = "Kode ini berlaku satu kali, dalam {minutes} menit ke depan.",
        ["signInIgnore"] = "Jika Anda tidak sedang masuk, abaikan pesan ini dan jangan beri tahu siapa pun kodenya.",
    };

    /// <param name="values">What stands in braces in a text.</param>
    public static Dictionary<string, object?> For(string language, IReadOnlyDictionary<string, object?> values) =>
        (language == "id" ? Indonesian : English).ToDictionary(text => text.Key, text => (object?)Fill(text.Value, values));

    internal static IEnumerable<string> Missing() => English.Keys.Except(Indonesian.Keys).Union(Indonesian.Keys.Except(English.Keys));

    private static string Fill(string text, IReadOnlyDictionary<string, object?> values) =>
        text.Contains('{') ? values.Aggregate(text, (filled, value) => filled.Replace($"{{{value.Key}}}", value.Value?.ToString())) : text;
}
