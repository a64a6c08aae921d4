using System.Collections.Frozen;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Letters of the Latin script taken apart into letter and mark, and put together again: what <c>normalize</c> and <c>localeCompare</c> need of Unicode's data.</summary>
/// <remarks>The process runs without ICU, .NET then normalizes nothing. Other scripts stay as they are.</remarks>
internal static class LatinMarks
{
    // A mark, a colon, then pairs of the composed letter and the letter without the mark.
    private static readonly string[] Table =
    [
        "\u0300:ÀAÈEÌIÒOÙUàaèeìiòoùuǛÜǜüǸNǹnḔĒḕēṐŌṑōẀWẁwẦÂầâẰĂằăỀÊềêỒÔồôỜƠờơỪƯừưỲYỳy",
        "\u0301:ÁAÉEÍIÓOÚUÝYáaéeíióoúuýyĆCćcĹLĺlŃNńnŔRŕrŚSśsŹZźzǗÜǘüǴGǵgǺÅǻåǼÆǽæǾØǿøḈÇḉçḖĒḗēḮÏḯïḰKḱkḾMḿmṌÕṍõṒŌṓōṔPṕpṸŨṹũẂWẃwẤÂ",
        "\u0301:ấâẮĂắăẾÊếêỐÔốôỚƠớơỨƯứư",
        "\u0302:ÂAÊEÎIÔOÛUâaêeîiôoûuĈCĉcĜGĝgĤHĥhĴJĵjŜSŝsŴWŵwŶYŷyẐZẑzẬẠậạỆẸệẹỘỌộọ",
        "\u0303:ÃAÑNÕOãañnõoĨIĩiŨUũuṼVṽvẪÂẫâẴĂẵăẼEẽeỄÊễêỖÔỗôỠƠỡơỮƯữưỸYỹy",
        "\u0304:ĀAāaĒEēeĪIīiŌOōoŪUūuǕÜǖüǞÄǟäǠȦǡȧǢÆǣæǬǪǭǫȪÖȫöȬÕȭõȰȮȱȯȲYȳyḠGḡgḸḶḹḷṜṚṝṛ",
        "\u0306:ĂAăaĔEĕeĞGğgĬIĭiŎOŏoŬUŭuḜȨḝȩẶẠặạ",
        "\u0307:ĊCċcĖEėeĠGġgİIŻZżzȦAȧaȮOȯoḂBḃbḊDḋdḞFḟfḢHḣhṀMṁmṄNṅnṖPṗpṘRṙrṠSṡsṤŚṥśṦŠṧšṨṢṩṣṪTṫtẆWẇwẊXẋxẎYẏyẛſ",
        "\u0308:ÄAËEÏIÖOÜUäaëeïiöoüuÿyŸYḦHḧhṎÕṏõṺŪṻūẄWẅwẌXẍxẗt",
        "\u0309:ẢAảaẨÂẩâẲĂẳăẺEẻeỂÊểêỈIỉiỎOỏoỔÔổôỞƠởơỦUủuỬƯửưỶYỷy",
        "\u030a:ÅAåaŮUůuẘwẙy",
        "\u030b:ŐOőoŰUűu",
        "\u030c:ČCčcĎDďdĚEěeĽLľlŇNňnŘRřrŠSšsŤTťtŽZžzǍAǎaǏIǐiǑOǒoǓUǔuǙÜǚüǦGǧgǨKǩkǮƷǯʒǰjȞHȟh",
        "\u030f:ȀAȁaȄEȅeȈIȉiȌOȍoȐRȑrȔUȕu",
        "\u0311:ȂAȃaȆEȇeȊIȋiȎOȏoȒRȓrȖUȗu",
        "\u031b:ƠOơoƯUưu",
        "\u0323:ḄBḅbḌDḍdḤHḥhḲKḳkḶLḷlṂMṃmṆNṇnṚRṛrṢSṣsṬTṭtṾVṿvẈWẉwẒZẓzẠAạaẸEẹeỊIịiỌOọoỢƠợơỤUụuỰƯựưỴYỵy",
        "\u0324:ṲUṳu",
        "\u0325:ḀAḁa",
        "\u0326:ȘSșsȚTțt",
        "\u0327:ÇCçcĢGģgĶKķkĻLļlŅNņnŖRŗrŞSşsŢTţtȨEȩeḐDḑdḨHḩh",
        "\u0328:ĄAąaĘEęeĮIįiŲUųuǪOǫo",
        "\u032d:ḒDḓdḘEḙeḼLḽlṊNṋnṰTṱtṶUṷu",
        "\u032e:ḪHḫh",
        "\u0330:ḚEḛeḬIḭiṴUṵu",
        "\u0331:ḆBḇbḎDḏdḴKḵkḺLḻlṈNṉnṞRṟrṮTṯtẔZẕzẖh",
    ];

    private static readonly FrozenDictionary<char, (char Letter, char Mark)> Parts = Entries().ToFrozenDictionary(entry => entry.Composed, entry => (entry.Letter, entry.Mark));

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Whole = Entries().ToFrozenDictionary(entry => (entry.Letter, entry.Mark), entry => entry.Composed);

    /// <summary>NFD: every letter before its marks, marks below before marks above.</summary>
    public static string Decompose(string text)
    {
        if (text.All(char.IsAscii))
            return text;
        var result = new StringBuilder(text.Length * 2);
        foreach (var c in text)
            Append(result, c);
        return InOrder(result.ToString());
    }

    /// <summary>NFC.</summary>
    public static string Compose(string text)
    {
        var parts = Decompose(text);
        if (ReferenceEquals(parts, text))
            return text;
        var result = new StringBuilder(parts.Length);
        var letter = -1;
        var blocked = 0;
        foreach (var c in parts)
        {
            var rank = Class(c);
            if (rank == 0)
            {
                letter = result.Length;
                blocked = 0;
            }
            else if (letter >= 0 && rank > blocked && Whole.TryGetValue((result[letter], c), out var whole))
            {
                result[letter] = whole;
                continue;
            }
            else
            {
                blocked = rank;
            }
            result.Append(c);
        }
        return result.ToString();
    }

    public static bool IsMark(char c) => c is >= '\u0300' and <= '\u036f';

    private static void Append(StringBuilder result, char c)
    {
        if (Parts.TryGetValue(c, out var parts))
        {
            Append(result, parts.Letter);
            Append(result, parts.Mark);
            return;
        }
        result.Append(c);
    }

    /// <summary>Sorts each run of marks by class, keeping the order of equals.</summary>
    private static string InOrder(string text)
    {
        var units = text.ToCharArray();
        for (var start = 0; start < units.Length; start++)
        {
            var end = start;
            while (end < units.Length && Class(units[end]) > 0)
                end++;
            if (end - start > 1)
                units[start..end].OrderBy(Class).ToArray().CopyTo(units, start);
            start = end;
        }
        return new string(units);
    }

    // Unicode's combining classes of the marks in the table; other marks stand above.
    private static int Class(char c) => c switch
    {
        '\u031b' => 216,
        '\u0321' or '\u0322' or '\u0327' or '\u0328' => 202,
        (>= '\u0316' and <= '\u0319') or (>= '\u031c' and <= '\u0320') or (>= '\u0323' and <= '\u0326') or (>= '\u0329' and <= '\u0333') => 220,
        _ => IsMark(c) ? 230 : 0,
    };

    private static IEnumerable<(char Composed, char Letter, char Mark)> Entries()
    {
        foreach (var line in Table)
        {
            for (var i = 2; i < line.Length; i += 2)
                yield return (line[i], line[i + 1], line[0]);
        }
    }
}
