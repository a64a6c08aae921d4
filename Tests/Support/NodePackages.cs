using System.Diagnostics;

namespace Workflows.Tests.Support;

/// <summary>Runs <c>npm ci</c> where it has not been run yet.</summary>
internal static class NodePackages
{
    public static async Task InstallAsync(string folder)
    {
        // npm writes this file last.
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (File.Exists(installed)) return;

        // Several test programs may get here at once; the first one installs.
        await using var turn = await LockAsync(Path.Combine(Path.GetTempPath(), "workflows-tests-npm.lock"));
        if (File.Exists(installed)) return;
        var start = new ProcessStartInfo("npm", "ci --no-audit --no-fund") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var npm = Process.Start(start)!;
        var output = npm.StandardOutput.ReadToEndAsync();
        var errors = npm.StandardError.ReadToEndAsync();
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ci failed in {folder}: {await output}{await errors}");
    }

    private static async Task<FileStream> LockAsync(string file)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another process installs; a lock file has no signal to wait on.
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        }
    }
}
