using System.Text;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.People;

public sealed class PeopleImportTestsOnSqlite() : PeopleImportTests(Dialect.Sqlite);

public sealed class PeopleImportTestsOnPostgreSql() : PeopleImportTests(Dialect.PostgreSql);

public abstract class PeopleImportTests(Dialect dialect) : IAsyncLifetime
{
    private Register _register = null!;

    public async ValueTask InitializeAsync() => _register = await Register.OpenAsync(dialect);

    public ValueTask DisposeAsync() => _register.DisposeAsync();

    [Fact]
    public async Task Import_PeopleOnly_GivesIdsRolesAndDefaults()
    {
        var result = await _register.MustImportAsync(
            "people.csv",
            "name,email,roles,manager",
            "\"Rossi, Marco\",Marco@Example.Test,manager;employee,",
            "Emma Larsen,emma.larsen@example.test,,marco@example.test",
            "Other Marco,marco@other.test,employee,marco");

        result.Counts.ShouldBe([new ImportCount("people.csv", 3, 0, 0)]);
        var marco = _register.People.Find("marco").ShouldNotBeNull();
        marco.Name.ShouldBe("Rossi, Marco");
        marco.Email.ShouldBe("marco@example.test");
        marco.Roles.ShouldBe(["employee", "manager"]);
        var emma = _register.People.FindByEmail("EMMA.Larsen@example.test").ShouldNotBeNull();
        (emma.Id, emma.ManagerId, emma.Company, emma.TimeZone, emma.Calendar, emma.Language).ShouldBe(("emma-larsen", "marco", null, "UTC", "standard", "en"));
        emma.Roles.ShouldBe(["employee"]);
        _register.People.Find("marco-2")!.ManagerId.ShouldBe("marco");
    }

