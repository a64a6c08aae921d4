using System.Text.Json.Nodes;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Instances;

/// <summary>Alterations as Elsa's clients write them.</summary>
internal static class AlterationReader
{
    /// <param name="problem">What is wrong with them; null when nothing is.</param>
    public static IReadOnlyList<Alteration> Read(IReadOnlyList<JsonObject>? alterations, out string? problem)
    {
        problem = alterations is { Count: > 0 } ? null : "alterations: say what to change.";
        var read = new List<Alteration>();
        foreach (var alteration in alterations ?? [])
        {
            if (Read(alteration, out problem) is { } known) read.Add(known);
            if (problem is not null) return [];
        }

        return read;
    }

    private static Alteration? Read(JsonObject alteration, out string? problem)
    {
        problem = null;
        switch (Text(alteration, "type")?.ToUpperInvariant())
        {
            case "MIGRATE":
                if (alteration["targetVersion"] is JsonValue number && number.TryGetValue(out int version)) return new Alteration.Migrate(version);
                problem = "Migrate: give targetVersion, a number.";
                return null;
            case "MODIFYVARIABLE":
                if (Text(alteration, "variableId") is { } variable) return new Alteration.ModifyVariable(variable, JsonValues.FromJson(alteration["value"]));
                problem = "ModifyVariable: give variableId.";
                return null;
            case "SCHEDULEACTIVITY":
                return Activity(alteration, out problem) is { } schedule ? new Alteration.ScheduleActivity(schedule.Id, schedule.Number) : null;
            case "CANCELACTIVITY":
                return Activity(alteration, out problem) is { } cancel ? new Alteration.CancelActivity(cancel.Id, cancel.Number) : null;
            case "CANCEL":
                return new Alteration.Cancel();
            default:
                problem = $"There is no alteration '{alteration["type"]}'. Use Migrate, ModifyVariable, ScheduleActivity, CancelActivity or Cancel.";
                return null;
        }
    }

    private static (string? Id, int? Number)? Activity(JsonObject alteration, out string? problem)
    {
        problem = null;
        int? number = InstanceHistory.TryReadId(Text(alteration, "activityInstanceId"), out _, out var read) ? read : null;
        if (Text(alteration, "activityId") is { } id || number is not null) return (Text(alteration, "activityId"), number);
        problem = $"{alteration["type"]}: give activityId or activityInstanceId.";
        return null;
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
