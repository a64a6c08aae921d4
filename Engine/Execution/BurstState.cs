using System.Buffers;
using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Execution;

/// <summary>The state of a run as UTF-8 JSON, between two bursts. Short member names: it is read and written with every burst.</summary>
/// <remarks>Stored names throughout. A release only adds members, and reads what earlier releases wrote (Tests/Histories).</remarks>
public static class BurstState
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Save(Burst burst)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Compact);
        var instance = burst.Instance;
        json.WriteStartObject();
        json.WriteNumber("v"u8, 1);
        json.WriteNumber("next"u8, burst.NextContextId);
        json.WriteNumber("seq"u8, burst.NextSequence);
        WriteMap(json, "in"u8, KeptInput(burst));
        WriteMap(json, "out"u8, instance.Output);
        WriteMap(json, "props"u8, instance.Properties);
        WriteContexts(json, burst);
        WriteBookmarks(json, instance.Bookmarks);
        WriteIncidents(json, instance.Incidents);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Puts a saved run back together, ready to be resumed or cancelled.</summary>
    /// <param name="instance">Its columns; state fills the rest.</param>
    public static Burst Restore(WorkflowDefinition definition, WorkflowInstance instance, ReadOnlyMemory<byte> state, BurstServices services, HttpExchange? http = null)
    {
        using var document = JsonDocument.Parse(state);
        var json = document.RootElement;
        var burst = new Burst(definition, instance, services, depth: 0) { Http = http, FirstSequence = json.GetProperty("seq"u8).GetInt64() };
        ReadMap(json, "in"u8, instance.Input);
        instance.Input = WorkflowInputs.Convert(definition, instance.Input);
        ReadMap(json, "out"u8, instance.Output);
        ReadMap(json, "props"u8, instance.Properties);
        ReadContexts(json.GetProperty("ctx"u8), burst);
        burst.NextContextId = json.GetProperty("next"u8).GetInt32();
        if (json.TryGetProperty("bm"u8, out var bookmarks)) ReadBookmarks(bookmarks, burst);
        if (json.TryGetProperty("inc"u8, out var incidents)) ReadIncidents(incidents, instance);
        return burst;
    }

    /// <summary>As Elsa: after the first wait only declared inputs with a storage driver are left.</summary>
    private static ObjectValue KeptInput(Burst burst)
    {
        var kept = new ObjectValue();
        foreach (var input in burst.Definition.Inputs)
        {
            if (input.IsPersisted && burst.Root.TryGetInput(input.Name, out var value)) kept[input.Name] = value;
        }

        return kept;
    }

    private static void WriteContexts(Utf8JsonWriter json, Burst burst)
    {
        json.WriteStartArray("ctx"u8);
        var pending = new Stack<ActivityContext>([burst.Root]);
        while (pending.TryPop(out var context))
        {
            WriteContext(json, context);
            // Pushed youngest first, so that they come back oldest first.
            for (var child = context.LastChild; child is not null; child = child.PreviousSibling) pending.Push(child);
        }

        json.WriteEndArray();
    }

    private static void WriteContext(Utf8JsonWriter json, ActivityContext context)
    {
        json.WriteStartObject();
        json.WriteNumber("i"u8, context.Id);
        if (context.Parent is not null)
        {
            json.WriteNumber("p"u8, context.Parent.Id);
            json.WriteString("a"u8, context.Node.Key);
        }

        if (context.Status != ActivityStatus.Running) json.WriteString("st"u8, context.Status.ToString());
        if (context.Tag is not null) json.WriteString("t"u8, context.Tag);
        if (context.Position != 0) json.WriteNumber("n"u8, context.Position);
        if (context.InnerDefinition is { } inner) json.WriteString("d"u8, inner.Id);
        if (context.State is { } state)
        {
            json.WritePropertyName("s"u8);
            context.Node.Activity.WriteState(json, state);
        }

        if (context.Variables.Count > 0)
        {
            json.WriteStartArray("vars"u8);
            foreach (var block in context.Variables) WriteVariable(json, context, block);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteVariable(Utf8JsonWriter json, ActivityContext context, VariableBlock block)
    {
        var declared = IsDeclared(context, block.Definition);
        if (declared && !block.Definition.IsPersisted) return;
        json.WriteStartObject();
        json.WriteString("id"u8, block.Definition.Id);
        if (!declared)
        {
            // Made while running: its name is nowhere else.
            if (block.Definition.Name != block.Definition.Id) json.WriteString("name"u8, block.Definition.Name);
            if (block.IsInput) json.WriteBoolean("input"u8, true);
        }

        json.WritePropertyName("v"u8);
        JsonValues.Write(json, block.Value);
        json.WriteEndObject();
    }

    private static bool IsDeclared(ActivityContext context, VariableDefinition variable)
    {
        foreach (var declared in DeclaredVariables(context))
        {
            if (declared.Id == variable.Id) return true;
        }

        return false;
    }

    private static IReadOnlyList<VariableDefinition> DeclaredVariables(ActivityContext context) =>
        context.InnerDefinition?.Workflow.Variables ?? context.Node.Variables;

    private static void ReadContexts(JsonElement contexts, Burst burst)
    {
        var byId = new Dictionary<int, ActivityContext>();
        foreach (var json in contexts.EnumerateArray())
        {
            var id = json.GetProperty("i"u8).GetInt32();
            var parent = json.TryGetProperty("p"u8, out var parentId) ? byId[parentId.GetInt32()] : null;
            var node = NodeFor(burst, parent, json);
            var context = burst.NewContext(node, parent, json.TryGetProperty("t"u8, out var tag) ? tag.GetString() : null, id);
            context.Status = json.TryGetProperty("st"u8, out var status) ? Enum.Parse<ActivityStatus>(status.GetString()!) : ActivityStatus.Running;
            if (parent is null) burst.Root = context;
            else parent.UnfinishedChildren++;
            if (json.TryGetProperty("n"u8, out var position)) context.Position = position.GetInt32();
            if (json.TryGetProperty("d"u8, out var inner)) context.InnerDefinition = Definition(burst, inner.GetString()!);
            if (json.TryGetProperty("s"u8, out var state)) context.State = node.Activity.ReadState(state);
            foreach (var variable in DeclaredVariables(context)) context.Declare(variable);
            if (json.TryGetProperty("vars"u8, out var variables)) ReadVariables(variables, context);
            byId[id] = context;
        }
    }

    private static ActivityNode NodeFor(Burst burst, ActivityContext? parent, JsonElement json)
    {
        if (parent is null) return burst.Definition.Workflow;
        var definition = parent.InnerDefinition ?? parent.Composite?.InnerDefinition ?? burst.Definition;
        var key = json.GetProperty("a"u8).GetString()!;
        return definition.FindByKey(key) ?? throw new InvalidOperationException(
            $"The instance waits in activity '{key}', which version {definition.Version} of '{definition.DefinitionId}' does not have.");
    }

    private static WorkflowDefinition Definition(Burst burst, string versionId) =>
        burst.Services.Definitions.FindVersion(versionId) ?? throw new InvalidOperationException(
            $"The instance runs version '{versionId}' of a workflow inside itself, and that version is gone.");

    private static void ReadVariables(JsonElement variables, ActivityContext context)
    {
        foreach (var json in variables.EnumerateArray())
        {
            var id = json.GetProperty("id"u8).GetString()!;
            var value = JsonValues.FromJson(json.GetProperty("v"u8));
            var isInput = json.TryGetProperty("input"u8, out _);
            if (!isInput && context.Variables.FirstOrDefault(block => block.Definition.Id == id) is { } declared)
            {
                declared.Value = value is null ? null : ValueConverter.Convert(value, declared.Definition.Type);
                continue;
            }

            var name = json.TryGetProperty("name"u8, out var stored) ? stored.GetString()! : id;
            context.Declare(new VariableBlock(new VariableDefinition(id, name, typeof(object), Default: null, IsPersisted: true)) { Value = value, IsInput = isInput });
        }
    }

    private static void WriteBookmarks(Utf8JsonWriter json, List<Bookmark> bookmarks)
    {
        if (bookmarks.Count == 0) return;
        json.WriteStartArray("bm"u8);
        foreach (var bookmark in bookmarks)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, bookmark.Id);
            json.WriteNumber("i"u8, bookmark.ActivityInstanceId);
            json.WriteString("name"u8, bookmark.Name);
            json.WriteString("hash"u8, bookmark.Hash);
            if (bookmark.Callback is not null) json.WriteString("cb"u8, bookmark.Callback);
            if (!bookmark.AutoBurn) json.WriteBoolean("keep"u8, true);
            if (bookmark.DueAt is { } due) json.WriteNumber("due"u8, due.ToUnixTimeMilliseconds());
            json.WriteNumber("at"u8, bookmark.CreatedAt.ToUnixTimeMilliseconds());
            json.WritePropertyName("p"u8);
            JsonValues.Write(json, bookmark.Payload);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void ReadBookmarks(JsonElement bookmarks, Burst burst)
    {
        var contexts = new Dictionary<int, ActivityContext>();
        var pending = new Stack<ActivityContext>([burst.Root]);
        while (pending.TryPop(out var context))
        {
            contexts[context.Id] = context;
            foreach (var child in context.Children()) pending.Push(child);
        }

        foreach (var json in bookmarks.EnumerateArray())
        {
            var context = contexts[json.GetProperty("i"u8).GetInt32()];
            burst.Instance.Bookmarks.Add(new Bookmark
            {
                Id = json.GetProperty("id"u8).GetString()!,
                Name = json.GetProperty("name"u8).GetString()!,
                Hash = json.GetProperty("hash"u8).GetString()!,
                Payload = JsonValues.FromJson(json.GetProperty("p"u8)),
                ActivityId = context.Node.Id,
                ActivityType = context.Node.Type,
                ActivityInstanceId = context.Id,
                Callback = json.TryGetProperty("cb"u8, out var callback) ? callback.GetString() : null,
                AutoBurn = !json.TryGetProperty("keep"u8, out _),
                DueAt = json.TryGetProperty("due"u8, out var due) ? DateTimeOffset.FromUnixTimeMilliseconds(due.GetInt64()) : null,
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("at"u8).GetInt64()),
            });
        }
    }

    private static void WriteIncidents(Utf8JsonWriter json, List<Incident> incidents)
    {
        if (incidents.Count == 0) return;
        json.WriteStartArray("inc"u8);
        foreach (var incident in incidents)
        {
            json.WriteStartObject();
            json.WriteString("a"u8, incident.ActivityId);
            json.WriteString("n"u8, incident.ActivityNodeId);
            json.WriteString("t"u8, incident.ActivityType);
            json.WriteNumber("i"u8, incident.ActivityInstanceId);
            json.WriteString("m"u8, incident.Message);
            json.WriteString("x"u8, incident.ExceptionType);
            json.WriteNumber("at"u8, incident.Timestamp.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void ReadIncidents(JsonElement incidents, WorkflowInstance instance)
    {
        foreach (var json in incidents.EnumerateArray())
        {
            instance.Incidents.Add(new Incident(
                json.GetProperty("a"u8).GetString()!,
                json.GetProperty("n"u8).GetString()!,
                json.GetProperty("t"u8).GetString()!,
                json.GetProperty("i"u8).GetInt32(),
                json.GetProperty("m"u8).GetString()!,
                json.GetProperty("x"u8).GetString(),
                DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("at"u8).GetInt64())));
        }
    }

    private static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, ObjectValue map)
    {
        if (map.Count == 0) return;
        json.WritePropertyName(name);
        JsonValues.Write(json, map);
    }

    private static void ReadMap(JsonElement json, ReadOnlySpan<byte> name, ObjectValue map)
    {
        if (!json.TryGetProperty(name, out var stored)) return;
        foreach (var member in stored.EnumerateObject()) map[member.Name] = JsonValues.FromJson(member.Value);
    }
}
