using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>What PostgreSQL and the way to it say when they are the trouble, in words that name the cure.</summary>
internal static class PostgreSqlFailures
{
    /// <summary>The server threw the transaction away because of what others did at the same time: it is safe to do it again.</summary>
    public static bool IsCollision(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>The server ends the connection; whether it did so before or after a commit, this does not say.</summary>
    public static bool IsGoodbye(PostgresException failure) => failure.SqlState is "57P01" or "57P02" or "57P03" or "57P05";

    /// <summary>Null for a fault of the statement.</summary>
    public static DatabaseUnavailableException? Explain(Exception failure, string server) => failure switch
    {
        DatabaseUnavailableException known => known,
        PostgresException { SqlState: "53100" } => new(DatabaseTrouble.DiskFull, $"The disk of the PostgreSQL server {server} is full. Free space there; what was saved before is kept.", failure),
        PostgresException { SqlState: "53300" } =>
            new(DatabaseTrouble.Overloaded, $"The PostgreSQL server {server} takes no more connections. Raise its max_connections, or lower 'Maximum Pool Size' in the connection string of each node.", failure),
        PostgresException { SqlState: "25006" } => new(DatabaseTrouble.ReadOnly, $"The PostgreSQL server {server} takes no writes: it is a standby, or was made read-only. Connect to the primary.", failure),
        PostgresException { SqlState: "28P01" or "28000" or "3D000" } login => new(DatabaseTrouble.Unreachable, $"The PostgreSQL server {server} refuses the connection: {login.MessageText}. Check user, password and database in ConnectionStrings:Workflows.", failure),
        PostgresException { SqlState: ['5', '8', ..] or ['X', 'X', ..] } storage => new(DatabaseTrouble.Damaged, $"The PostgreSQL server {server} reports a fault of its own: {storage.MessageText}. Its log says more.", failure),
        PostgresException { SqlState: ['5', '3', ..] } resources => new(DatabaseTrouble.Overloaded, $"The PostgreSQL server {server} lacks resources: {resources.MessageText}.", failure),
        PostgresException going when IsGoodbye(going) => Unreachable(going),
        PostgresException => null,
        NpgsqlException { InnerException: TimeoutException } => new(DatabaseTrouble.Overloaded, $"The PostgreSQL server {server} did not answer in time. It is overloaded, or the network loses packets.", failure),
        NpgsqlException => Unreachable(failure),
        // The keys that protect secrets are in the database: who protects one wraps what happens while they are read.
        CryptographicException { InnerException: { } inside } => Explain(inside, server),
        SocketException or IOException or ObjectDisposedException or TimeoutException => Unreachable(failure),
        _ => null,
    };

    private static DatabaseUnavailableException Unreachable(Exception failure) =>
        new(DatabaseTrouble.Unreachable, $"The PostgreSQL server cannot be reached: {failure.Message}. Check that it runs and that ConnectionStrings:Workflows names its host and port. The server goes on by itself when it is back.", failure);
}
