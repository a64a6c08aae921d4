using Workflows.Conformance;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Conformance;

/// <summary>Every case of Elsa's suite as a test. A run of all of them writes docs/conformance.md.</summary>
public sealed class ConformanceTests(ConformanceTests.Results results) : IClassFixture<ConformanceTests.Results>
{
    private static readonly ConformanceSuite Suite = ConformanceSuite.Read(Path.Combine(Repository.Root, "Tests", "Conformance", "data"));

    public static TheoryData<string> Cases => [.. Suite.Cases.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case_OfElsa_DoesWhatElsaDoes(string name)
    {
        var result = await CaseRunner.RunAsync(Suite, Suite.Cases.Single(item => item.Name == name), TestContext.Current.CancellationToken);
        results.Add(result);

        result.Difference.ShouldBeNull();
    }

    public sealed class Results : IDisposable
    {
        private readonly List<CaseResult> _results = [];

        public void Add(CaseResult result) => _results.Add(result);

        public void Dispose()
        {
            if (_results.Count == Suite.Cases.Count) File.WriteAllText(Path.Combine(Repository.Root, "docs", "conformance.md"), Report.Write(_results));
        }
    }
}
