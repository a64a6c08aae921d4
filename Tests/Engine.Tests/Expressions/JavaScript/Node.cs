using System.Diagnostics;
using System.Text.Json;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>Node as the reference: all programs in one process.</summary>
internal static class Node
{
    public static string[] Evaluate(IReadOnlyList<string> programs)
    {
        var start = new ProcessStartInfo("node", [DataFile("node-harness.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            Environment = { ["TZ"] = "UTC", ["LANG"] = "en_US.UTF-8" },
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync();
        JsonSerializer.Serialize(node.StandardInput.BaseStream, programs);
        node.StandardInput.Close();
        var lines = output.GetAwaiter().GetResult().Split('\n');
        node.WaitForExit();
        node.ExitCode.ShouldBe(0);
        lines.Length.ShouldBe(programs.Count);
        return [.. lines.Select(line => JsonSerializer.Deserialize<string>(line)!)];
    }

    public static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "Expressions", "JavaScript", name);
}
