using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.People;

public sealed class PeopleDirectoryTestsOnSqlite() : PeopleDirectoryTests(Dialect.Sqlite);

public sealed class PeopleDirectoryTestsOnPostgreSql() : PeopleDirectoryTests(Dialect.PostgreSql);

public abstract class PeopleDirectoryTests(Dialect dialect) : IAsyncLifetime
{
    private Register _register = null!;

    private PeopleDirectory People => _register.People;

    public async ValueTask InitializeAsync()
    {
        _register = await Register.OpenAsync(dialect);
        await _register.MustImportAsync(
            "people.csv",
            [
                "name,email,roles,manager,left_on,time_zone",
                "Sofia,sofia@example.test,ceo,,,Europe/Rome",
                "Diana,diana@example.test,approver,sofia,,Europe/Rome",
                "Marco,marco@example.test,approver,diana,,Europe/Rome",
                "Emma,emma@example.test,approver;hr,marco,,Europe/Rome",
                "Luca,luca@example.test,,marco,,Europe/Rome",
            ]);
    }

    public ValueTask DisposeAsync() => _register.DisposeAsync();

    [Fact]
    public void LevelsUp_EachLevel_ClimbsTheTree()
    {
        var emma = People.Find("emma")!;

        Enumerable.Range(0, 5).Select(levels => People.LevelsUp(emma, levels)?.Id).ShouldBe(["emma", "marco", "diana", "sofia", null]);
        People.ManagerOf(People.Find("sofia")!).ShouldBeNull();
    }

    [Fact]
    public void Reports_OfADirector_AreTheWholeTreeBelow()
    {
        People.Reports(People.Find("diana")!).Select(person => person.Id).ShouldBe(["marco", "emma", "luca"]);
        People.Reports(People.Find("luca")!).ShouldBeEmpty();
    }

    [Fact]
    public async Task ManagerHasLeft_TheNextOneUpStandsIn()
    {
        await LeaveAsync("marco", "2026-03-03");

        People.ManagerOf(People.Find("emma")!)!.Id.ShouldBe("marco", "on the day before");
        _register.Time.Now = new DateTimeOffset(2026, 3, 2, 22, 59, 0, TimeSpan.Zero);
        People.InRole("approver").Select(person => person.Id).ShouldBe(["diana", "emma", "marco"]);

        // Midnight in Rome.
        _register.Time.Now = new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.Zero);
        People.ManagerOf(People.Find("emma")!)!.Id.ShouldBe("diana");
        People.LevelsUp(People.Find("emma")!, 2)!.Id.ShouldBe("sofia");
        People.InRole("approver").Select(person => person.Id).ShouldBe(["diana", "emma"]);
        People.Find("marco").ShouldNotBeNull();
        People.Reports(People.Find("diana")!).Select(person => person.Id).ShouldBe(["marco", "emma", "luca"]);
    }

    [Fact]
    public async Task Restart_ReadsWhatWasStored()
    {
        var before = Lines();

        await _register.ReopenAsync();

        Lines().ShouldBe(before);

        List<string> Lines() =>
            [.. People.All.Select(person => string.Join('|', [person.Id, person.Email, person.ManagerId, person.TimeZone, People.SecurityStamp(person.Id), .. person.Roles]))];
    }

    [Fact]
    public async Task Reload_AnotherProcessChangedTheRegister_IsSeen()
    {
        var other = new PeopleDirectory(_register.Database, _register.Time);
        other.InRole("hr").ShouldHaveSingleItem();
        await _register.MustImportAsync("people.csv", "name,email,roles", "Luca,luca@example.test,hr");
        other.InRole("hr").ShouldHaveSingleItem();

        await other.ReloadAsync(CancellationToken.None);

        other.InRole("hr").Select(person => person.Id).ShouldBe(["emma", "luca"]);
    }

    private Task<ImportResult> LeaveAsync(string id, string day) => _register.MustImportAsync("people.csv", "id,name,email,left_on", $"{id},Marco,{id}@example.test,{day}");
}
