using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Elsa;

/// <summary>Elsa's own API client: the assemblies that Elsa ships inside its npm package, so requests and answers are exactly what that client makes and can read.</summary>
/// <remarks>Elsa.Api.Client is not built against here: its interfaces are named as text, requests are given as JSON in the client's own property names, answers come back as the client read them.</remarks>
internal sealed class ElsaApiClient(Uri address, string apiKey) : IDisposable
{
    private static readonly Shipped Assemblies = new(Path.Combine(Repository.Root, "Designer", "node_modules", "@elsa-workflows", "elsa-studio-wasm", "_framework"));
    private static readonly Type Settings = Assemblies.Client.GetType("Elsa.Api.Client.RefitSettingsHelper", throwOnError: true)!;
    private static readonly JsonSerializerOptions Json = (JsonSerializerOptions)Settings.GetMethod("CreateJsonSerializerOptions")!.Invoke(null, [null, null])!;

    // As ElsaClientOptions.BaseAddress and ApiKeyHttpMessageHandler have it.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = new Uri(address, "elsa/api"),
        Timeout = TimeSpan.FromSeconds(60),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("ApiKey", apiKey) },
    };

    /// <summary>The interfaces of the client, each one resource of the API.</summary>
    public static IEnumerable<Type> Interfaces => Assemblies.Client.GetExportedTypes().Where(type => type.IsInterface && type.GetMethods().Any(method => method.CustomAttributes.Any(IsRoute)));

    public static string RouteOf(MethodInfo method)
    {
        var route = method.CustomAttributes.First(IsRoute);
        return $"{route.AttributeType.Name.Replace("Attribute", "", StringComparison.Ordinal).ToUpperInvariant()} {route.ConstructorArguments[0].Value}";
    }

    /// <summary>Calls and gives what the client understood of the answer, written back as JSON by the client's own models.</summary>
    /// <param name="name">Interface and method, as in <c>IFeaturesApi.ListAsync</c>.</param>
    /// <param name="arguments">One per parameter, from the left; the rest keep their defaults. JSON stands for a request object.</param>
    public async Task<JsonNode> CallAsync(string name, params object?[] arguments)
    {
        var (result, type) = await InvokeAsync(name, arguments);
        return type == typeof(void) ? new JsonObject() : JsonSerializer.SerializeToNode(result, type, Json) ?? throw new InvalidOperationException($"{name} gave nothing.");
    }

    /// <summary>For the methods that give the plain answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(string name, params object?[] arguments) => (HttpResponseMessage)(await InvokeAsync(name, arguments)).Result!;

    /// <summary>For the methods that give a file.</summary>
    public async Task<byte[]> DownloadAsync(string name, params object?[] arguments)
    {
        var response = (await InvokeAsync(name, arguments)).Result!;
        using var content = (Stream)response.GetType().GetProperty("Content")!.GetValue(response)!;
        var buffer = new MemoryStream();
        await content.CopyToAsync(buffer);
        return buffer.ToArray();
    }

    /// <summary>A file as the client uploads it.</summary>
    public static object Upload(string name, byte[] content)
    {
        var part = Assemblies.Refit.GetType("Refit.StreamPart", throwOnError: true)!;
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(part))!;
        list.Add(Activator.CreateInstance(part, new MemoryStream(content), name, "application/octet-stream", null));
        return list;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(object? Result, Type Type)> InvokeAsync(string name, object?[] arguments)
    {
        var (api, method) = (name.Split('.')[0], name.Split('.')[1]);
        var definition = Interfaces.Single(type => type.Name == api);
        var called = definition.GetMethod(method) ?? throw new MissingMethodException(api, method);
        var parameters = called.GetParameters();
        if (arguments.Length > parameters.Length) throw new ArgumentException($"{name} takes {parameters.Length} arguments.", nameof(arguments));
        var values = parameters.Select((parameter, index) => index < arguments.Length ? Value(arguments[index], parameter.ParameterType) : Default(parameter)).ToArray();
        var task = (Task)called.Invoke(Instance(definition), values)!;
        await task;
        return called.ReturnType.IsGenericType ? (task.GetType().GetProperty("Result")!.GetValue(task), called.ReturnType.GenericTypeArguments[0]) : (null, typeof(void));
    }

    private object Instance(Type definition)
    {
        var settings = Settings.GetMethod("CreateRefitSettings")!.Invoke(null, [null, null]);
        var create = Assemblies.Refit.GetType("Refit.RestService", throwOnError: true)!.GetMethods()
            .Single(method => method.Name == "For" && method.IsGenericMethodDefinition && method.GetParameters() is [{ ParameterType.Name: "HttpClient" }, { ParameterType.Name: "RefitSettings" }]);
        return create.MakeGenericMethod(definition).Invoke(null, [_http, settings])!;
    }

    private static object? Value(object? given, Type type)
    {
        if (given is null || type.IsInstanceOfType(given)) return given;
        // The requests that are made of a list alone.
        if (given is string[] ids && type.GetConstructor([typeof(IEnumerable<string>)]) is { } constructor) return constructor.Invoke([ids]);
        return JsonSerializer.SerializeToNode(given).Deserialize(type, Json);
    }

    private static object? Default(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(CancellationToken)) return CancellationToken.None;
        return parameter.HasDefaultValue ? parameter.DefaultValue : throw new ArgumentException($"{parameter.Member.Name} needs {parameter.Name}.");
    }

    private static bool IsRoute(CustomAttributeData attribute) => attribute.AttributeType is { Namespace: "Refit", Name: "GetAttribute" or "PostAttribute" or "PutAttribute" or "DeleteAttribute" or "PatchAttribute" };

    /// <summary>What only the package has is loaded from it; everything else is .NET's own.</summary>
    private sealed class Shipped : AssemblyLoadContext
    {
        private static readonly string[] Own = ["Elsa.Api.Client", "Refit", "Refit.HttpClientFactory", "Polly", "Polly.Core", "Polly.Extensions.Http", "Microsoft.Extensions.Http.Polly", "Humanizer"];

        private readonly string _folder;

        public Shipped(string folder)
            : base("Elsa.Api.Client")
        {
            if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"Elsa's client is not at {folder}. Run: node Designer/build.mjs");
            _folder = folder;
            Client = LoadFromAssemblyName(new AssemblyName("Elsa.Api.Client"));
            Refit = LoadFromAssemblyName(new AssemblyName("Refit"));
        }

        public Assembly Client { get; }

        public Assembly Refit { get; }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (!Own.Contains(assemblyName.Name)) return null;
            // Names carry a hash: Refit.4s00pb9z5w.wasm.
            var file = Directory.EnumerateFiles(_folder, $"{assemblyName.Name}.*.wasm").Single(path => Path.GetFileName(path).Split('.').Length == assemblyName.Name!.Split('.').Length + 2);
            return LoadFromStream(new MemoryStream(WebcilFile.ToPortableExecutable(File.ReadAllBytes(file))));
        }
    }
}
