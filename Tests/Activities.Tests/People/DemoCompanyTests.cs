using Workflows.Activities.People;

namespace Workflows.Activities.Tests.People;

public sealed class DemoCompanyTests : IAsyncLifetime
{
    private Register _register = null!;

    public async ValueTask InitializeAsync() => _register = await Register.OpenAsync();

    public ValueTask DisposeAsync() => _register.DisposeAsync();

    [Fact]
    public async Task Load_EmptyDirectory_BringsTheWholeCompanyOnce()
    {
        var demo = new DemoCompany(_register.Import, _register.People);
        demo.IsLoaded.ShouldBeFalse();

        (await demo.LoadAsync(CancellationToken.None)).ShouldBeTrue();
        (await demo.LoadAsync(CancellationToken.None)).ShouldBeFalse();

        var people = _register.People;
        demo.IsLoaded.ShouldBeTrue();
        people.All.Count.ShouldBeGreaterThanOrEqualTo(12);
        var emma = people.Find("emma").ShouldNotBeNull();
        Enumerable.Range(1, 4).Select(levels => people.LevelsUp(emma, levels)?.Id).ShouldBe(["marco", "diana", "sofia", null]);
        people.Find("marco")!.Name.ShouldBe("Marco Rossi");
        new[] { "hr", "admin", "process-owner", "director" }.ShouldAllBe(role => people.InRole(role).Count > 0);
        people.InRole("admin").ShouldHaveSingleItem().Id.ShouldBe(DemoCompany.AdministratorId);
        people.Companies.Select(company => company.TimeZone).ShouldBe(["Europe/Rome", "Asia/Jakarta"]);
        people.All.ShouldAllBe(person => person.Email.EndsWith("@example.test"));
        // Over Easter 2026 in Italy, over Idul Fitri 2027 in Indonesia.
        people.CalendarOf(emma).WorkingDays(new DateOnly(2026, 4, 3), new DateOnly(2026, 4, 7), false, false).ShouldBe(2m);
        people.CalendarOf(people.Find("siti")!).WorkingDays(new DateOnly(2027, 3, 8), new DateOnly(2027, 3, 12), false, false).ShouldBe(2m);
    }

    [Fact]
    public async Task Load_SomebodyIsThere_DoesNothing()
    {
        await _register.MustImportAsync("people.csv", "name,email", "Somebody,somebody@example.test");

        (await new DemoCompany(_register.Import, _register.People).LoadAsync(CancellationToken.None)).ShouldBeFalse();

        _register.People.All.ShouldHaveSingleItem();
    }
}
