using Workflows.Engine.Execution;

namespace Workflows.Engine.Tests.Execution;

public sealed class JournalBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(5_000)]
    public void Add_AnyNumber_KeepsOrder(int count)
    {
        var buffer = Filled(count);

        buffer.Count.ShouldBe(count);
        buffer.ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    public void KeepEnds_LongList_DropsTheMiddle()
    {
        var buffer = Filled(5_000);

        buffer.KeepEnds(2);
        buffer.Add(7);

        buffer.ShouldBe([0, 1, 4_998, 4_999, 7]);
    }

    [Fact]
    public void KeepEnds_ShortList_LeavesIt()
    {
        var buffer = Filled(4);

        buffer.KeepEnds(2);

        buffer.ShouldBe([0, 1, 2, 3]);
    }

    private static JournalBuffer<int> Filled(int count)
    {
        var buffer = new JournalBuffer<int>();
        for (var i = 0; i < count; i++) buffer.Add(i);
        return buffer;
    }
}
