namespace Workflows.Api.Pages;

/// <summary>What the home and sign-in pages say, and the frame around every page.</summary>
internal static class PageTexts
{
    public static readonly TextTable Table = new(new Dictionary<string, (string En, string Id)>
    {
        ["languages"] = ("Language", "Bahasa"),
    });

    public static string Get(string language, string name, params object?[] values) => Table.Get(language, name, values);
}
