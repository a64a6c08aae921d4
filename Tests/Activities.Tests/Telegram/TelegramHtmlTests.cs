using System.Net;
using System.Text.RegularExpressions;
using Workflows.Activities.Telegram;

namespace Workflows.Activities.Tests.Telegram;

public sealed partial class TelegramHtmlTests
{
    [Fact]
    public void Fact_WithMarks_ShowsThemAsTheyAre()
    {
        var html = new TelegramHtml().Heading("<b>1 & 2</b>").Fact("Who \"asks\"", "</b><a href=\"x\">").ToString();

        html.ShouldBe("<b>&lt;b&gt;1 &amp; 2&lt;/b&gt;</b>\n<b>Who &quot;asks&quot;:</b> &lt;/b&gt;&lt;a href=&quot;x&quot;&gt;");
    }

    [Fact]
    public void Text_WithLineBreaksAndOverrides_StaysOnItsLine() => new TelegramHtml().Text("one\r\ntwo\u202Ethree").ToString().ShouldBe("one two three");

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(500)]
    [InlineData(5000)]
    public void Lines_TooMany_AreCutWithRoomForALink(int length)
    {
        var html = new TelegramHtml(TelegramHtml.Most);
        for (var line = 0; line < 9000 / length + 1; line++) html.Fact("<&>", new string('&', length));
        html.Link("There is more: open LV-2026-00042", "https://approvals.example.com/requests/LV-2026-00042?a=1&b=2");

        html.IsCut.ShouldBeTrue();
        var shown = Shown(html.ToString());
        shown.Length.ShouldBeInRange(TelegramHtml.Most - 700, TelegramHtml.Most);
        shown.ShouldEndWith("There is more: open LV-2026-00042");
    }

    [Fact]
    public void Cut_InTheMiddleOfACharacter_LeavesItOut()
    {
        TelegramHtml.Cut("abc😀def", 5).ShouldBe("abc…");
        TelegramHtml.Cut("abc😀def", 6).ShouldBe("abc😀…");
        TelegramHtml.Cut("abc", 3).ShouldBe("abc");
    }

    [Fact]
    public void Quote_KeepsItsLines() => new TelegramHtml().Quote("Emma", "one\n<two>").ToString().ShouldBe("Emma:\n<blockquote>one\n&lt;two&gt;</blockquote>");

    private static string Shown(string html) => WebUtility.HtmlDecode(Mark().Replace(html, ""));

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();
}
