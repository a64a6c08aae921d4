using Workflows.Activities.Leave;

namespace Workflows.Activities.Tests.Leave;

public sealed class LeaveSpanTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Theory]
    [InlineData(0, 1, false, false, 1, 2, false, false, true)]
    [InlineData(0, 1, false, false, 2, 3, false, false, false)]
    [InlineData(0, 1, false, true, 1, 2, false, false, true)]
    [InlineData(0, 1, false, true, 1, 2, true, false, false)]
    [InlineData(0, 0, false, true, 0, 0, true, false, false)]
    [InlineData(0, 0, true, false, 0, 0, true, false, true)]
    [InlineData(0, 9, false, false, 3, 4, false, false, true)]
    public void Overlaps_ToTheHalfDay(int first, int last, bool fromNoon, bool untilNoon, int otherFirst, int otherLast, bool otherFromNoon, bool otherUntilNoon, bool expected)
    {
        var (one, other) = (Span(first, last, fromNoon, untilNoon), Span(otherFirst, otherLast, otherFromNoon, otherUntilNoon));

        one.Overlaps(other).ShouldBe(expected);
        other.Overlaps(one).ShouldBe(expected);
    }

    private static LeaveSpan Span(int first, int last, bool fromNoon, bool untilNoon) => new(Monday.AddDays(first), Monday.AddDays(last), fromNoon, untilNoon);
}
