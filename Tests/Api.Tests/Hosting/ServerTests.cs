using Workflows.Api.Hosting;

namespace Workflows.Api.Tests.Hosting;

public sealed class ServerTests
{
    [Theory]
    [InlineData("http://localhost:5000", "http://localhost:5000")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080")]
    [InlineData("https://leave.example.com", "https://leave.example.com:443")]
    [InlineData("http://*:8080;https://*:8443", "http://localhost:8080")]
    [InlineData("http://+:8080", "http://localhost:8080")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::]:8080", "http://localhost:8080")]
    [InlineData("http://127.0.0.1:0", null)]
    [InlineData("http://unix:/run/workflows.sock", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Announced_Urls_IsTheFirstWhenItIsKnownBeforeListening(string? urls, string? address) => Server.Announced(urls).ShouldBe(address);
}
