using System.Threading.Channels;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Storage;

public sealed class TogetherTests
{
    private readonly Channel<Group> _begun = Channel.CreateUnbounded<Group>();
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly Together<string, string> _together;

    public TogetherTests() => _together = new Together<string, string>(
        items =>
        {
            var group = new Group(items);
            _begun.Writer.TryWrite(group);
            return group.Answers.Task;
        },
        _time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskedWhileAGroupIsAtWork_AreTheNextGroup_AndEachHasItsAnswer()
    {
        var first = _together.DoAsync("first");
        var group = await NextAsync("first");
        var (a, b, again) = (_together.DoAsync("a"), _together.DoAsync("b"), _together.DoAsync("a"));
        _begun.Reader.TryPeek(out _).ShouldBeFalse();

        group.Answer();
        (await NextAsync("a", "b", "a")).Answer();

        (await first, await a, await b, await again).ShouldBe(("FIRST", "A", "B", "A"));
    }

    [Fact]
    public async Task Failure_IsToldToThoseWhoAsked_AndTheNextGroupBegins()
    {
        var first = _together.DoAsync("first");
        var group = await NextAsync("first");
        var next = _together.DoAsync("next");

        group.Answers.SetException(new TimeoutException("too late"));

        (await Should.ThrowAsync<TimeoutException>(first)).Message.ShouldBe("too late");
        (await NextAsync("next")).Answer();
        (await next).ShouldBe("NEXT");
    }

    [Fact]
    public async Task ManyWaiting_BeginASecondGroup()
    {
        var first = _together.DoAsync("first");
        var group = await NextAsync("first");
        var many = Enumerable.Range(0, 16).Select(number => _together.DoAsync($"n{number}")).ToList();

        (await NextAsync([.. Enumerable.Range(0, 16).Select(number => $"n{number}")])).Answer();

        (await Task.WhenAll(many)).ShouldBe(Enumerable.Range(0, 16).Select(number => $"N{number}"));
        first.IsCompleted.ShouldBeFalse();
        group.Answer();
        (await first).ShouldBe("FIRST");
    }

    [Fact]
    public async Task HeldUp_OthersGoOnBesideIt_BothThoseWhoWaitAndThoseWhoCome()
    {
        var held = _together.DoAsync("held");
        var group = await NextAsync("held");
        var waits = _together.DoAsync("waits");
        await _time.WhenTimersAsync(1);

        _time.Advance(TimeSpan.FromMilliseconds(100));

        (await NextAsync("waits")).Answer();
        (await waits).ShouldBe("WAITS");
        var comes = _together.DoAsync("comes");
        (await NextAsync("comes")).Answer();
        (await comes).ShouldBe("COMES");
        held.IsCompleted.ShouldBeFalse();
        group.Answer();
        (await held).ShouldBe("HELD");
    }

    [Fact]
    public async Task AllGroupsHeldUp_TheNextWaitsForOneOfThem()
    {
        var groups = new List<Group>();
        for (var number = 0; number < 4; number++)
        {
            _ = _together.DoAsync($"{number}");
            groups.Add(await NextAsync($"{number}"));
            await _time.WhenTimersAsync(1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var last = _together.DoAsync("last");
        _begun.Reader.TryPeek(out _).ShouldBeFalse();
        groups[2].Answer();

        (await NextAsync("last")).Answer();
        (await last).ShouldBe("LAST");
        foreach (var group in groups.Where(group => !group.Answers.Task.IsCompleted)) group.Answer();
    }

    [Fact]
    public async Task Few_WaitForThoseWhoAreOnTheirWay()
    {
        var expected = Expect(16);
        var asked = Enumerable.Range(0, 5).Select(number => _together.DoAsync($"n{number}")).ToList();
        _begun.Reader.TryPeek(out _).ShouldBeFalse();

        asked.Add(_together.DoAsync("n5"));

        (await NextAsync([.. Enumerable.Range(0, 6).Select(number => $"n{number}")])).Answer();
        await Task.WhenAll(asked);
        foreach (var one in expected) one.Dispose();
    }

    [Fact]
    public async Task Few_WaitNoLongerThanAMoment()
    {
        var expected = Expect(16);
        var asked = _together.DoAsync("asked");
        _begun.Reader.TryPeek(out _).ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(5));

        (await NextAsync("asked")).Answer();
        await asked;
        var next = _together.DoAsync("next");
        _begun.Reader.TryPeek(out _).ShouldBeFalse("they have a moment of their own");
        foreach (var one in expected) one.Dispose();
        (await NextAsync("next")).Answer();
        await next;
    }

    [Fact]
    public async Task HalfOfThoseWhoAreBusy_IsEnough()
    {
        var expected = Expect(8);
        var asked = Enumerable.Range(0, 3).Select(number => _together.DoAsync($"n{number}")).ToList();
        _begun.Reader.TryPeek(out _).ShouldBeFalse();

        foreach (var one in expected[..2]) one.Dispose();

        (await NextAsync("n0", "n1", "n2")).Answer();
        await Task.WhenAll(asked);
    }

    [Fact]
    public async Task WhereFewAreBusy_NobodyWaits()
    {
        Expect(3);
        var asked = _together.DoAsync("asked");

        (await NextAsync("asked")).Answer();
        await asked;
    }

    private IDisposable[] Expect(int count) => [.. Enumerable.Range(0, count).Select(_ => _together.Expect())];

    private async Task<Group> NextAsync(params string[] items)
    {
        var group = await _begun.Reader.ReadAsync(Ct);
        group.Items.ShouldBe(items);
        return group;
    }

    private sealed record Group(IReadOnlyList<string> Items)
    {
        public TaskCompletionSource<IReadOnlyList<string>> Answers { get; } = new();

        public void Answer() => Answers.SetResult([.. Items.Select(item => item.ToUpperInvariant())]);
    }
}
