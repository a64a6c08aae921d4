using System.Collections.Concurrent;
using Workflows.Activities.Approvals;

namespace Workflows.Activities.Tests.Approvals;

public sealed class TaskIdsTests
{
    [Fact]
    public void Next_ManyInAMillisecond_AscendAsTexts()
    {
        // More than the counter holds.
        var ids = Enumerable.Range(0, 20_000).Select(_ => TaskIds.Next()).ToList();

        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => Guid.Parse(id).Version == 7 && Guid.Parse(id).Variant >= 8 && Guid.Parse(id).Variant <= 11);
    }

    [Fact]
    public async Task Next_AskedByManyAtOnce_IsNeverTheSame()
    {
        var ids = new ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < 5_000; number++) ids.Add(TaskIds.Next());
        })));

        ids.Distinct().Count().ShouldBe(40_000);
    }
}
