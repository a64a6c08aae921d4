using System.CommandLine;
using Workflows.Api.CommandLine.Definitions;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.CommandLine;

/// <summary>The commands of the executable, besides <c>serve</c>.</summary>
internal static class ProductCommands
{
    public static readonly IReadOnlyList<string> Names = ["validate", "run", "test", "picture", "import-people", "verify-audit", "erase-person", "copy-database", "create-api-key", .. DefinitionCommands.Names, "--help", "-h", "-?", "--version"];

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Approvals with a workflow engine. Without a command, or with 'serve', it serves.")
        {
            Validate(), Run(), Test(), Picture(), ImportPeople(), VerifyAudit(), ErasePerson(), CopyDatabase(), CreateApiKey(),
            new Command("serve", "Serves the product (the default). Settings are given as --Name value, for example --urls http://127.0.0.1:5000 --Demo true."),
        };
        foreach (var command in DefinitionCommands.All()) root.Add(command);
        return root.Parse(args).InvokeAsync();
    }

    private static Command Validate()
    {
        var paths = Paths("Definition files, or folders of them.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        var command = new Command("validate", "Checks definitions. One line per problem; exit code 1 when there is one.") { paths, json };
        command.SetAction((parsed, ct) => ValidateCommand.RunAsync(parsed.GetValue(paths)!, parsed.GetValue(json), Console.Out, ct));
        return command;
    }

    private static Command Run()
    {
        var paths = Paths("Definition files, or folders of them: the one to run and those it uses.");
        var definition = new Option<string>("--definition") { Description = "The definition id to run.", Required = true };
        var input = new Option<string?>("--input") { Description = "Its inputs as a JSON object." };
        var requester = new Option<string?>("--as") { Description = "The person of the demo company who asks. Default: emma." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        var command = new Command("run", "Runs a definition in memory, without sending anything. Exit code 2 when it cannot be loaded, else 0.") { paths, definition, input, requester, json };
        command.SetAction((parsed, ct) => RunCommand.RunAsync(
            parsed.GetValue(paths)!, parsed.GetValue(definition)!, parsed.GetValue(input), parsed.GetValue(requester), parsed.GetValue(json), Console.Out, Console.Error, ct));
        return command;
    }

    private static Command Test()
    {
        var folder = new Argument<string>("folder") { Description = "Where the definitions and their *.tests.json are.", DefaultValueFactory = _ => "workflows" };
        var command = new Command("test", "Runs the scenarios beside the definitions with a virtual clock. Exit code 1 when one fails.") { folder };
        command.SetAction((parsed, ct) => ScenarioCommand.RunAsync(parsed.GetValue(folder)!, Console.Out, ct));
        return command;
    }

    private static Command Picture()
    {
        var paths = Paths("Definition files, or folders of them.");
        var folder = new Option<string>("--output") { Description = "Where the pictures go.", DefaultValueFactory = _ => "docs/processes" };
        var command = new Command("picture", "Draws the flowcharts of definitions as SVG files.") { paths, folder };
        command.SetAction((parsed, ct) => PictureCommand.RunAsync(parsed.GetValue(paths)!, parsed.GetValue(folder)!, Console.Out, ct));
        return command;
    }

    private static Command ImportPeople()
    {
        var path = new Argument<string>("path") { Description = "people.csv, or a folder with people.csv, companies.csv, holidays.csv, calendars.csv, grades.csv, departments.csv, groups.csv." };
        var data = Data();
        var connection = Connection();
        var command = new Command("import-people", "Imports people into the database. All of it or nothing.") { path, data, connection };
        command.SetAction((parsed, ct) => DatabaseAtStart.ReportAsync(() =>
            DatabaseCommands.ImportPeopleAsync(parsed.GetValue(path)!, parsed.GetValue(data)!, parsed.GetValue(connection), Console.Out, ct)));
        return command;
    }

    private static Command VerifyAudit()
    {
        var data = Data();
        var connection = Connection();
        var command = new Command("verify-audit", "Checks the chain of the audit trail. Exit code 1 when it is broken.") { data, connection };
        command.SetAction((parsed, ct) => DatabaseAtStart.ReportAsync(() => DatabaseCommands.VerifyAuditAsync(parsed.GetValue(data)!, parsed.GetValue(connection), Console.Out, ct)));
        return command;
    }

    private static Command ErasePerson()
    {
        var person = new Argument<string>("person") { Description = "The id or e-mail address of somebody who has left." };
        var (data, connection) = (Data(), Connection());
        var command = new Command("erase-person", "Replaces a person's data by a pseudonym, for good. The audit trail stays verifiable. Exit code 1 when it is refused.") { person, data, connection };
        command.SetAction((parsed, ct) => DatabaseAtStart.ReportAsync(() => ErasePersonCommand.RunAsync(
            parsed.GetValue(person)!, parsed.GetValue(data)!, parsed.GetValue(connection), Console.Out, Console.Error, ct)));
        return command;
    }

    private static Command CopyDatabase()
    {
        var from = new Option<string>("--from") { Description = "The database to copy: 'Data Source=data/workflows.db', or 'Host=...'. Stop the servers that work on it.", Required = true };
        var to = new Option<string>("--to") { Description = "The database to fill: it must be empty. Its tables are made.", Required = true };
        var command = new Command("copy-database", "Copies everything from one database to another, SQLite to PostgreSQL or back: all of it or nothing. Prints rows and a checksum for each table.") { from, to };
        command.SetAction((parsed, ct) => DatabaseAtStart.ReportAsync(() => CopyDatabaseCommand.RunAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, Console.Out, ct)));
        return command;
    }

    private static Command CreateApiKey()
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var person = new Option<string>("--person") { Description = "The id or e-mail of the person it stands for. It never gives more than that person has.", Required = true };
        var rights = new Option<string>("--rights") { Description = $"With commas: {string.Join(", ", Right.All)}.", DefaultValueFactory = _ => string.Join(',', Right.ProcessRead, Right.ProcessEdit, Right.ProcessPublish) };
        var days = new Option<int?>("--days") { Description = "How long it is good. Default: until it is revoked." };
        var (data, connection) = (Data(), Connection());
        var command = new Command("create-api-key", "Makes a key for tools, such as push and pull, and prints it. It is shown once.") { name, person, rights, days, data, connection };
        command.SetAction((parsed, ct) => ApiKeyCommand.CreateAsync(
            parsed.GetValue(name)!, parsed.GetValue(person)!, parsed.GetValue(rights)!, parsed.GetValue(days), parsed.GetValue(data)!, parsed.GetValue(connection), Console.Out, Console.Error, ct));
        return command;
    }

    private static Argument<string[]> Paths(string description) => new("paths") { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Option<string?> Connection() => new("--connection")
    {
        Description = "The database, as in ConnectionStrings:Workflows. Default: the environment variable ConnectionStrings__Workflows, else workflows.db in the data folder.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ConnectionStrings__Workflows"),
    };

    private static Option<string> Data() => new("--data") { Description = "The data folder.", DefaultValueFactory = _ => "data" };
}
