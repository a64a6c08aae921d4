namespace Workflows.Stress;

/// <summary>Which invariants hold, and what contradicts those that do not.</summary>
internal sealed class Verdict
{
    private const int Shown = 10;

    private readonly Dictionary<string, List<string>> _checks = [];
    private readonly List<string> _notes = [];

    public int Violations => _checks.Values.Sum(check => check.Count);

    /// <summary>Says that something was looked at; violations found are added to it.</summary>
    public List<string> Check(string name)
    {
        if (!_checks.TryGetValue(name, out var found)) _checks[name] = found = [];
        return found;
    }

    public void Note(string text) => _notes.Add(text);

    /// <returns>The exit code.</returns>
    public int Print()
    {
        foreach (var note in _notes) Console.WriteLine(note);
        foreach (var (name, found) in _checks)
        {
            Console.WriteLine($"{(found.Count == 0 ? "ok  " : "FAIL")} {name}");
            foreach (var violation in found.Take(Shown)) Console.WriteLine($"     {violation}");
            if (found.Count > Shown) Console.WriteLine($"     and {found.Count - Shown} more");
        }

        var failed = _checks.Count(check => check.Value.Count > 0);
        Console.WriteLine($"{_checks.Count - failed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
