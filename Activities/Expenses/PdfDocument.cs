using System.Globalization;
using System.Text;

namespace Workflows.Activities.Expenses;

/// <summary>A plain PDF 1.4: A4 pages of text and rules in Helvetica, which every reader has, so that no font file is needed anywhere.</summary>
/// <remarks>Coordinates are points from the lower left corner. Characters are those of Windows-1252 (Western Europe, Indonesian); other Latin letters appear without their marks, Greek and Cyrillic in Latin letters, and what has no letters as a question mark.</remarks>
internal sealed class PdfDocument(string title)
{
    private readonly List<PdfPage> _pages = [];

    public PdfPage AddPage()
    {
        _pages.Add(new PdfPage());
        return _pages[^1];
    }

    /// <param name="footer">What stands at the foot of a page.</param>
    public byte[] ToBytes(Func<(int Page, int Of), string> footer)
    {
        for (var index = 0; index < _pages.Count; index++) _pages[index].Text(50, 36, footer((index + 1, _pages.Count)), 8);
        using var file = new MemoryStream();
        var offsets = new List<long>();
        Put("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n");
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object($"<< /Type /Pages /Count {_pages.Count} /Kids [{string.Join(" ", _pages.Select((_, index) => $"{6 + (index * 2)} 0 R"))}] >>");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
        Object($"<< /Title {PdfText.Literal(title)} /Producer (Workflows) >>");
        for (var index = 0; index < _pages.Count; index++)
        {
            var content = _pages[index].Content;
            Object($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {7 + (index * 2)} 0 R >>");
            Object($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }

        var table = file.Position;
        Put($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets) Put(string.Create(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        Put($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();

        void Object(string body)
        {
            offsets.Add(file.Position);
            Put($"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }

        // One character is one byte: texts have been brought to that before.
        void Put(string text) => file.Write(Encoding.Latin1.GetBytes(text));
    }
}

internal sealed class PdfPage
{
    private readonly StringBuilder _content = new();

    public string Content => _content.ToString();

    public void Text(double x, double y, string text, double size, bool bold = false) =>
        _content.Append(CultureInfo.InvariantCulture, $"BT /{(bold ? "F2" : "F1")} {size} Tf {x:0.##} {y:0.##} Td {PdfText.Literal(text)} Tj ET\n");

    /// <param name="x">Where the text ends.</param>
    public void TextRight(double x, double y, string text, double size, bool bold = false) => Text(x - PdfText.Width(text, size, bold), y, text, size, bold);

    public void Rule(double from, double to, double y) => _content.Append(CultureInfo.InvariantCulture, $"0.6 w {from:0.##} {y:0.##} m {to:0.##} {y:0.##} l S\n");
}

/// <summary>Text as PDF has it: its bytes, its width, its lines.</summary>
internal static class PdfText
{
    // Adobe's font metrics of Helvetica and Helvetica-Bold, in thousandths of the size, from the space on.
    private static readonly int[] Regular =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
        722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
        556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    private static readonly int[] Bold =
    [
        278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722,
        722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611,
        611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
    ];

    // What Windows-1252 has between 128 and 159.
    private const string Specials = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

    // Latin letters that the encoding lacks, and what stands in for them.
    private const string Lacking = "ąĄāĀăĂạẠảẢấẤầẦẩẨẫẪậẬắẮằẰẳẲẵẴặẶćĆčČċĊĉĈďĎđĐęĘěĚēĒėĖĕĔẹẸẻẺẽẼếẾềỀểỂễỄệỆğĞģĢġĠĝĜħĦĥĤįĮīĪĭĬıỉỈịỊĩĨĵĴķĶłŁļĻľĽĺĹńŃňŇņŅŋŊőŐōŌŏŎọỌỏỎốỐồỒổỔỗỖộỘơƠớỚờỜởỞỡỠợỢřŘŗŖŕŔśŚşŞșȘŝŜťŤţŢțȚŧŦůŮűŰūŪŭŬųŲũŨụỤủỦưƯứỨừỪửỬữỮựỰŵŴŷŶỳỲỵỴỷỶỹỸźŹżŻİ";
    private const string Instead = "aAaAaAaAaAaAaAaAaAaAaAaAaAaAaAcCcCcCcCdDdDeEeEeEeEeEeEeEeEeEeEeEeEeEgGgGgGgGhHhHiIiIiIiiIiIiIjJkKlLlLlLlLnNnNnNnNoOoOoOoOoOoOoOoOoOoOoOoOoOoOoOoOrRrRrRsSsSsSsStTtTtTtTuUuUuUuUuUuUuUuUuUuUuUuUuUuUwWyYyYyYyYyYzZzZI";

    // Cyrillic as passports have it (ICAO 9303), Greek as road signs have it (ELOT 743).
    private static readonly Dictionary<char, string> Latin = (
        "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ=ie ы=y ь= э=e ю=iu я=ia ё=e і=i ї=i є=ie ґ=g ў=u " +
        "ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o ά=a έ=e ή=i ί=i ό=o ύ=y ώ=o ϊ=i " +
        "ϋ=y ΐ=i ΰ=y")
        .Split(' ').ToDictionary(pair => pair[0], pair => pair[2..]);

    public static double Width(string text, double size, bool bold)
    {
        var widths = bold ? Bold : Regular;
        return Shown(text).Sum(c => c is >= ' ' and <= '~' ? widths[c - ' '] : 556) * size / 1000;
    }

    public static string Literal(string text)
    {
        var literal = new StringBuilder("(");
        foreach (var c in Shown(text))
        {
            var b = Byte(c);
            if (b is '(' or ')' or '\\') literal.Append('\\');
            literal.Append(b);
        }

        return literal.Append(')').ToString();
    }

    /// <summary>Breaks between words; a word that is wider than a line is cut.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var given in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var word = given;
            while (Width(word, size, bold: false) > width)
            {
                var fits = word.Length;
                while (fits > 1 && Width(word[..fits], size, bold: false) > width) fits--;
                if (line.Length > 0) lines.Add(line);
                line = "";
                lines.Add(word[..fits]);
                word = word[fits..];
            }

            if (line.Length > 0 && Width($"{line} {word}", size, bold: false) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        if (line.Length > 0) lines.Add(line);
        return lines.Count == 0 ? [""] : lines;
    }

    /// <summary>The text in letters that the fonts have.</summary>
    private static string Shown(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~')) return text;
        var shown = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsControl(c)) shown.Append(' ');
            else if (c < 128 || c is >= '\u00a0' and <= '\u00ff' || Specials.Contains(c)) shown.Append(c);
            else if (Lacking.IndexOf(c) is >= 0 and var lacking) shown.Append(Instead[lacking]);
            else if (Latin.TryGetValue(char.ToLowerInvariant(c), out var letters)) shown.Append(letters.Length > 0 && char.IsUpper(c) ? char.ToUpperInvariant(letters[0]) + letters[1..] : letters);
            // Marks that stand behind their letter, and the second halves of signs outside the first plane.
            else if (char.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) && !char.IsLowSurrogate(c)) shown.Append('?');
        }

        return shown.ToString();
    }

    private static char Byte(char c) => Specials.IndexOf(c) is >= 0 and var special ? (char)(128 + special) : c;
}
