using System.Globalization;
using Workflows.Engine.Storage;
using Workflows.Stress;

// run   [--database sqlite|postgresql] [--seconds 30] [--seed n] [--nodes 3] [--clients 6] [--keep folder]
//       Drives the product while processes and connections die, then checks what is left. The last line counts the checks: "N passed, N failed".
// check --history file --connection "Host=..."
//       Checks a history that a run kept against its database again.
var command = args is [['-', ..], ..] or [] ? "run" : args[0];
string? Option(string name) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

if (command == "check")
{
    await using var database = await Database.OpenAsync(Option("connection") ?? throw new ArgumentException("--connection names the database."), Product.Migrations, TimeProvider.System, CancellationToken.None);
    var verdict = await HistoryChecker.CheckAsync(History.Load(Option("history") ?? throw new ArgumentException("--history names the file.")), database);
    return verdict.Print();
}

var dialect = Enum.Parse<Dialect>(Option("database") ?? "sqlite", ignoreCase: true);
var plan = new Plan(
    Number("seed", Random.Shared.Next(1, 1_000_000)),
    TimeSpan.FromSeconds(Number("seconds", 30)),
    dialect == Dialect.Sqlite ? 1 : Number("nodes", 2),
    Number("clients", 6));
return (await StressRun.RunAsync(dialect, plan, Option("keep"))).Print();
