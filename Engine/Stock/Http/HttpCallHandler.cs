using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Engine.Stock.Http;

/// <summary>Makes the HTTP calls of workflows and sends their answers back as stimuli.</summary>
public sealed class HttpCallHandler(Stimuli stimuli, IOptions<HttpCallOptions> options, TimeProvider time) : OutboxHandler, IDisposable
{
    /// <summary>Stored name.</summary>
    public const string KindName = "http";

    private const int MaxRedirects = 5;

    // Set by the connection itself, never by a definition.
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Proxy-Authorization", "Idempotency-Key" };

    private readonly HttpClient _client = new(Connections(options.Value)) { Timeout = Timeout.InfiniteTimeSpan };

    public override string Kind => KindName;

    public override async Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct)
    {
        var call = JsonValues.TryParse(message.Payload, out var value) && value is ObjectValue stored ? stored : [];
        using var late = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        ObjectValue answer;
        try
        {
            answer = await CallAsync(message.Id, call, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            if (call.GetValueOrDefault("answersTimeout") is not true) return new OutboxResult.Retry($"No answer within {options.Value.Timeout.TotalSeconds:0} seconds.");
            answer = new ObjectValue { ["failure"] = HttpCallActivity.TimeoutOutcome };
        }
        catch (HttpRequestException e) when (e.InnerException is CallNotAllowedException refused)
        {
            answer = new ObjectValue { ["error"] = refused.Message };
        }
        catch (CallNotAllowedException e)
        {
            answer = new ObjectValue { ["error"] = e.Message };
        }
        catch (InvalidDataException e)
        {
            answer = new ObjectValue { ["error"] = e.Message };
        }
        catch (HttpRequestException e)
        {
            if (call.GetValueOrDefault("answersConnectFailure") is not true) return new OutboxResult.Retry(e.Message);
            answer = new ObjectValue { ["failure"] = HttpCallActivity.FailedToConnectOutcome };
        }

        if (BusyFor(call, answer) is { } busy) return busy;
        await stimuli.SendAsync(
            HttpCallActivity.Stimulus, new ObjectValue { ["callId"] = call["callId"] }, answer, correlationId: null, (string?)call.GetValueOrDefault("instanceId"), ct);
        return new OutboxResult.Delivered();
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The call is made again later: the receiver is busy and the definition has no way to go on with that. Null: the answer counts.</summary>
    private OutboxResult.Retry? BusyFor(ObjectValue call, ObjectValue answer)
    {
        if (answer.GetValueOrDefault("statusCode") is not int status || !HttpCallActivity.BusyStatuses.Contains(status)) return null;
        // Calls that were stored before this was asked have no list: their answer counts, as it did.
        if (call.GetValueOrDefault("answersBusy") is not ListValue handled || handled.Exists(code => Convert.ToInt32(code, CultureInfo.InvariantCulture) == status)) return null;
        var header = (answer.GetValueOrDefault("headers") as ObjectValue ?? []).FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value as string;
        TimeSpan? after = RetryConditionHeaderValue.TryParse(header, out var wish) ? wish.Delta ?? wish.Date - time.GetUtcNow() : null;
        var asked = after > TimeSpan.Zero ? $" It asks to be called again in {after.Value.TotalSeconds:0} seconds." : "";
        return new OutboxResult.Retry($"The receiver is busy: it answered {status}.{asked}", after > TimeSpan.Zero ? after : null);
    }

    private async Task<ObjectValue> CallAsync(string key, ObjectValue call, CancellationToken ct)
    {
        var (url, method, body) = (new Uri((string)call["url"]!), new HttpMethod((string)call["method"]!), call.GetValueOrDefault("body") as string);
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(key, call, url, method, body);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (redirects < MaxRedirects && Redirect(response, url) is { } target)
            {
                if (response.StatusCode is HttpStatusCode.SeeOther || (response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found && method == HttpMethod.Post)) (method, body) = (HttpMethod.Get, null);
                url = target;
                continue;
            }

            return await ReadAsync(call, url, response, ct);
        }
    }

    private static HttpRequestMessage Request(string key, ObjectValue call, Uri url, HttpMethod method, string? body)
    {
        var request = new HttpRequestMessage(method, url);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Convert.FromBase64String(body));
            if (call.GetValueOrDefault("contentType") is string contentType && MediaTypeHeaderValue.TryParse(contentType, out var type)) request.Content.Headers.ContentType = type;
        }

        foreach (var (name, value) in call.GetValueOrDefault("headers") as ObjectValue ?? [])
        {
            if (OwnHeaders.Contains(name)) continue;
            List<string> values = value is ListValue list ? list.ConvertAll(ValueConverter.ToText) : [ValueConverter.ToText(value)];
            if (!request.Headers.TryAddWithoutValidation(name, values)) request.Content?.Headers.TryAddWithoutValidation(name, values);
        }

        return request;
    }

    /// <summary>Redirects are followed on the same host only, and never from https to http: a header with a secret stays where it was meant for.</summary>
    private static Uri? Redirect(HttpResponseMessage response, Uri from)
    {
        if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)) return null;
        if (response.Headers.Location is not { } location) return null;
        var target = new Uri(from, location);
        var sameHost = target.Host.Equals(from.Host, StringComparison.OrdinalIgnoreCase) && (target.Port == from.Port || (from.IsDefaultPort && target.IsDefaultPort));
        return sameHost && (target.Scheme == from.Scheme || target.Scheme == Uri.UriSchemeHttps) ? target : null;
    }

    private async Task<ObjectValue> ReadAsync(ObjectValue call, Uri url, HttpResponseMessage response, CancellationToken ct)
    {
        var bytes = await LimitedAsync(response.Content, ct);
        var contentType = response.Content.Headers.ContentType?.ToString();
        var headers = new ObjectValue();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            List<string> all = [.. values];
            headers[name] = all.Count == 1 ? all[0] : new ListValue(all);
        }

        var answer = new ObjectValue { ["statusCode"] = (int)response.StatusCode, ["headers"] = headers, ["contentType"] = contentType };
        if (call.GetValueOrDefault("asFile") is true)
        {
            answer["bytes"] = Convert.ToBase64String(bytes);
            answer["fileName"] = FileName(response, url);
            return answer;
        }

        try
        {
            answer["content"] = (await HttpBody.ReadAsync(contentType, bytes, ct)).Content;
        }
        catch (InvalidDataException)
        {
            // It says JSON and is none: the text is what there is.
            answer["content"] = Encoding.UTF8.GetString(bytes);
        }

        return answer;
    }

    private static string? FileName(HttpResponseMessage response, Uri url)
    {
        var disposition = response.Content.Headers.ContentDisposition;
        var name = (disposition?.FileNameStar ?? disposition?.FileName)?.Trim('"');
        return Path.GetFileName(string.IsNullOrEmpty(name) ? Uri.UnescapeDataString(url.AbsolutePath) : name);
    }

    private async Task<byte[]> LimitedAsync(HttpContent content, CancellationToken ct)
    {
        var largest = options.Value.MaxResponseBytes;
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await stream.ReadAsync(chunk, ct) is > 0 and var read)
        {
            if (buffer.Length + read > largest) throw new InvalidDataException($"The answer is larger than {largest} bytes, which is the most that is read (HttpCalls:MaxResponseBytes).");
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static SocketsHttpHandler Connections(HttpCallOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, ct) => ConnectAsync(options, context.DnsEndPoint, ct),
    };

    /// <summary>Resolves, judges and connects to the very address that was judged: a name that resolves differently a moment later changes nothing.</summary>
    private static async ValueTask<Stream> ConnectAsync(HttpCallOptions options, DnsEndPoint endPoint, CancellationToken ct)
    {
        if (options.AllowedHosts.Count > 0 && !options.Allows(endPoint.Host)) throw new CallNotAllowedException(endPoint.Host);
        var addresses = await Dns.GetHostAddressesAsync(endPoint.Host, ct);
        if (addresses.Length == 0 || (options.AllowedHosts.Count == 0 && !Array.TrueForAll(addresses, InternetAddress.IsPublic))) throw new CallNotAllowedException(endPoint.Host);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
