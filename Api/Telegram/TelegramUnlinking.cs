using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;

namespace Workflows.Api.Telegram;

/// <summary>Ends the link of a person. What they were asked there and is still open, they are asked by their next channel.</summary>
public sealed class TelegramUnlinking(TelegramAccounts accounts, ChannelFallback fallback)
{
    /// <param name="channel">Stored name: through what the person asks for it.</param>
    /// <returns>False when nothing was linked.</returns>
    public async Task<bool> UnlinkAsync(Person person, string channel, CancellationToken ct)
    {
        if (accounts.Of(person.Id) is not { } account) return false;
        // First, while it is still known whose account it is; done twice, it asks once.
        await fallback.BouncedAsync(ChannelNames.Telegram, TelegramChannel.DestinationOf(account.UserId), "the link was ended", ct);
        return await accounts.UnlinkAsync(person, channel, ct) is not null;
    }
}
