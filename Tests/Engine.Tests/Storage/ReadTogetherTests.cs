using System.Threading.Channels;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Tests.Storage;

public sealed class ReadTogetherTests
{
    // What is asked of the database, and its answer.
    private readonly Channel<(IReadOnlyList<string> Keys, TaskCompletionSource<IReadOnlyDictionary<string, string>> Answer)> _asked =
        Channel.CreateUnbounded<(IReadOnlyList<string> Keys, TaskCompletionSource<IReadOnlyDictionary<string, string>> Answer)>();

    private readonly ReadTogether<string> _together;

    public ReadTogetherTests() => _together = new ReadTogether<string>(keys =>
    {
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, string>>();
        _asked.Writer.TryWrite((keys, answer));
        return answer.Task;
    });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskedWhileOthersAreRead_AreReadNext_EachKeyOnce()
    {
        var (first, second) = await TwoAtWorkAsync();
        var (a, b, again, missing) = (_together.FindAsync("a", Ct), _together.FindAsync("b", Ct), _together.FindAsync("a", Ct), _together.FindAsync("missing", Ct));
        _asked.Reader.TryPeek(out _).ShouldBeFalse("two are read at once, and no more");

        first.Answer(("first", "1"));
        var next = await _asked.Reader.ReadAsync(Ct);
        next.Keys.ShouldBe(["a", "b", "missing"]);
        next.Answer.SetResult(new Dictionary<string, string> { ["a"] = "A", ["b"] = "B" });

        (await first.Found, await a, await b, await again, await missing).ShouldBe(("1", "A", "B", "A", null));
        second.Found.IsCompleted.ShouldBeFalse();
        second.Answer(("second", "2"));
        (await second.Found).ShouldBe("2");
    }

    [Fact]
    public async Task Failure_IsToldToThoseWhoAsked_AndTheNextIsRead()
    {
        var (first, second) = await TwoAtWorkAsync();
        var next = _together.FindAsync("next", Ct);

        first.Fail(new TimeoutException("too late"));

        (await Should.ThrowAsync<TimeoutException>(first.Found)).Message.ShouldBe("too late");
        (await _asked.Reader.ReadAsync(Ct)).Answer.SetResult(new Dictionary<string, string> { ["next"] = "N" });
        (await next).ShouldBe("N");
        second.Answer();
        (await second.Found).ShouldBeNull();
    }

    [Fact]
    public async Task WhoNoLongerWaits_IsLetGo_AndTheOthersAreAnswered()
    {
        var (first, second) = await TwoAtWorkAsync();
        using var leaving = new CancellationTokenSource();
        var (gone, stays) = (_together.FindAsync("gone", leaving.Token), _together.FindAsync("stays", Ct));

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(gone);
        first.Answer();
        (await _asked.Reader.ReadAsync(Ct)).Answer.SetResult(new Dictionary<string, string> { ["stays"] = "S" });
        (await stays).ShouldBe("S");
        second.Answer();
    }

    private async Task<(Read First, Read Second)> TwoAtWorkAsync()
    {
        var first = _together.FindAsync("first", Ct);
        var one = await _asked.Reader.ReadAsync(Ct);
        var second = _together.FindAsync("second", Ct);
        var other = await _asked.Reader.ReadAsync(Ct);
        one.Keys.ShouldBe(["first"]);
        other.Keys.ShouldBe(["second"]);
        return (new Read(first, one.Answer), new Read(second, other.Answer));
    }

    private sealed record Read(Task<string?> Found, TaskCompletionSource<IReadOnlyDictionary<string, string>> Asked)
    {
        public void Answer(params (string Key, string Value)[] values) => Asked.SetResult(values.ToDictionary(value => value.Key, value => value.Value));

        public void Fail(Exception failure) => Asked.SetException(failure);
    }
}
