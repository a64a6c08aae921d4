using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.Calendar;
using Workflows.Activities.Money;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Requests;

/// <summary>The form of a process: its inputs, with what its custom property <see cref="Property"/> adds. Gives the JSON Schema, the validation and the facts that approvers see.</summary>
public sealed class RequestForm
{
    /// <summary>Stored name: the custom property of a definition that makes it a process for people.</summary>
    public const string Property = "Workflows:Request";

    // Read once: a definition does not change, and its form is asked for several times in each run.
    private static readonly ConditionalWeakTable<WorkflowDefinition, RequestForm?> Forms = [];

    private RequestForm(string prefix, IReadOnlyList<FormField> fields, JsonObject settings)
    {
        ReferencePrefix = prefix;
        Fields = fields;
        Settings = settings;
    }

    /// <summary>What references of this process start with.</summary>
    public string ReferencePrefix { get; }

    public IReadOnlyList<FormField> Fields { get; }

    private JsonObject Settings { get; }

    /// <summary>Null when the definition is not offered to people.</summary>
    public static RequestForm? Of(WorkflowDefinition definition) => Forms.GetValue(definition, Read);

    private static RequestForm? Read(WorkflowDefinition definition)
    {
        if (definition.CustomProperties[Property] is not JsonObject settings) return null;
        var fields = settings["fields"] as JsonObject ?? [];
        return new RequestForm(
            settings["referencePrefix"]?.ToString() is { Length: > 0 } prefix ? prefix : "RQ",
            [.. definition.Inputs.Select(input => FormField.Read(input, fields[input.Name] as JsonObject ?? []))],
            settings);
    }

    /// <summary>The column of this name in a field that holds lines; null when no field has one.</summary>
    public FormField? Column(string name) => Fields.SelectMany(field => field.Columns).FirstOrDefault(column => column.Name == name);

    /// <summary>The process's name in a language; the definition's own where it has none.</summary>
    public string? Title(string language) => FormField.Localized(Settings["title"], language);

    /// <summary>Checks what was submitted. All problems at once.</summary>
    /// <returns>The inputs by name, converted; or problems by field.</returns>
    public (ObjectValue Inputs, IReadOnlyDictionary<string, string[]> Problems) Read(JsonObject submitted)
    {
        var inputs = new ObjectValue();
        var problems = new Dictionary<string, string[]>();
        foreach (var (name, _) in submitted)
        {
            if (!Fields.Any(field => field.Name == name))
                problems[name] = [$"{name}: this process has no such field. Its fields are {string.Join(", ", Fields.Select(field => field.Name))}."];
        }

        foreach (var field in Fields)
        {
            if (field.Check(submitted[field.Name], out var value) is { } problem) problems[field.Name] = [problem];
            else if (value is not null) inputs[field.Name] = value;
        }

        return (inputs, problems);
    }

    /// <summary>See <see cref="FormWarnings"/>.</summary>
    internal IEnumerable<JsonObject> Warnings => (Settings["warnings"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The files that the inputs name, each once.</summary>
    public IReadOnlyList<string> FilesIn(ObjectValue inputs) => [.. Fields.SelectMany(field => field.FilesIn(inputs.GetValueOrDefault(field.Name))).Distinct()];

    /// <summary>The form as JSON Schema (2020-12) with hints for whoever draws it.</summary>
    public JsonObject ToJsonSchema(string language)
    {
        var properties = new JsonObject();
        foreach (var field in Fields) properties[field.Name] = field.ToJsonSchema(language);
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. Fields.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name))]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>What was submitted, as label and value in a language: what approvers see. Empty answers and unticked boxes are left out.</summary>
    /// <param name="names">For fields that name somebody or something by id; without it they show the id.</param>
    public IReadOnlyList<(string Label, string Value)> Facts(ObjectValue inputs, string language, NamesInForm? names = null) =>
    [
        .. from field in Fields
           let value = inputs.GetValueOrDefault(field.Name)
           where value is not (null or "" or false)
           select (field.Label(language), field.Display(value, language, names)),
    ];

    /// <summary>The field that a problem is about, where it begins with one: <c>lines</c> of <c>lines[0].amount: ...</c>; null otherwise.</summary>
    public static string? FieldOf(string problem) => problem.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end
        && problem[..end].All(c => char.IsLetterOrDigit(c) || c is '[' or ']' or '.' or '_')
            ? problem[..end].Split('[', '.')[0] is { Length: > 0 } name ? name : null
            : null;

