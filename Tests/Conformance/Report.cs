using System.Globalization;
using System.Text;

namespace Workflows.Conformance;

/// <summary><c>docs/conformance.md</c>: case by case what passes. The same results always give the same text.</summary>
public static class Report
{
    public static string Write(IReadOnlyList<CaseResult> results)
    {
        var passed = results.Count(result => result.Passed);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Conformance with Elsa Workflows 3

            Elsa's own test workflows, run by this engine, compared with the results that Elsa's tests assert: **{passed} of {results.Count} cases pass.**

            Written by the conformance runner (`dotnet run -c Release --project Tests/Conformance -- Tests/Conformance/data --write docs/conformance.md`); do not edit it.
            *refused* means that the definitions use a language that is not run here, and are refused at publish with the activity and the language named.
            *not checked* counts expectations in prose that the runner cannot turn into a check; everything else in the case is checked.

            | group | cases | pass |
            |---|---:|---:|

            """);
        var groups = results.GroupBy(result => result.Case.Category).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in groups) text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {group.Count()} | {group.Count(result => result.Passed)} |\n");
        foreach (var group in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n\n| case | result | from |\n|---|---|---|\n");
            foreach (var result in group.OrderBy(result => result.Case.Name, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"| {Cell(result.Case.Name)} | {Cell(Verdict(result))} | {Cell(result.Case.Source)} |\n");
        }

        return text.ToString();
    }

    private static string Verdict(CaseResult result)
    {
        if (!result.Passed) return $"**fails**: {result.Difference}";
        var verdict = result.Case.Refused.Count > 0 ? "passes (refused)" : "passes";
        return result.Unchecked.Count > 0 ? $"{verdict}, {result.Unchecked.Count} not checked" : verdict;
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
