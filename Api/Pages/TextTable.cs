using System.Globalization;

namespace Workflows.Api.Pages;

/// <summary>Texts of pages in English and Indonesian, by name.</summary>
internal sealed class TextTable(IReadOnlyDictionary<string, (string En, string Id)> texts)
{
    public IEnumerable<(string Name, string En, string Id)> All => texts.Select(text => (text.Key, text.Value.En, text.Value.Id));

    public bool Has(string name) => texts.ContainsKey(name);

    public string Get(string language, string name, params object?[] values)
    {
        var (english, indonesian) = texts[name];
        return string.Format(CultureInfo.InvariantCulture, language == "id" ? indonesian : english, values);
    }
}
