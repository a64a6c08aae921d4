using System.Collections.Concurrent;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Compiled scripts by their text.</summary>
internal sealed class ScriptCache
{
    private const int MaxScripts = 4096;
    private const long MaxCharacters = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Script> scripts = new();
    private long characters;

    public Script Get(string text)
    {
        if (scripts.TryGetValue(text, out var known))
            return known;
        var script = Script.Compile(text);
        // Starting over when full costs a recompilation now and then; keeping an order of use would cost every lookup.
        if (scripts.Count >= MaxScripts || Interlocked.Read(ref characters) > MaxCharacters)
        {
            scripts.Clear();
            Interlocked.Exchange(ref characters, 0);
        }
        if (scripts.TryAdd(text, script))
            Interlocked.Add(ref characters, text.Length);
        return script;
    }
}
