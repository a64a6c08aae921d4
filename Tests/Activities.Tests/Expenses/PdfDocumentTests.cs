using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Workflows.Activities.Expenses;

namespace Workflows.Activities.Tests.Expenses;

public sealed partial class PdfDocumentTests
{
    [Fact]
    public void ToBytes_ItsTable_NamesWhereEachObjectBegins()
    {
        var pdf = new PdfDocument("Klaim (1)");
        pdf.AddPage().Text(50, 700, "Caffè €5 (tip\\)", 10);
        pdf.AddPage().TextRight(500, 700, "1,234.50", 10, bold: true);

        var text = Encoding.Latin1.GetString(pdf.ToBytes(number => $"{number.Page}/{number.Of}"));

        text.ShouldStartWith("%PDF-1.4");
        text.ShouldEndWith("%%EOF\n");
        var table = int.Parse(StartOfTable().Match(text).Groups["at"].Value, CultureInfo.InvariantCulture);
        text[table..].ShouldStartWith("xref\n0 10\n");
        var offsets = Entries().Matches(text[table..]).Select(entry => int.Parse(entry.Groups["at"].Value, CultureInfo.InvariantCulture)).ToList();
        offsets.Count.ShouldBe(9);
        for (var index = 0; index < offsets.Count; index++) text[offsets[index]..].ShouldStartWith($"{index + 1} 0 obj\n");
        foreach (Match stream in Streams().Matches(text)) stream.Groups["content"].Length.ShouldBe(int.Parse(stream.Groups["length"].Value, CultureInfo.InvariantCulture));
        text.ShouldContain("(Caff\u00e8 \u00805 \\(tip\\\\\\))");
        text.ShouldContain("/Title (Klaim \\(1\\))");
        text.ShouldContain("(2/2)");
    }

    [Fact]
    public void Wrap_LongTexts_FitTheWidth()
    {
        var lines = PdfText.Wrap($"Two words and {new string('m', 80)} at the end", 10, 200);

        lines.ShouldAllBe(line => PdfText.Width(line, 10, false) <= 200);
        string.Concat(lines).Replace(" ", "").Length.ShouldBe(80 + "Twowordsandattheend".Length);
        PdfText.Wrap("", 10, 200).ShouldBe([""]);
    }

    [Fact]
    public void Literal_LettersThatTheFontLacks_AreShownByLatinOnes()
    {
        PdfText.Literal("Łódź, Rīga, Đặng").ShouldBe("(L\u00f3dz, Riga, Dang)");
        PdfText.Literal("Гостиница Юность, Ξενοδοχείο Ώρα").ShouldBe("(Gostinitsa Iunost, Xenodocheio Ora)");
        PdfText.Literal("Caffe\u0300 東京 \U0001F600").ShouldBe("(Caffe ?? ?)");
        PdfText.Width("Щ", 10, bold: false).ShouldBe(PdfText.Width("Shch", 10, bold: false));
    }

    [GeneratedRegex(@"startxref\n(?<at>\d+)\n", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StartOfTable();

    [GeneratedRegex(@"(?<at>\d{10}) 00000 n ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Entries();

    [GeneratedRegex(@"/Length (?<length>\d+) >>\nstream\n(?<content>.*?)\nendstream", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Streams();
}
