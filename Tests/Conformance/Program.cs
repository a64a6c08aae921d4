using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Conformance;

if (args is not [var folder, .. var options] || folder.StartsWith("--", StringComparison.Ordinal))
{
    await Console.Error.WriteLineAsync("Usage: dotnet run -c Release --project Tests/Conformance -- <folder> [--json] [--only <part of a name>] [--write <file.md>]");
    return 2;
}

var json = options.Contains("--json");
ConformanceSuite suite;
try
{
    suite = ConformanceSuite.Read(folder);
}
catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

var only = Option("--only");
var results = new List<CaseResult>();
foreach (var item in suite.Cases.Where(item => only is null || item.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    var result = await CaseRunner.RunAsync(suite, item, CancellationToken.None);
    results.Add(result);
    if (!json) Console.WriteLine(result.Passed ? $"pass  {item.Name}" : $"FAIL  {item.Name}: {result.Difference}");
}

var (passed, failed) = (results.Count(result => result.Passed), results.Count(result => !result.Passed));
if (Option("--write") is { } file)
{
    if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } parent) Directory.CreateDirectory(parent);
    await File.WriteAllTextAsync(file, Report.Write(results));
}

Console.WriteLine(json
    ? JsonSerializer.Serialize(
        new { passed, failed, cases = results.Select(result => new { name = result.Case.Name, passed = result.Passed, difference = result.Difference }) },
        new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
    : $"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

string? Option(string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;
