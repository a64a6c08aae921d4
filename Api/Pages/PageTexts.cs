namespace Workflows.Api.Pages;

/// <summary>What the home and sign-in pages say, and the frame around every page.</summary>
internal static class PageTexts
{
    public static readonly TextTable Table = new(new Dictionary<string, (string En, string Id)>
    {
        ["languages"] = ("Language", "Bahasa"),

        ["by"] = ("Who presses the button?", "Siapa yang menekan tombol?"),
        ["by.hint"] = ("Needed where a key presses the button, not a mouse or a finger.", "Diperlukan bila tombol ditekan dengan papan ketik, bukan tetikus atau jari."),
        ["by.choose"] = ("Please choose", "Silakan pilih"),
        ["by.me"] = ("I do, and I have read the page", "Saya sendiri, dan saya telah membaca halaman ini"),
        ["by.problem"] = ("Please choose an answer, then press the button again.", "Mohon pilih jawaban, lalu tekan tombolnya lagi."),
    });

    public static string Get(string language, string name, params object?[] values) => Table.Get(language, name, values);
}
