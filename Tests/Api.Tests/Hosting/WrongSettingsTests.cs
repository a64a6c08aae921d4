using System.Net;
using System.Net.Sockets;
using Workflows.Api.Hosting;
using Workflows.Engine;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Hosting;

/// <summary>A setting that is wrong ends the start with a sentence that names it, not the first request that needs it.</summary>
public sealed class WrongSettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Demo", "maybe", "Demo is 'maybe'. Write true or false.")]
    [InlineData("Smtp:Port", "mail", "Smtp:Port is 'mail'. Write a whole number.")]
    [InlineData("SignIn:CodeLifetime", "soon", "SignIn:CodeLifetime is 'soon'. Write a duration, such as 00:01:00.")]
    [InlineData("SignIn:TriesPerCode", "0", "SignIn:TriesPerCode is 0. Set 1 or more.")]
    [InlineData("Runtime:Lease", "soon", "Runtime:Lease is 'soon'. Write a duration, such as 00:01:00.")]
    [InlineData("Outbox:Factor", "two", "Outbox:Factor is 'two'. Write a number, such as 0.5.")]
    [InlineData("Outbox:Lanes:email:PerMinute", "few", "Outbox:Lanes:email:PerMinute is 'few'. Write a whole number.")]
    [InlineData("Outbox:Lanes:email:Speed", "3", "Outbox:Lanes:email:Speed is no setting. The section Outbox:Lanes:email has Concurrency, PerMinute.")]
    [InlineData("HttpCalls:TimeOuts", "3", "HttpCalls:TimeOuts is no setting. The section HttpCalls has AllowedHosts, Timeout, MaxResponseBytes.")]
    [InlineData("Approvals:HoldForUndo", "later", "Approvals:HoldForUndo is 'later'. Write true or false.")]
    [InlineData("PublicUrl", "approvals", "PublicUrl is 'approvals'. Write the address at which people reach the product, such as https://approvals.example.com/.")]
    [InlineData("PublicUrl", "ftp://approvals.test", "PublicUrl is 'ftp://approvals.test'. Write the address at which people reach the product, such as https://approvals.example.com/.")]
    [InlineData("urls", "here", "urls is 'here'. Write where the server listens, such as http://localhost:5000.")]
    [InlineData("Scopes:hr", "planet", "Scopes:hr is 'planet', which is not a scope. Use own, team, department, company or all.")]
    [InlineData("Proxies", "gate", "Proxies: 'gate' is neither an address nor a network. Write addresses such as 10.0.0.5 or networks such as 10.1.0.0/16, between commas.")]
    [InlineData("ConnectionStrings:Workflows", "Host=db;Bogus=1", "ConnectionStrings:Workflows: Couldn't set bogus. Write it as Npgsql does: Host=...;Database=...;Username=...;Password=...")]
    public async Task Start_SaysWhichAndTheCure(string setting, string value, string message)
    {
        var refused = await Should.ThrowAsync<SettingException>(StartAsync("--" + setting, value));

        refused.Message.ShouldBe(message);
    }

    [Fact]
    public async Task Start_RightThatDoesNotExist_ListsThoseThatDo() =>
        (await Should.ThrowAsync<SettingException>(StartAsync("--Roles:hr", "people:mange"))).Message.ShouldStartWith("Roles:hr names the right 'people:mange', which does not exist. Use process:read, ");

    [Fact]
    public async Task Start_OptionsOutsideOfTheirRange_SaysAll()
    {
        var (exitCode, said) = await RunAsync("--Retention:Batch", "0", "--Retention:Every", "00:00:00");

        (exitCode, said).ShouldBe((2, $"Retention:Every is 00:00:00; it must be longer than nothing, such as 01:00:00.{Environment.NewLine}Retention:Batch is 0; it must be between 1 and 1000."));
    }

    [Fact]
    public async Task Start_PortOfAnotherProgram_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var (exitCode, said) = await RunAsync("--urls", address);

        (exitCode, said).ShouldBe((2, $"urls is '{address}': Failed to bind to address {address}: address already in use. End the program that listens there, or choose another address: --urls http://localhost:5001, or PORT=5001 ./run."));
    }

    private string[] Arguments(string[] settings) => ["--urls", "http://127.0.0.1:0", "--Data", _folder, "--Definitions", _folder, .. settings];

    private async Task StartAsync(params string[] settings)
    {
        await using var app = await Server.BuildAsync(Arguments(settings), TestContext.Current.CancellationToken);
        await Server.StartAsync(app, TestContext.Current.CancellationToken);
    }

    /// <summary>The program itself, with its exit code and what its console shows.</summary>
    private async Task<(int ExitCode, string Said)> RunAsync(params string[] settings)
    {
        var ended = await Should.ThrowAsync<ServerEndedException>(ServerProcess.StartAsync(_folder, ["serve", .. Arguments(settings), "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error"]));
        return (ended.ExitCode, ended.Output);
    }
}
