using System.CommandLine;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>The commands that keep files and the database in agreement.</summary>
internal static class DefinitionCommands
{
    private const string Where = " Works on the database of the data folder, or on a running server with --server and --key (or WORKFLOWS_SERVER and WORKFLOWS_KEY).";

    public static readonly IReadOnlyList<string> Names = ["pull", "push", "status", "diff"];

    public static Command[] All() => [Pull(), Push(), Status(), Diff()];

    private static Command Pull()
    {
        var ids = new Argument<string[]>("ids") { Description = "Processes; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var force = new Option<bool>("--force") { Description = "Overwrite files that were changed." };
        var command = new Command("pull", "Writes the definitions in use to files, in canonical form. Exit code 0: done; 1: a changed file was left alone; 2: it could not be done." + Where) { ids, force };
        return With(command, (parsed, options, ct) => PullCommand.RunAsync(options, parsed.GetValue(ids)!, parsed.GetValue(force), Console.Out, ct));
    }

    private static Command Push()
    {
        var files = new Argument<string[]>("files") { Description = "Definition files, or folders of them; the whole folder when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var publish = new Option<bool>("--publish") { Description = "Make them the versions in use. Otherwise they become drafts." };
        var comment = new Option<string?>("--comment") { Description = "What changed, for the list of versions." };
        var force = new Option<bool>("--force") { Description = "Also over changes in the database: as the next version, so that nothing is lost." };
        var command = new Command("push", "Imports definition files. Exit code 0: done; 1: one was refused, because it is not newer or not right; 2: it could not be done." + Where) { files, publish, comment, force };
        return With(command, (parsed, options, ct) => PushCommand.RunAsync(options, parsed.GetValue(files)!, parsed.GetValue(publish), parsed.GetValue(comment), parsed.GetValue(force), Console.Out, ct));
    }

    private static Command Status()
    {
        var command = new Command("status", "Shows for each process which side is ahead: its file or the database. Exit code 0: all agree; 1: one does not; 2: it could not be told." + Where);
        return With(command, (_, options, ct) => StatusCommand.RunAsync(options, Console.Out, ct));
    }

    private static Command Diff()
    {
        var from = new Argument<string>("a") { Description = "A file, or a process: leave (the version in use), leave@3, leave@draft, leave@latest." };
        var to = new Argument<string?>("b") { Description = "Likewise. Without it: what changed from the version in use to file a.", Arity = ArgumentArity.ZeroOrOne };
        var language = new Option<string>("--language") { Description = "en or id.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "id");
        var command = new Command("diff", "Prints what changed from a to b, in words. Exit code 0: nothing; 1: something; 2: it could not be told." + Where) { from, to, language };
        return With(command, (parsed, options, ct) => DiffCommand.RunAsync(options, parsed.GetValue(from)!, parsed.GetValue(to), parsed.GetValue(language)!, Console.Out, ct));
    }

    private static Command With(Command command, Func<ParseResult, DefinitionOptions, CancellationToken, Task<int>> run)
    {
        var folder = new Option<string>("--folder") { Description = "The folder of definition files.", DefaultValueFactory = _ => "workflows" };
        var data = new Option<string>("--data") { Description = "The data folder, for the local database.", DefaultValueFactory = _ => "data" };
        var server = new Option<string?>("--server") { Description = "The address of a running server, such as https://approvals.example.com." };
        var key = new Option<string?>("--key") { Description = "An API key of that server." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        foreach (var option in (Option[])[folder, data, server, key, json]) command.Add(option);
        command.SetAction((parsed, ct) => CommandOutput.RunAsync(() => run(
            parsed,
            new DefinitionOptions(
                parsed.GetValue(folder)!, parsed.GetValue(data)!, parsed.GetValue(server) ?? Environment.GetEnvironmentVariable("WORKFLOWS_SERVER"), parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("WORKFLOWS_KEY"), parsed.GetValue(json)),
            ct)));
        return command;
    }
}
