using System.Net;
using System.Net.Mail;

namespace Workflows.Activities.Mail;

/// <summary>
/// The connections to the mail server. One that has just carried a mail carries the next: to connect, encrypt and sign in takes a server several times as long as a mail does,
/// and many servers let a new caller wait before they greet it.
/// </summary>
internal sealed class SmtpConnections(MailSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>How long a connection waits for another mail. Servers end idle ones after 10 seconds (Postfix under load) to 5 minutes (RFC 5321).</summary>
    internal static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(5);

    /// <summary>Mails that one connection carries. Servers allow 100 and more; those behind a load balancer get their share.</summary>
    internal const int MostMails = 50;

    private readonly Lock _lock = new();

    /// <summary>Unused connections, the one that waits longest first.</summary>
    private readonly List<Connection> _idle = [];
    private ITimer? _closing;
    private bool _isDisposed;

    /// <exception cref="SmtpException">The server did not take the mail, or cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It took too long; the connection is cut.</exception>
    public async Task SendAsync(MailMessage message, CancellationToken ct)
    {
        while (true)
        {
            var connection = Take();
            try
            {
                // WaitAsync: a cancelled SmtpClient goes on waiting for a silent server. Disposing it cuts the connection.
                await connection.Client.SendMailAsync(message, ct).WaitAsync(ct);
            }
            catch (SmtpException failure) when (connection.Mails > 0 && IsGone(failure))
            {
                // The server ended the connection while nobody used it, which says nothing about this mail.
                connection.Client.Dispose();
                continue;
            }
            catch
            {
                connection.Client.Dispose();
                throw;
            }

            Keep(connection with { Mails = connection.Mails + 1, Since = time.GetTimestamp() });
            return;
        }
    }

    public void Dispose()
    {
        List<Connection> idle;
        lock (_lock)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
            _closing?.Dispose();
        }

        foreach (var connection in idle) connection.Client.Dispose();
    }

    private static bool IsGone(SmtpException failure) => failure.StatusCode is SmtpStatusCode.GeneralFailure or SmtpStatusCode.ServiceNotAvailable;

    /// <summary>The connection that was used last, so that those which are too many grow old.</summary>
    private Connection Take()
    {
        lock (_lock)
        {
            if (_idle is [.., var last] && time.GetElapsedTime(last.Since) < IdleLimit)
            {
                _idle.RemoveAt(_idle.Count - 1);
                return last;
            }
        }

        var client = new SmtpClient(settings.Host!.Trim(), settings.Port) { EnableSsl = settings.StartTls };
        if (!string.IsNullOrEmpty(settings.User)) client.Credentials = new NetworkCredential(settings.User, settings.Password);
        return new Connection(client, Mails: 0, Since: 0);
    }

    private void Keep(Connection connection)
    {
        lock (_lock)
        {
            if (connection.Mails < MostMails && !_isDisposed)
            {
                _idle.Add(connection);
                if (_idle.Count == 1) CloseAfter(IdleLimit);
                return;
            }
        }

        connection.Client.Dispose();
    }

    private void CloseAfter(TimeSpan wait)
    {
        _closing ??= time.CreateTimer(_ => CloseIdle(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _closing.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void CloseIdle()
    {
        List<Connection> old;
        lock (_lock)
        {
            if (_isDisposed) return;
            old = [.. _idle.TakeWhile(connection => time.GetElapsedTime(connection.Since) >= IdleLimit)];
            _idle.RemoveRange(0, old.Count);
            if (_idle is [var first, ..]) CloseAfter(IdleLimit - time.GetElapsedTime(first.Since));
        }

        foreach (var connection in old) connection.Client.Dispose();
    }

    /// <param name="Mails">That it has carried.</param>
    /// <param name="Since">When it carried the last one, as a timestamp.</param>
    private sealed record Connection(SmtpClient Client, int Mails, long Since);
}
