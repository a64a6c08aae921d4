using System.Diagnostics;
using System.Globalization;

namespace Workflows.Tests.Support;

/// <summary>Servers that would outlive a test run which is killed itself: a shell waits for the end of this process, and then ends those that are left.</summary>
internal static class Survivors
{
    // Its input ends with this process, however that ends. An id may have been given to another program since: only one of the product's is ended.
    private const string Script = """
        while read -r id; do ids="$ids $id"; done
        for id in $ids; do grep -qs Workflows.Api.dll "/proc/$id/cmdline" && kill -KILL "$id"; done
        """;

    private static readonly Lock Writing = new();
    private static readonly Lazy<Process> Shell = new(Start);

    public static void Add(Process server)
    {
        lock (Writing)
        {
            Shell.Value.StandardInput.WriteLine(server.Id.ToString(CultureInfo.InvariantCulture));
            Shell.Value.StandardInput.Flush();
        }
    }

    // A session of its own: Ctrl+C is for the test run.
    private static Process Start() =>
        Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script]) { RedirectStandardInput = true, UseShellExecute = false }) ?? throw new InvalidOperationException("setsid could not be started.");
}
