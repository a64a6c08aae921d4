using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Api.Hosting;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>What the commands print, and what they exit with.</summary>
internal static class CommandOutput
{
    public const int Good = 0;

    /// <summary>The command was answered, and the answer is that there is something to do.</summary>
    public const int Different = 1;

    /// <summary>The command could not do its work.</summary>
    public const int Trouble = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Task WriteJsonAsync<T>(TextWriter output, T value) => output.WriteLineAsync(JsonSerializer.Serialize(value, Json));

    /// <summary>Runs a command; what it cannot do is one line on the error stream.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await DatabaseAtStart.ReportAsync(command);
        }
        catch (Exception e) when (e is LibraryException or FileNotFoundException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Trouble;
        }
    }
}
