using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Telegram;
using Workflows.Activities.Tests.Approvals;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Telegram;

/// <summary>The demo company with a bot; Marco and Diana have linked their accounts. Messages leave, mails are taken by nobody.</summary>
internal sealed class TelegramApprovals : IAsyncDisposable
{
    public const long Marco = 101;
    public const long Diana = 102;

    public TelegramServer Telegram { get; private set; } = null!;

    public ApprovalCompany Company { get; private set; } = null!;

    public static async Task<TelegramApprovals> OpenAsync(Dialect dialect, params JsonObject[] approvals)
    {
        var company = new TelegramApprovals { Telegram = await TelegramServer.StartAsync() };
        var settings = company.Telegram.Settings.Chunk(2).Select(pair => KeyValuePair.Create(pair[0].TrimStart('-'), (string?)pair[1]));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        company.Company = await ApprovalCompany.OpenAsync(dialect, services =>
        {
            services.AddTelegram(configuration);
            services.AddSingleton<OutboxHandler, Postbox>();
        });
        await company.Company.PublishAsync(approvals);
        await company.Get<OutboxWorker>().StartAsync(CancellationToken.None);
        await company.LinkAsync("marco", Marco);
        await company.LinkAsync("diana", Diana);
        return company;
    }

    public T Get<T>()
        where T : notnull => Company.Get<T>();

    public async Task LinkAsync(string person, long user)
    {
        var (links, database) = (Get<TelegramLinks>(), Company.Database);
        var code = await database.WriteAsync(transaction => links.IssueAsync(transaction, Company.People.Find(person)!, CancellationToken.None), CancellationToken.None);
        (await links.RedeemAsync(code.Code, user, $"user{user}", CancellationToken.None)).ShouldBeOfType<LinkResult.Linked>();
        await Get<PreferenceBook>().ChangeAsync(person, set => set with { Channels = [ChannelNames.Telegram, ChannelNames.Email] }, CancellationToken.None);
    }

    /// <summary>Everything that is due has left when this is done.</summary>
    public Task SentAsync() => Get<OutboxWorker>().WhenIdleAsync(CancellationToken.None);

    public async Task<long> CountAsync(string sql, object? parameters = null)
    {
        await using var reader = Company.Database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(sql, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        await Get<OutboxWorker>().StopAsync(CancellationToken.None);
        await Company.DisposeAsync();
        await Telegram.DisposeAsync();
    }

    private sealed class Postbox : OutboxHandler
    {
        public override string Kind => ChannelNames.Email;

        public override Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct) => Task.FromResult<OutboxResult>(new OutboxResult.Delivered());
    }
}