    /// <summary>A problem as people read it: it begins with what the form calls the field, not with the field's name.</summary>
    public string Explain(string problem, string language) => FieldOf(problem) is { } name && Fields.FirstOrDefault(field => field.Name == name) is { } found
        ? $"{found.Label(language)}: {problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..]}"
        : problem;
}

/// <summary>One field of a form.</summary>
public sealed record FormField(string Name, Type Type, bool IsRequired, bool IsDay, IReadOnlyList<FormOption> Options, JsonObject Settings, InputDefinition Input)
{
    public static FormField Read(InputDefinition input, JsonObject settings) => new(
        input.Name,
        input.Type,
        settings["required"] is JsonValue required && required.TryGetValue(out bool isRequired) && isRequired,
        settings["format"]?.ToString() == "date" || input.Type == typeof(DateOnly),
        [.. (settings["options"] as JsonArray ?? []).OfType<JsonObject>().Select(option => new FormOption(option["value"]?.ToString() ?? "", option["label"]))],
        settings,
        input);

    /// <summary>The columns of a field that holds lines; empty for every other field.</summary>
    public IReadOnlyList<FormField> Columns { get; } =
        [.. (Settings["columns"] as JsonObject ?? []).Select(column => Column(column.Key, column.Value as JsonObject ?? []))];

    /// <summary>Encrypted before anything of it is stored: see <see cref="Registers.SealedInputs"/>.</summary>
    public bool IsSecret => Settings["format"]?.ToString() == "secret";

    /// <summary>The id of a file that was uploaded before.</summary>
    public bool IsFile => Settings["format"]?.ToString() == "file";

    /// <summary>The files that a value names, through the lines of a table.</summary>
    public IEnumerable<string> FilesIn(object? value) => Columns.Count == 0
        ? IsFile && value is string { Length: > 0 } file ? [file] : []
        : FormTable.Lines(value).SelectMany(line => Columns.SelectMany(column => column.FilesIn(line.GetValueOrDefault(column.Name))));

    /// <summary>Names a person, by id.</summary>
    public bool IsPerson => Settings["format"]?.ToString() == "person";

    /// <summary>An amount or a price; its currency stands elsewhere.</summary>
    private bool IsMoney => Settings["format"]?.ToString() == "money";

    /// <summary>The register of which the field names a row, by id; null when it names none.</summary>
    public string? Register => Settings["x-register"]?.ToString();

    public string Label(string language) => Localized(Settings["label"], language) ?? Input.DisplayName ?? Name;

