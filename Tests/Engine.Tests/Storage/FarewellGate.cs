using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Workflows.Engine.Tests.Storage;

/// <summary>Stands before a PostgreSQL and lets connections through; one that it was told to send away hears what a server says that an administrator stops.</summary>
internal sealed class FarewellGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlConnectionStringBuilder _behind;
    private readonly Task _accepting;
    private int _sendAway;
    private int _sentAway;

    /// <param name="connection">Of the database behind the gate.</param>
    public FarewellGate(string connection)
    {
        _behind = new NpgsqlConnectionStringBuilder(connection);
        _listener.Start();
        // Each question opens a connection of its own, and its first word is the startup message.
        Connection = new NpgsqlConnectionStringBuilder(connection)
        {
            Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, Pooling = false, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable,
        }.ToString();
        _accepting = AcceptAsync();
    }

    /// <summary>The database, through the gate.</summary>
    public string Connection { get; }

    public int SentAway => Volatile.Read(ref _sentAway);

    public void SendAwayNext() => Interlocked.Exchange(ref _sendAway, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true) passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient caller)
    {
        using var _ = caller;
        try
        {
            var front = caller.GetStream();
            if (Interlocked.Exchange(ref _sendAway, 0) == 1)
            {
                var length = new byte[4];
                await front.ReadExactlyAsync(length, _stop.Token);
                await front.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4], _stop.Token);
                await front.WriteAsync(Farewell(), _stop.Token);
                Interlocked.Increment(ref _sentAway);
                return;
            }

            using var server = new TcpClient();
            await server.ConnectAsync(_behind.Host!, _behind.Port, _stop.Token);
            var back = server.GetStream();
            await Task.WhenAny(front.CopyToAsync(back, _stop.Token), back.CopyToAsync(front, _stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // One of the two left.
        }
    }

    /// <summary>ErrorResponse 57P01, as PostgreSQL's protocol writes it.</summary>
    private static byte[] Farewell()
    {
        var fields = Encoding.ASCII.GetBytes("SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
        var message = new byte[5 + fields.Length];
        message[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + fields.Length);
        fields.CopyTo(message, 5);
        return message;
    }
}
