using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Workflows.Tests.Support;

/// <summary>A real PostgreSQL (Debian's package) on a free loopback port, one for a test program, with a database for each test.</summary>
/// <remarks>
/// <c>WORKFLOWS_TEST_POSTGRES</c> names one that runs already, as a connection string of somebody who may create databases. Without it one is started as a user
/// other than root, in a temporary folder; a shell stands between, which ends the server and removes the folder when the test program ends, however it ends.
/// </remarks>
public sealed class PostgresServer
{
    private const string Programs = "/usr/lib/postgresql";

    private static readonly Lazy<Task<PostgresServer>> Running = new(() => StartAsync(settings: "-c fsync=off -c shared_buffers=64MB"));

    private static readonly Lazy<Task<PostgresServer>> Durable = new(() => StartAsync(settings: ""));

    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly SemaphoreSlim _creating = new(1, 1);
    private readonly Dictionary<string, string> _templates = [];
    private int _databases;

    // Kept, because its standard input is what the shell waits on.
    private readonly Process? _shell;

    private PostgresServer(NpgsqlConnectionStringBuilder address, Process? shell) => (_address, _shell) = (address, shell);

    public static Task<PostgresServer> SharedAsync() => Running.Value;

    /// <summary>One with PostgreSQL's own defaults, fsync among them: for measuring.</summary>
    public static Task<PostgresServer> DurableAsync() => Durable.Value;

    /// <summary>Of the server's own database, for looking at what all databases do.</summary>
    public string AdministratorConnection => _address.ConnectionString;

    /// <summary>The process id of the shell that runs the server; null for one that was running already.</summary>
    public int? ShellId => _shell?.Id;

    /// <summary>A new empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync() => await CreateAsync(template: null);

    /// <summary>A new database with a schema; the schema is made once and copied for each.</summary>
    /// <param name="schema">Names the schema.</param>
    /// <param name="prepare">Makes the schema in the database that a connection string names, and closes its connections.</param>
    public async Task<string> CreateDatabaseAsync(string schema, Func<string, Task> prepare)
    {
        await _creating.WaitAsync();
        try
        {
            if (!_templates.TryGetValue(schema, out var template))
            {
                var prepared = await CreateAsync(template: null);
                await prepare(prepared);
                _templates[schema] = template = new NpgsqlConnectionStringBuilder(prepared).Database!;
            }

            return await CreateAsync(template);
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>Removes a database that a test has used, with whatever is still connected to it.</summary>
    public Task DropDatabaseAsync(string connection) => ExecuteAsync($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connection).Database}\" WITH (FORCE)");

    /// <summary>Cuts every connection to a database, or those of one kind: what a failover or a broken network does.</summary>
    /// <param name="application">The application name of the connections; null is all.</param>
    /// <returns>How many were cut.</returns>
    public async Task<int> DisconnectAsync(string connection, string? application = null)
    {
        await using var administrator = new NpgsqlConnection(_address.ConnectionString);
        await administrator.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1 AND ($2::text IS NULL OR application_name = $2)", administrator);
        command.Parameters.AddWithValue(new NpgsqlConnectionStringBuilder(connection).Database!);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)application ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Kills one of the processes that serve a database: the server throws away what is in its memory, ends all connections, and recovers from its log.</summary>
    public async Task CrashAsync(string connection)
    {
        await using var administrator = new NpgsqlConnection(_address.ConnectionString);
        await administrator.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pid FROM pg_stat_activity WHERE datname = $1 LIMIT 1", administrator);
        command.Parameters.AddWithValue(new NpgsqlConnectionStringBuilder(connection).Database!);
        var process = Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", ["-KILL", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<string> CreateAsync(string? template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE {(template is null ? "template0" : $"\"{template}\"")}");
        return new NpgsqlConnectionStringBuilder(_address.ConnectionString) { Database = name, Pooling = true }.ConnectionString;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var administrator = new NpgsqlConnection(_address.ConnectionString);
        await administrator.OpenAsync();
        await using var command = new NpgsqlCommand(sql, administrator);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresServer> StartAsync(string settings)
    {
        if (Environment.GetEnvironmentVariable("WORKFLOWS_TEST_POSTGRES") is { Length: > 0 } given) return new PostgresServer(new NpgsqlConnectionStringBuilder(given), shell: null);

        var programs = Directory.Exists(Programs) ? Directory.GetDirectories(Programs).Select(folder => Path.Combine(folder, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb"))) : null;
        if (programs is null) throw new InvalidOperationException("PostgreSQL is not installed: run ./test once, or apt-get install postgresql.");

        var port = ServerProcess.FreePort();
        // initdb refuses to run as root.
        var user = string.Equals(Environment.UserName, "root", StringComparison.Ordinal) ? "runuser -u postgres --" : "";
        var script = $$"""
            folder=$(mktemp -d /tmp/postgres-XXXXXX) || exit 1
            {{(user.Length > 0 ? "chown postgres \"$folder\"" : ":")}}
            cd /
            {{user}} "{{programs}}/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync > "$folder.log" 2>&1 || { cat "$folder.log"; exit 1; }
            {{user}} "{{programs}}/postgres" -D "$folder/data" -p {{port}} -k "$folder" -c listen_addresses=127.0.0.1 -c max_connections=300 {{settings}} \
                -c log_min_messages=fatal < /dev/null > "$folder.log" 2>&1 &
            until "{{programs}}/pg_isready" -q -h 127.0.0.1 -p {{port}}; do kill -0 $! 2> /dev/null || { cat "$folder.log"; exit 1; }; sleep 0.1; done
            echo ready
            cat > /dev/null
            kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")"
            wait
            rm -rf "$folder" "$folder.log"
            """;
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        var shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh could not be started.");
        var said = await shell.StandardOutput.ReadLineAsync();
        if (said != "ready") throw new InvalidOperationException($"PostgreSQL did not start: {said} {await shell.StandardOutput.ReadToEndAsync()}");
        return new PostgresServer(
            new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "postgres", Database = "postgres", Pooling = false }, shell);
    }
}
