using System.Threading.Channels;

namespace Workflows.Api.Definitions;

/// <summary>In development, takes a changed definition over as soon as it is saved, by the rule of the start. What is broken is printed; the old version stays.</summary>
public sealed class DefinitionWatcher(DefinitionFolder folder, IConfiguration configuration, TimeProvider time, ILogger<DefinitionWatcher> logger) : BackgroundService
{
    // Editors write a file in several steps.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly Channel<string> _changed = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = Path.GetFullPath(configuration["Definitions"] ?? "workflows");
        if (!Directory.Exists(path)) return;
        using var watcher = new FileSystemWatcher(path, "*.json") { IncludeSubdirectories = true };
        watcher.Changed += (_, change) => Note(change.Name);
        watcher.Created += (_, change) => Note(change.Name);
        watcher.Deleted += (_, change) => Note(change.Name);
        watcher.Renamed += (_, change) => Note(change.Name);
        watcher.Error += (_, _) => Note("many files");
        watcher.EnableRaisingEvents = true;
        // What was saved between the import of the start and now.
        Note("the start");
        logger.LogInformation("Definitions in {Folder} are taken over when they are saved", path);
        while (await _changed.Reader.WaitToReadAsync(stoppingToken))
        {
            while (_changed.Reader.TryRead(out _)) await Task.Delay(Quiet, time, stoppingToken);
            try
            {
                await folder.ImportAsync(path, stoppingToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.LogError("{Folder} cannot be read: {Problem}", path, e.Message);
            }
        }
    }

    private void Note(string? file)
    {
        if (file?.EndsWith(".tests.json", StringComparison.Ordinal) != true) _changed.Writer.TryWrite(file ?? "");
    }
}
