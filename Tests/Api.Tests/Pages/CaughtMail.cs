using Workflows.Activities.Mail;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Api.Tests.Pages;

/// <summary>Takes the mails out of the outbox and hands them to the test.</summary>
internal sealed class CaughtMail(MailComposer composer) : MailDelivery(composer)
{
    private readonly Lock _lock = new();
    private readonly List<OutgoingMail> _unread = [];
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, CancellationToken ct)
    {
        lock (_lock)
        {
            _unread.Add(mail);
            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return Task.FromResult<OutboxResult>(new OutboxResult.Delivered());
    }

    public async Task<OutgoingMail> NextAsync(string to)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (_unread.Find(mail => mail.To.Address == to) is { } found)
                {
                    _unread.Remove(found);
                    return found;
                }

                arrival = _arrival.Task;
            }

            await arrival.WaitAsync(limit.Token);
        }
    }
}