    [Fact]
    public async Task Import_EverythingWrong_IsReportedAtOnceAndNothingIsLoaded()
    {
        var result = await _register.ImportAsync(
            "people.csv",
            "id,name,email,roles,manager,company,time_zone,calendar,language,left_on",
            "emma,Emma,emma@example.test,Process Owner,nobody@example.test,acme,Rome,mars,it,25th Feb",
            "",
            "Emma!,Second,second@example.test,,,,,,,",
            "third,,not an address,,,,,,,",
            "fourth,Fourth,EMMA@example.test,,,,,,,",
            "fifth,Fifth",
            "sixth,\"Six\"th,sixth@example.test,,,,,,,",
            "seventh,\"Seven,seventh@example.test,,,,,,,",
            "eighth,Eighth,eighth@example.test,,eighth,,,,,");

        result.Succeeded.ShouldBeFalse();
        result.Counts.ShouldBeEmpty();
        var badQuote = "line: has a quote in the wrong place or one that is not closed. Put the whole cell in double quotes, double the quotes within it, and keep it on one line.";
        result.Problems.Select(problem => problem.ToString()).ShouldBe(
            [
                "people.csv:2: roles: 'Process Owner' is not a role. Write it in lower case with hyphens, for example process-owner, and put a semicolon between two roles.",
                "people.csv:2: company: there is no company 'acme', nor any other. Import companies.csv first, or together with this file.",
                "people.csv:2: time_zone: 'Rome' is not a time zone. Write its IANA name, for example Europe/Rome, or leave it empty for the company's.",
                "people.csv:2: calendar: there is no calendar 'mars'. Name one of standard, or add its days to holidays.csv.",
                "people.csv:2: language: 'it' is not a language of this program. Write en or id.",
                "people.csv:2: left_on: '25th Feb' is not a day. Write it as year-month-day, for example 2026-02-25.",
                "people.csv:2: manager: there is nobody with the address or id 'nobody@example.test'. Write the manager's e-mail address, and give the manager a line of their own.",
                "people.csv:4: id: 'Emma!' is not an id. Write up to 40 lower-case letters and digits, with hyphens between, for example emma-rossi.",
                "people.csv:5: email: 'not an address' is not an e-mail address. Write it like emma@example.test.",
                "people.csv:6: email: emma@example.test is on line 2 already. Everybody has their own address.",
                "people.csv:7: line: has 2 cells where the header has 10. Put a cell that holds a separator or a quote in double quotes, and close them.",
                $"people.csv:8: {badQuote}",
                $"people.csv:9: {badQuote}",
                "people.csv:10: manager: Eighth cannot be their own manager. Name another one, or leave it empty at the top.",
            ],
            ignoreOrder: true);
        result.Problems.Select(problem => problem.Line).ShouldBeInOrder();
        _register.People.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name,email,shoe_size", "people.csv:1: header: 'shoe_size' is not a column of this file. Its columns are: name, email, roles, manager, company, time_zone, calendar, language, grade, department, id, left_on.")]
    [InlineData("name,roles", "people.csv:1: header: the column 'email' is missing. Add it.")]
    [InlineData("name,email,name", "people.csv:1: header: the column 'name' is there twice. Keep one.")]
    [InlineData("", "people.csv:1: header: the file is empty. Start it with the columns: name,email,roles,manager,company,time_zone,calendar,language,grade,department,id,left_on.")]
    public async Task Import_HeaderIsWrong_SaysHow(string header, string problem)
    {
        var result = await _register.ImportAsync("people.csv", header);

        result.Problems.ShouldHaveSingleItem().ToString().ShouldBe(problem);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Import_ByteOrderMarkOtherSeparatorAndWindowsLines_AreUnderstood(char separator)
    {
        var text = string.Join("\r\n", "Email;Name;Roles", "emma@example.test;Émma;\"hr;employee\"", "").Replace("Email;Name;Roles", string.Join(separator, "Email", "Name", "Roles"))
            .Replace("emma@example.test;Émma;", string.Join(separator, "emma@example.test", "Émma", ""));

        var result = await _register.Import.ImportAsync([new CsvFile("staff.csv", (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)])], CancellationToken.None);

        result.Problems.ShouldBeEmpty();
        var emma = _register.People.Find("emma").ShouldNotBeNull();
        (emma.Name, string.Join(' ', emma.Roles)).ShouldBe(("Émma", "employee hr"));
    }

    [Fact]
    public async Task Import_NotUtf8_SaysHowToSaveIt()
    {
        var result = await _register.Import.ImportAsync([new CsvFile("people.csv", Encoding.Latin1.GetBytes("name,email\nÉmma,emma@example.test\n"))], CancellationToken.None);

        result.Problems.ShouldHaveSingleItem().ToString().ShouldBe("people.csv:1: line: the file is not UTF-8. Save it as 'CSV UTF-8'.");
    }

    [Fact]
    public async Task Import_ManagersInACircle_NamesThePeopleInIt()
    {
        await _register.MustImportAsync("people.csv", "name,email,manager", "Diana,diana@example.test,", "Marco,marco@example.test,diana", "Emma,emma@example.test,marco");

        var result = await _register.ImportAsync("people.csv", "name,email,manager", "New,new@example.test,emma", "Diana,diana@example.test,emma@example.test");

        result.Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("people.csv:3: manager: Emma -> Marco -> Diana -> Emma is a circle of managers. Give one of them another manager, or none.");
        _register.People.Find("diana")!.ManagerId.ShouldBeNull();
        _register.People.Find("new").ShouldBeNull();
    }

    [Fact]
    public async Task Import_Again_ChangesWhatTheFileSaysAndLeavesTheRest()
    {
        await _register.MustImportAsync("people.csv", "name,email,roles,grade,department", "Emma,emma@example.test,hr,P1,people", "Marco,marco@example.test,manager,M1,sales", "Luca,luca@example.test,,,");
        var (emma, marco) = (_register.People.SecurityStamp("emma"), _register.People.SecurityStamp("marco"));

        var result = await _register.MustImportAsync("people.csv", "email,name,grade,roles", "emma@example.test,Emma Larsen,,hr", "marco@example.test,Marco,M1,employee");

        result.Counts.ShouldBe([new ImportCount("people.csv", 0, 2, 0)]);
        var changed = _register.People.Find("emma").ShouldNotBeNull();
        (changed.Name, changed.Grade, changed.Department).ShouldBe(("Emma Larsen", null, "people"));
        _register.People.Find("luca").ShouldNotBeNull();
        _register.People.SecurityStamp("emma").ShouldBe(emma, "a new name ends no session");
        _register.People.SecurityStamp("marco").ShouldNotBe(marco, "new roles do");
        (await _register.MustImportAsync("people.csv", "email,name,grade", "emma@example.test,Emma Larsen,")).Counts.ShouldBe([new ImportCount("people.csv", 0, 0, 1)]);
    }

    [Fact]
    public async Task Import_AddressesChangeHands_ById()
    {
        await _register.MustImportAsync("people.csv", "id,name,email", "one,One,one@example.test", "two,Two,two@example.test");

        await _register.MustImportAsync("people.csv", "id,name,email", "one,One,two@example.test", "two,Two,one@example.test");

        _register.People.FindByEmail("one@example.test")!.Id.ShouldBe("two");
        (await _register.ImportAsync("people.csv", "id,name,email", "three,Three,one@example.test")).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("people.csv:2: id: one@example.test belongs to 'two', and ids do not change. Write two or leave the id out.");
    }

    [Fact]
    public async Task Import_FilesTogether_MayReferToEachOther()
    {
        var result = await _register.Import.ImportAsync(
            [
                Register.File("people.csv", "name,email,company,time_zone", "Emma,emma@example.test,acme,", "Budi,budi@example.test,acme,Asia/Jakarta"),
                Register.File("companies.csv", "id,name,time_zone,calendar,currency", "acme,Acme,Europe/Rome,italy,EUR"),
                Register.File("holidays.csv", "calendar,day,name,half", "italy,2026-04-06,Easter Monday,", "italy,2026-12-24,Christmas Eve,afternoon"),
                Register.File("calendars.csv", "id,working_week", "italy,Mon-Thu 09:00-18:00; Fri 09:00-13:00"),
            ],
            CancellationToken.None);

        result.Problems.ShouldBeEmpty();
        var emma = _register.People.Find("emma").ShouldNotBeNull();
        (emma.TimeZone, emma.Calendar, _register.People.Find("budi")!.TimeZone).ShouldBe(("Europe/Rome", "italy", "Asia/Jakarta"));
        var calendar = _register.People.CalendarOf(emma);
        calendar.WorkingDays(new DateOnly(2026, 12, 24), new DateOnly(2026, 12, 24), false, false).ShouldBe(0.5m);
        calendar.IsWorkingDay(new DateOnly(2026, 4, 6)).ShouldBeFalse();
        calendar.HoursOn(new DateOnly(2026, 4, 3)).ShouldHaveSingleItem().End.ShouldBe(TimeSpan.FromHours(13));
        _register.People.Company("acme")!.Currency.ShouldBe("EUR");
    }

    [Fact]
    public async Task Import_CompaniesAndHolidaysAreWrong_NamesFileAndLine()
    {
        var result = await _register.Import.ImportAsync(
            [
                Register.File("holidays.csv", "calendar,day,name,half", "italy,06/04/2026,Easter Monday,", "italy,2026-12-25,,", "italy,2026-12-26,S. Stefano,evening", "italy,2026-05-01,Lavoro,", "italy,2026-05-01,Labour,"),
                Register.File("companies.csv", "id,name,time_zone,calendar,currency", "Acme Inc,Acme,Rome,mars,euro"),
                Register.File("calendars.csv", "id,working_week", "italy,always"),
            ],
            CancellationToken.None);

        result.Problems.Select(problem => $"{problem.File}:{problem.Line}:{problem.Field}").ShouldBe(
            [
                "holidays.csv:2:day", "holidays.csv:3:name", "holidays.csv:4:half", "holidays.csv:6:line",
                "companies.csv:2:id", "companies.csv:2:time_zone", "companies.csv:2:currency", "companies.csv:2:calendar", "calendars.csv:2:working_week",
            ]);
        result.Problems[0].Message.ShouldBe("'06/04/2026' is not a day. Write it as year-month-day, for example 2026-02-25.");
        _register.People.Companies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_LastAdministratorLosesTheRole_IsRefused()
    {
        await _register.MustImportAsync("people.csv", "name,email,roles", "Ivan,ivan@example.test,admin", "Emma,emma@example.test,");

        (await _register.ImportAsync("people.csv", "name,email,left_on", "Ivan,ivan@example.test,2026-03-02")).Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("people.csv:2: roles: nobody would have the role 'admin' any more. Give it to somebody else first.");
        await _register.MustImportAsync("people.csv", "name,email,roles", "Ivan,ivan@example.test,employee", "Emma,emma@example.test,admin");
    }

    [Fact]
    public async Task Import_WithLimitedAuthority_CannotReachBeyondIt()
    {
        await _register.MustImportAsync("people.csv", "name,email,roles", "Ivan,ivan@example.test,admin", "Hana,hana@example.test,hr", "Budi,budi@example.test,");
        var authority = new ImportAuthority(person => person.Id != "budi", _ => true, role => role != "admin", MayChangeCompanies: false);

        var result = await _register.Import.ImportAsync(
            [
                Register.File("people.csv", "id,name,email,roles", "ivan,Ivan,hana.again@example.test,admin", "hana,Hana,hana@example.test,admin;hr", "budi,Budi S,budi@example.test,employee", "new,New,new@example.test,employee"),
                Register.File("holidays.csv", "calendar,day,name", "italy,2026-05-01,Lavoro"),
            ],
            authority,
            CancellationToken.None);

        result.Problems.Select(problem => $"{problem.File}:{problem.Line}:{problem.Field}").ShouldBe(["people.csv:2:email", "people.csv:3:roles", "people.csv:4:email", "holidays.csv:1:header"]);
        _register.People.Find("ivan")!.Email.ShouldBe("ivan@example.test");
        _register.People.Find("new").ShouldBeNull();
    }
}
