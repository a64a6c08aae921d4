namespace Workflows.Engine.Catalog;

/// <summary>Something that may be chosen for an input.</summary>
/// <param name="Value">What the definition says then.</param>
public sealed record InputOption(string Text, string Value);

/// <summary>What the designer's editors need to know, by the names that they look for.</summary>
public static class UiSpecification
{
    /// <summary>Null when the editor needs nothing.</summary>
    public static IReadOnlyDictionary<string, object>? For(string uiHint, IReadOnlyList<InputOption> options, IReadOnlyList<string> fixedOutcomes) => uiHint switch
    {
        UiHints.DropDown => One(UiHints.DropDown, new { selectList = new { items = options, isFlagsEnum = false } }),
        UiHints.CheckList => One(UiHints.CheckList, new { checkList = new { items = options, isFlagsEnum = false } }),
        UiHints.RadioList => One(UiHints.RadioList, new { radioList = new { items = options, isFlagsEnum = false } }),
        UiHints.CodeEditor => One(UiHints.CodeEditor, new { language = "javascript" }),
        UiHints.JsonEditor => One(UiHints.CodeEditor, new { language = "json" }),
        // Stored name: the designer looks for it in this case.
        UiHints.DynamicOutcomes when fixedOutcomes.Count > 0 => One("DynamicOutcomesOptions", new { fixedOutcomes }),
        _ => null,
    };

    private static Dictionary<string, object> One(string name, object specification) => new() { [name] = specification };
}