    /// <inheritdoc cref="RequestForm.Facts"/>
    public string Display(object? value, string language, NamesInForm? names = null)
    {
        if (Columns.Count > 0) return FormTable.Display(this, value, language, names);
        if (value is string id && names?.Of(this, id) is { } name) return name;
        // Lines come back from the state of a run with whatever kind of number their JSON has.
        if (Type == typeof(decimal) && ValueConverter.TryConvert(value, typeof(decimal), out var number) && number is decimal exact) return Amounts.Number(exact, language, IsMoney ? 2 : 0);
        if (value is bool flag) return (flag, language) switch { (true, "id") => "Ya", (true, _) => "Yes", (false, "id") => "Tidak", _ => "No" };
        var text = ValueConverter.ToText(value);
        if (IsDay && DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)) return Texts.Day(day, language);
        return Options.FirstOrDefault(option => option.Value == text) is { } option ? option.LabelIn(language) : text;
    }

    /// <returns>What is wrong and how to mend it; null when the value will do.</returns>
    public string? Check(JsonNode? json, out object? value)
    {
        value = null;
        if (Columns.Count > 0) return FormTable.Check(this, json, out value);
        var plain = JsonValues.FromJson(json);
        if (plain is null or "") return IsRequired ? $"{Name}: this field is required. {Expected()}" : null;
        if (plain is string { Length: > 4000 }) return $"{Name}: this text is longer than 4,000 characters. Shorten it.";
        if (IsDay)
        {
            if (!IsoDay.TryParse(ValueConverter.ToText(plain), Name, out var day, out var error)) return error;
            value = Type == typeof(DateOnly) ? day : IsoDay.Text(day);
            return null;
        }

        if (Options.Count > 0 && !Options.Any(option => option.Value == ValueConverter.ToText(plain)))
            return $"{Name}: '{ValueConverter.ToText(plain)}' cannot be chosen. {Expected()}";
        if (Mismatch(plain)) return $"{Name}: '{ValueConverter.ToText(plain)}' does not fit. {Expected()}";
        if (!ValueConverter.TryConvert(plain, Type, out value)) return $"{Name}: '{ValueConverter.ToText(plain)}' does not fit. {Expected()}";
        return OutOfRange(value);
    }

    public JsonObject ToJsonSchema(string language)
    {
        var schema = new JsonObject { ["type"] = JsonType(), ["title"] = Label(language) };
        if ((Localized(Settings["hint"], language) ?? Input.Description) is { Length: > 0 } hint) schema["description"] = hint;
        if (Columns.Count > 0) FormTable.Describe(this, schema, language);
        if (IsDay) schema["format"] = "date";
        if (IsFile || IsSecret) schema["format"] = Settings["format"]!.ToString();
        if (IsPerson) schema["format"] = "person";
        if (Options.Count > 0)
        {
            schema["enum"] = new JsonArray([.. Options.Select(option => JsonValue.Create(option.Value))]);
            schema["x-labels"] = new JsonArray([.. Options.Select(option => JsonValue.Create(option.LabelIn(language)))]);
        }

        foreach (var keyword in (string[])["minimum", "maximum", "default", "x-show-when", "x-register", "x-warn-above"])
        {
            if (Settings[keyword] is { } limit) schema[keyword] = limit.DeepClone();
        }

        if (Input.Json["uiHint"]?.ToString() is { Length: > 0 } uiHint) schema["x-ui-hint"] = uiHint;
        return schema;
    }

    private static FormField Column(string name, JsonObject settings)
    {
        var type = TypeNames.Resolve(settings["type"]?.ToString() ?? "String") ?? typeof(string);
        return Read(new InputDefinition(name, type, DisplayName: null, Description: null, IsPersisted: true, []), settings);
    }

    /// <summary>A text, or one text a language; English where the language is missing.</summary>
    internal static string? Localized(JsonNode? text, string language) => text switch
    {
        JsonObject byLanguage => (byLanguage[language] ?? byLanguage["en"])?.ToString(),
        null => null,
        _ => text.ToString(),
    };

    // The lenient conversion of expressions would take "maybe" for false; a form must not.
    private bool Mismatch(object plain)
    {
        if (Type == typeof(bool)) return plain is not bool && !bool.TryParse(ValueConverter.ToText(plain), out _);
        if (Type == typeof(string)) return plain is ObjectValue or ListValue;
        if (!IsNumber()) return false;
        return plain is bool || !decimal.TryParse(ValueConverter.ToText(plain), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || (JsonType() == "integer" && number != decimal.Truncate(number));
    }

    private string? OutOfRange(object? value)
    {
        if (!IsNumber() || value is null) return null;
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        if (Limit("minimum") is { } least && number < least) return $"{Name}: {number} is too little. The least is {least}.";
        return Limit("maximum") is { } most && number > most ? $"{Name}: {number} is too much. The most is {most}." : null;
    }

    private decimal? Limit(string keyword) => Settings[keyword] is JsonValue limit && limit.TryGetValue(out decimal number) ? number : null;

    private bool IsNumber() => JsonType() is "integer" or "number";

    private string JsonType() => Type == typeof(bool) ? "boolean"
        : Type == typeof(int) || Type == typeof(long) || Type == typeof(short) ? "integer"
        : Type == typeof(decimal) || Type == typeof(double) || Type == typeof(float) ? "number"
        : Type.IsArray ? "array"
        : Type == typeof(ObjectValue) || Type == typeof(JsonElement) ? "object"
        : "string";

    private string Expected()
    {
        if (Options.Count > 0) return $"Choose one of: {string.Join(", ", Options.Select(option => option.Value))}.";
        if (IsDay) return "Write it as year-month-day, for example 2026-02-25.";
        return JsonType() switch
        {
            "boolean" => "Write true or false.",
            "integer" => "Write a whole number.",
            "number" => "Write a number, for example 12.50.",
            _ => "Give it a value.",
        };
    }
}

/// <summary>A value that may be chosen, and what people call it.</summary>
public sealed record FormOption(string Value, JsonNode? Label)
{
    public string LabelIn(string language) => FormField.Localized(Label, language) ?? Value;
}
