namespace Workflows.Activities.Approvals;

/// <summary>Ids of tasks, in the order in which this process made them: those who are asked at the same instant stand everywhere in the order in which the process asks them.</summary>
/// <remarks>UUIDs of version 7 with a counter in the place of their first random bits: RFC 9562, 6.2, method 1.</remarks>
internal static class TaskIds
{
    private const int CounterBits = 12;

    // Milliseconds since 1970, and behind them the counter. When it is full the milliseconds go ahead of the clock.
    private static long _last;

    public static string Next()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(next >> CounterBits)).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | ((next >> 8) & 0x0F));
        bytes[7] = (byte)next;
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
