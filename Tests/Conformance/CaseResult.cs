namespace Workflows.Conformance;

/// <param name="Difference">What is not as expected; null when the case passes.</param>
/// <param name="Unchecked">Expectations in prose that this runner could not turn into a check.</param>
public sealed record CaseResult(ConformanceCase Case, string? Difference, IReadOnlyList<string> Unchecked)
{
    public bool Passed => Difference is null;
}
