using System.Text.Json.Nodes;

namespace Workflows.Conformance;

/// <summary>One case of a suite: what to load, what to do, what must come of it.</summary>
/// <param name="Json">As written in the suite; members that this runner does not know are ignored.</param>
public sealed record ConformanceCase(string Name, JsonObject Json)
{
    public string Operation => Json.Text("operation") ?? "run";

    public string Category => Json.Text("category") ?? Json.Text("scenario") ?? "";

    public string Source => Json.Text("source") ?? "";

    /// <summary>The importer's rules count instead of the flags in the files.</summary>
    public bool Imports => Json.Text("loadMode") == "import";

    public IReadOnlyList<string> Definitions => Json.Texts("definitions");

    /// <summary>Languages or activity types because of which the definitions must be refused; empty when they must run.</summary>
    public IReadOnlyList<string> Refused => Json["refused"] is JsonValue flag && flag.TryGetValue(out bool refused)
        ? (refused ? [""] : [])
        : Json.Texts("refused");

    public JsonObject Expect => Json.Map("expect") ?? [];

    public override string ToString() => Name;
}
