using Workflows.Engine.Execution;

namespace Workflows.Activities.Registers;

/// <summary>Register rows as an activity sees them: what is committed, and over it what earlier activities of the same burst will write.</summary>
public static class RegisterReads
{
    /// <summary>Null when there is no such row.</summary>
    public static RegisterRow? FindRow(this ActivityContext context, string register, string? id)
    {
        if (string.IsNullOrEmpty(id)) return null;
        var of = context.Read<RegisterCatalog>().Get(register);
        var row = context.Read<RegisterStore>().Find(of, id);
        return context.Added<SaveRow>().Where(save => save.Register == register && save.Id == id).Aggregate(row, (before, save) => Over(of, context, before, save));
    }

    /// <summary>The rows where a column has a value, by id.</summary>
    public static IReadOnlyList<RegisterRow> FindRows(this ActivityContext context, string register, string column, string value)
    {
        var of = context.Read<RegisterCatalog>().Get(register);
        var rows = context.Read<RegisterStore>().Where(of, (column, value)).ToDictionary(row => row.Id);
        foreach (var save in context.Added<SaveRow>().Where(save => save.Register == register))
        {
            var before = rows.GetValueOrDefault(save.Id) ?? context.Read<RegisterStore>().Find(of, save.Id);
            rows[save.Id] = Over(of, context, before, save);
        }

        return [.. rows.Values.Where(row => row.Text(column) == value).OrderBy(row => row.Id, StringComparer.Ordinal)];
    }

    private static RegisterRow Over(Register register, ActivityContext context, RegisterRow? before, SaveRow save)
    {
        var values = new ObjectValue();
        foreach (var column in register.Columns) values[column.Name] = save.Values.TryGetValue(column.Name, out var written) ? written : before is null ? column.Default : before.Values.GetValueOrDefault(column.Name);
        var now = context.Time.GetUtcNow();
        return new RegisterRow(register.Name, save.Id, (before?.Version ?? 0) + 1, before?.CreatedAt ?? now, now, values);
    }
}
