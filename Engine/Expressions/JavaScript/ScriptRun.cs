using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workflows.Engine.Expressions.JavaScript.Syntax;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>One run of a script: its host, what is left of its budget, and where it is.</summary>
internal sealed class ScriptRun(string text, IScriptHost host, ScriptLimits limits)
{
    // One throw costs about as much as this many steps: the CLR unwinds the stack for it.
    private const int ThrowCost = 1_000;
    private const int RegexRunsPerTimeout = 5;

    private long stepsLeft = limits.MaxSteps;
    private long bytesLeft = limits.MaxTotalAllocation;
    private TimeSpan regexTime;
    private HashSet<object>? joining;

    public IScriptHost Host { get; } = host;

    public ScriptLimits Limits { get; } = limits;

    /// <summary>Offset in the text of what runs now; kept by calls and member accesses, read when an error is made.</summary>
    public int Position { get; set; }

    public int Depth { get; set; }

    /// <summary>The arrays being turned into text right now: one inside itself is left out.</summary>
    public HashSet<object> Joining => joining ??= new(ReferenceEqualityComparer.Instance);

    public static object?[] NoArguments => [];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(long steps)
    {
        stepsLeft -= steps;
        if (stepsLeft < 0)
            throw Limit($"The script took more than {Limits.MaxSteps} steps.");
    }

    /// <summary>For work that grows with a text's length: comparing it, hashing it as a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ChargeText(string text)
    {
        if (text.Length >= 256)
            Charge(text.Length >> 8);
    }

    public void Allocate(long bytes)
    {
        bytesLeft -= bytes;
        if (bytesLeft < 0)
            throw Limit($"The script used more than {Limits.MaxTotalAllocation} bytes of memory.");
    }

    /// <summary>One level deeper. The CLR stack is asked too: a thread may have less of it than the depth limit assumes.</summary>
    public void Enter()
    {
        if (++Depth > Limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Limit($"The script nests calls or data deeper than {Limits.MaxDepth} levels.");
    }

    public void Leave() => Depth--;

    /// <summary>Called before a string of that length is built.</summary>
    public void ReserveString(long length)
    {
        if (length > Limits.MaxStringLength)
            throw Limit($"A string would be longer than {Limits.MaxStringLength} characters.");
        Allocate((length * 2) + 24);
        Charge(length >> 8);
    }

    /// <summary>Called before a list, map, set or object grows to that many entries.</summary>
    public void ReserveEntries(long total, long added, int bytesEach = 16)
    {
        if (total > Limits.MaxArrayLength)
            throw Limit($"An array or object would have more than {Limits.MaxArrayLength} elements.");
        Allocate((added * bytesEach) + 32);
    }

    public List<object?> NewList(long capacity)
    {
        ReserveEntries(capacity, capacity);
        return new List<object?>((int)capacity);
    }

    public OrderedDictionary<string, object?> NewObject()
    {
        Allocate(96);
        return [];
    }

    public void Append(List<object?> list, object? item)
    {
        ReserveEntries(list.Count + 1, 1);
        list.Add(item);
    }

    public string Concat(string left, string right)
    {
        if (left.Length == 0)
            return right;
        if (right.Length == 0)
            return left;
        ReserveString((long)left.Length + right.Length);
        return string.Concat(left, right);
    }

    public string Slice(string text, int start, int length)
    {
        if (length <= 0)
            return "";
        if (start == 0 && length == text.Length)
            return text;
        ReserveString(length);
        return text.Substring(start, length);
    }

    /// <summary>Runs one regular expression operation and counts its time: many matches that each stay below their timeout are a hang too.</summary>
    public T Match<T>(int inputLength, Func<T> match)
    {
        Charge(10 + (inputLength >> 6));
        var start = Stopwatch.GetTimestamp();
        T result;
        try
        {
            result = match();
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw Limit($"A regular expression took longer than {Limits.RegexTimeout.TotalMilliseconds} ms.");
        }
        regexTime += Stopwatch.GetElapsedTime(start);
        var allowed = Limits.RegexTimeout * RegexRunsPerTimeout;
        return regexTime <= allowed ? result : throw Limit($"The regular expression matches together took longer than {allowed.TotalMilliseconds} ms.");
    }

    public object?[] ToHost(ReadOnlySpan<object?> values)
    {
        if (values.IsEmpty)
            return NoArguments;
        var converted = new object?[values.Length];
        for (var i = 0; i < values.Length; i++)
            converted[i] = ToHost(values[i]);
        return converted;
    }

    public object? ToHost(object? value) => HostConversion.ToHost(value, this);

    public ScriptLimitException Limit(string message)
    {
        var (line, column) = TextPosition.Of(text, Position);
        return new ScriptLimitException(message, line, column);
    }

    public ScriptException Error(string name, string message)
    {
        Charge(ThrowCost);
        return Thrown(new ScriptError(name, message));
    }

    public ScriptException TypeError(string message) => Error("TypeError", message);

    public ScriptException RangeError(string message) => Error("RangeError", message);

    public ScriptException Throw(object? value)
    {
        Charge(ThrowCost);
        return Thrown(value);
    }

    /// <summary>The source of a function, for <c>String(f)</c>.</summary>
    public string Source(int start, int end) => Slice(text, start, end - start);

    private ScriptException Thrown(object? value)
    {
        var (line, column) = TextPosition.Of(text, Position);
        var message = value switch
        {
            ScriptError error => error.ToString(),
            string thrown => $"Uncaught '{thrown}'",
            double or bool or null or Undefined => $"Uncaught {Coerce.PrimitiveText(value)}",
            _ => "Uncaught object",
        };
        return new ScriptException(message, line, column, value) { CatchableIn = this };
    }
}
