using System.Runtime.CompilerServices;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Boxed values that scripts make over and over.</summary>
internal static class JsNumber
{
    public static readonly object True = true;
    public static readonly object False = false;
    public static readonly object NaN = double.NaN;

    private const int Smallest = -1;
    private const int Largest = 1023;
    private static readonly object[] Small = [.. Enumerable.Range(Smallest, Largest - Smallest + 1).Select(i => (object)(double)i)];

    public static readonly object Zero = Small[-Smallest];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static object Box(double value)
    {
        var whole = (int)value;
        if (whole == value && (uint)(whole - Smallest) <= Largest - Smallest && (whole != 0 || !double.IsNegative(value)))
            return Small[whole - Smallest];
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static object Box(bool value) => value ? True : False;
}
