using System.Net;
using System.Threading.Channels;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>Issues codes behind the answer, so that how long the answer takes says nothing about who exists.</summary>
public sealed class SignInCodeQueue(SignInCodes codes, Database database, SignInLimits limits, ILogger<SignInCodeQueue> log) : BackgroundService
{
    private readonly Channel<string> _emails = Channel.CreateBounded<string>(new BoundedChannelOptions(1000) { SingleReader = true });

    /// <summary>Sends a code to the address if it belongs to somebody; the answer is the same if it does not.</summary>
    /// <returns>Null, or how long to wait after too many of these.</returns>
    public async Task<TimeSpan?> AskAsync(string email, IPAddress? client, CancellationToken ct)
    {
        var wait = await database.WriteAsync(transaction => limits.TakeAsync(transaction, SignInStep.AskForCode, email, client, ct), ct);
        return wait ?? (_emails.Writer.TryWrite(email) ? null : TimeSpan.FromMinutes(1));
    }

    /// <summary>Issues what was promised, then stops.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _emails.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in _emails.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await codes.IssueAsync(email, CancellationToken.None);
            }
#pragma warning disable CA1031 // One code that cannot be issued must not stop the others; its person asks again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                log.LogError(failure, "A sign-in code could not be issued");
            }
        }
    }
}
