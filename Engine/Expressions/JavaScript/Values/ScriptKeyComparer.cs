using System.Runtime.CompilerServices;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>JavaScript's SameValueZero: numbers, strings and booleans by value (NaN equals itself), everything else by identity.</summary>
internal sealed class ScriptKeyComparer : IEqualityComparer<object>
{
    public static readonly ScriptKeyComparer Instance = new();

    // Dictionaries take no null key.
    private static readonly object NullKey = new();

    public static object Key(object? value) => value ?? NullKey;

    public new bool Equals(object? x, object? y) => ReferenceEquals(x, y) || (x, y) switch
    {
        (double a, double b) => a.Equals(b),
        (string a, string b) => a == b,
        (bool a, bool b) => a == b,
        _ => false,
    };

    // double.GetHashCode is not seeded: a script could choose numbers that all collide. HashCode is.
    public int GetHashCode(object obj) => obj switch
    {
        double number => HashCode.Combine(BitConverter.DoubleToInt64Bits(number == 0 ? 0d : number) is var bits ? (int)bits : 0, (int)(bits >> 32)),
        string text => text.GetHashCode(StringComparison.Ordinal),
        bool flag => flag ? 1 : 2,
        _ => RuntimeHelpers.GetHashCode(obj),
    };
}
