using System.Text.RegularExpressions;
using Workflows.Api.ActionPages;
using Workflows.Api.Channels;
using Workflows.Api.DigestPages;
using Workflows.Api.Pages;

namespace Workflows.Api.Tests.Pages;

public sealed class TextTests
{
    [Fact]
    public void All_EveryText_IsInBothLanguagesWithTheSamePlaces()
    {
        foreach (var (name, english, indonesian) in ActionPageTexts.Table.All.Concat(PageTexts.Table.All).Concat(DigestPageTexts.Table.All).Concat(UnsubscribeTexts.Table.All))
        {
            english.ShouldNotBeNullOrWhiteSpace(name);
            indonesian.ShouldNotBeNullOrWhiteSpace(name);
            Places(indonesian).ShouldBe(Places(english), name);
        }

        static IEnumerable<string> Places(string text) => Regex.Matches(text, @"\{\d\}", RegexOptions.NonBacktracking).Select(place => place.Value).Distinct().Order();
    }
}
