using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Attachments;
using Workflows.Activities.Registers;
using Workflows.Engine.Expressions;

namespace Workflows.Api.CommandLine;

/// <summary>Files and register rows.</summary>
internal sealed partial class Scenario
{
    private readonly Dictionary<string, string> _files = [];

    /// <summary>Uploads a file; equal texts are equal files.</summary>
    private async Task UploadAsync(JsonObject step, CancellationToken ct)
    {
        var name = Text(step, "name") ?? throw new ScenarioException("name: say what the file is called.");
        var content = Encoding.UTF8.GetBytes("%PDF-1.4 " + (Text(step, "text") ?? name));
        var (stored, problem) = await _product.Get<AttachmentStore>().AddAsync(name, content, Text(step, "as") ?? _requester.Id, ct);
        _files[name] = stored?.Id ?? throw new ScenarioException(problem!);
    }

    /// <summary>The inputs, with the id of an uploaded file wherever its name stands after a dollar sign.</summary>
    private JsonObject WithFiles(JsonNode inputs)
    {
        var copy = inputs.DeepClone();
        Replace(copy);
        return (JsonObject)copy;

        void Replace(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject map:
                    foreach (var (name, value) in map.ToList())
                    {
                        if (IdOf(value) is { } id) map[name] = id;
                        else Replace(value);
                    }

                    break;
                case JsonArray list:
                    foreach (var item in list) Replace(item);
                    break;
            }
        }

        string? IdOf(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? plain) && plain.StartsWith('$') ? _files.GetValueOrDefault(plain[1..]) : null;
    }

    private async Task ChangeRowAsync(JsonObject step, CancellationToken ct)
    {
        var (register, id, store) = (RegisterIn(Text(step, "register") ?? ""), Text(step, "id") ?? "", _product.Get<RegisterStore>());
        var values = (JsonObject)step["values"]!.DeepClone();
        var result = store.Find(register, id) is null ? await store.CreateAsync(register, id, values, new RegisterCause("api"), ct) : await store.ChangeAsync(register, id, version: null, values, new RegisterCause("api"), ct);
        var found = result is RegisterResult.Invalid invalid ? string.Join(" ", invalid.Problems.SelectMany(problem => problem.Value)) : result.GetType().Name;
        Contains("row", Text(step, "result") ?? "Done", found);
    }

    private void ExpectRows(JsonObject expected)
    {
        foreach (var (name, rows) in expected)
        {
            var found = _product.Get<RegisterStore>().Where(RegisterIn(name));
            var wanted = rows as JsonArray ?? [];
            if (found.Count != wanted.Count) throw new ScenarioException($"rows.{name}: expected {wanted.Count}, but there are {found.Count}: {string.Join(", ", found.Select(row => row.Id))}");
            foreach (var (row, want) in found.Zip(wanted.OfType<JsonObject>()))
            {
                foreach (var (column, value) in want)
                {
                    var shown = column == "id" ? row.Id : ValueConverter.ToText(row.Values.GetValueOrDefault(column));
                    Compare($"rows.{name}.{row.Id}.{column}", value?.ToString() ?? "", shown);
                }
            }
        }
    }

    private Register RegisterIn(string name) => _product.Get<RegisterCatalog>().Find(name) ?? throw new ScenarioException($"There is no register '{name}'.");
}
