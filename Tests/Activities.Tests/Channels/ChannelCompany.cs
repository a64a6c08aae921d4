using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.Tests.Approvals;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Channels;

/// <summary>The demo company with a real mail server and a chat; messages leave.</summary>
internal sealed class ChannelCompany : IAsyncDisposable
{
    private ApprovalCompany _company = null!;

    public SmtpServer Mail { get; private set; } = null!;

    public ApprovalCompany Approvals => _company;

    public ManualTime Time => _company.Time;

    public ChatChannel Chat => _company.Get<ChatChannel>();

    public ChatServer ChatServer => _company.Get<ChatServer>();

    public PreferenceBook Preferences => _company.Get<PreferenceBook>();

    /// <summary>Marco decides, and Emma asks: what Marco gets is looked at.</summary>
    public static async Task<ChannelCompany> OpenAsync(Dialect dialect, JsonObject? approval = null)
    {
        var company = new ChannelCompany { Mail = await SmtpServer.StartAsync() };
        var settings = new MailSettings { Host = company.Mail.Host, Port = company.Mail.Port, StartTls = false, From = "approvals@acme.example" };
        company._company = await ApprovalCompany.OpenAsync(dialect, services =>
        {
            services.AddSingleton<OutboxHandler>(new SmtpMailer(settings, new MailComposer(MailTemplates.With(folder: null), settings), TimeProvider.System));
            services.AddSingleton<ChatChannel>();
            services.AddSingleton<Channel>(provider => provider.GetRequiredService<ChatChannel>());
            services.AddSingleton<ChatServer>();
            services.AddSingleton<OutboxHandler>(provider => provider.GetRequiredService<ChatServer>());
        });
        await company._company.PublishAsync(approval ?? new JsonObject { ["approvers"] = new JsonArray("marco") });
        await company.Get<OutboxWorker>().StartAsync(CancellationToken.None);
        return company;
    }

    public T Get<T>()
        where T : notnull => _company.Get<T>();

    public Task WishAsync(string person, Preferences wishes) => Preferences.ChangeAsync(person, _ => wishes, CancellationToken.None);

    /// <summary>Emma asks for something; what is due has left when this is done.</summary>
    public async Task<string> SubmitAsync(string what = "A chair")
    {
        var request = await _company.SubmitAsync(what: what);
        await SentAsync();
        return request;
    }

    public async Task SentAsync()
    {
        await Get<OutboxWorker>().WhenIdleAsync(CancellationToken.None);
        await using var reader = _company.Database.OpenReader();
        await Mail.WhenReceivedAsync((int)await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'email' AND status = 'delivered'"));
    }

    public async Task PassAsync(TimeSpan time)
    {
        // A clock that jumps while something is being sent ends that attempt, and it would be sent twice.
        await SentAsync();
        await _company.PassAsync(time);
        await SentAsync();
        // What is written while something is sent, such as a digest, leaves then.
        await SentAsync();
    }

    /// <summary>The subjects of the mails that somebody has got, in order.</summary>
    public IReadOnlyList<string> MailsTo(string person) => [.. Mail.Received.Where(mail => mail.To.Contains($"{person}@example.test")).Select(mail => mail.Subject)];

    /// <summary>What somebody has got in their chat, in order.</summary>
    public IReadOnlyList<string> ChatOf(string person) => [.. ChatServer.Received.Where(message => message.Room == Chat.Rooms.GetValueOrDefault(person)).Select(message => message.Text)];

    public async ValueTask DisposeAsync()
    {
        await Get<OutboxWorker>().StopAsync(CancellationToken.None);
        await _company.DisposeAsync();
        await Mail.DisposeAsync();
    }
}
