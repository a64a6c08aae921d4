using Workflows.Activities.People;

namespace Workflows.Activities.Registers;

/// <summary>Rows for the demo company: clients, stocks, projects, limits. Shipped as CSV files that go through the same import as anybody's.</summary>
public sealed class DemoRegisters(RegisterImport import, RegisterCatalog registers, RegisterStore store)
{
    // In the order in which they refer to each other.
    private static readonly string[] Names = ["employees", "clients", "stocks", "projects", "freezes", "expense-limits", "leave-types"];

    /// <summary>Loads what is not there yet: registers that have rows are left alone.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        foreach (var name in Names)
        {
            var register = registers.Get(name);
            if (store.Where(register).Count > 0) continue;
            var result = await import.ImportAsync(register, Shipped(name), new RegisterCause("demo"), (_, _) => null, ct);
            if (!result.Succeeded) throw new InvalidOperationException($"The demo rows do not load. {string.Join(' ', result.Problems)}");
        }
    }

    private static CsvFile Shipped(string name)
    {
        using var stream = typeof(DemoRegisters).Assembly.GetManifestResourceStream($"Workflows.Activities.Registers.Demo.{name}.csv")
            ?? throw new InvalidOperationException($"The program was built without {name}.csv of the demo company.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new CsvFile($"{name}.csv", content);
    }
}
