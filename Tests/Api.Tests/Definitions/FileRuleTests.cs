using Workflows.Api.Definitions;

namespace Workflows.Api.Tests.Definitions;

public sealed class FileRuleTests
{
    [Theory]
    [InlineData("a", null, null, false, false, FileState.New)]
    [InlineData("a", null, "a", false, false, FileState.DeletedInDatabase)]
    [InlineData("b", null, "a", false, false, FileState.Diverged)]
    [InlineData("a", "a", null, false, false, FileState.Same)]
    [InlineData("a", "a", "z", false, false, FileState.Same)]
    [InlineData("b", "a", "a", false, false, FileState.FileAhead)]
    [InlineData("b", "a", "a", true, false, FileState.FileAhead)] // somebody reverted a commit
    [InlineData("a", "b", "a", false, false, FileState.DatabaseAhead)]
    [InlineData("b", "c", "a", false, false, FileState.Diverged)]
    [InlineData("b", "c", "a", true, false, FileState.DatabaseAhead)] // pulled elsewhere, then edited in the designer
    [InlineData("b", "c", null, false, false, FileState.Diverged)]
    [InlineData("b", "c", null, true, false, FileState.DatabaseAhead)]
    [InlineData("b", "c", null, false, true, FileState.FileAhead)] // a fresh clone, edited
    public void Decide_TwoSidesAndWhatTheyAgreedOn_SaysWhoIsAhead(string file, string? database, string? agreed, bool isOlder, bool isBasedOnLatest, FileState expected) =>
        FileRule.Decide(file, database, agreed, isOlder, isBasedOnLatest).ShouldBe(expected);
}
