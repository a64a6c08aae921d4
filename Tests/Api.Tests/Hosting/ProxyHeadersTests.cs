using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.AspNetCore.Http;
using Workflows.Api.Hosting;
using Workflows.Engine;

namespace Workflows.Api.Tests.Hosting;

public sealed class ProxyHeadersTests
{
    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.2.3", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.5", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.6", "203.0.113.7", "10.0.0.6")]
    // What the caller wrote itself comes before what the proxies added.
    [InlineData("10.0.0.5", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.5", "203.0.113.7")]
    public async Task Caller_BehindProxies_IsWhoTheTrustedOnesName(string from, string header, string caller)
    {
        var context = await PassAsync(from, header);

        context.Connection.RemoteIpAddress!.ToString().ShouldBe(caller);
        context.Request.IsHttps.ShouldBe(caller != from);
    }

    [Fact]
    public void Proxies_NoAddress_IsRefusedWithTheCure() =>
        Should.Throw<SettingException>(() => ProxyHeaders.Read("10.0.0.5, proxy.example.com")).Message.ShouldBe(
            "Proxies: 'proxy.example.com' is neither an address nor a network. Write addresses such as 10.0.0.5 or networks such as 10.1.0.0/16, between commas.");

    private static async Task<HttpContext> PassAsync(string from, string header)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Proxies", (string?)"10.0.0.5, 10.1.0.0/16")]).Build();
        var options = new ServiceCollection().AddProxyHeaders(configuration).BuildServiceProvider().GetRequiredService<IOptions<ForwardedHeadersOptions>>();
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Request.Headers["X-Forwarded-For"] = header;
        context.Request.Headers["X-Forwarded-Proto"] = string.Join(", ", header.Split(',').Select(_ => "https"));
        await new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, options).Invoke(context);
        return context;
    }
}
