using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Approvals;

public sealed class ApproverRulesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private Database _database = null!;
    private ApproverRules _rules = null!;
    private PeopleDirectory _people = null!;

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        _database = await Database.OpenAsync(
            Path.Combine(_folder.FullName, "test.db"), [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(ApproverRules).Assembly)], TimeProvider.System, ct);
        _people = new PeopleDirectory(_database, TimeProvider.System);
        _rules = new ApproverRules(_people);
        await new DemoCompany(new PeopleImport(_database, _people, TimeProvider.System), _people).LoadAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("manager-of-requester", "marco")]
    [InlineData("manager-of-requester:2", "diana")]
    [InlineData("role:hr", "hana")]
    [InlineData("felix", "felix")]
    [InlineData("felix@example.test", "felix")]
    public void Resolve_Rule_NamesThePerson(string rule, string expected) =>
        _rules.Resolve([rule], "emma").Select(approver => approver.Person.Id).ShouldBe([expected]);

    [Fact]
    public void Resolve_RequesterAmongThem_IsLeftOut() => _rules.Resolve(["role:hr", "marco"], "hana").Select(approver => approver.Person.Id).ShouldBe(["marco"]);

    [Fact]
    public void Resolve_SamePersonByTwoRules_IsAskedOnceByTheFirst()
    {
        var approver = _rules.Resolve(["manager-of-requester", "marco"], "emma").ShouldHaveSingleItem();

        (approver.Person.Id, approver.Rule).ShouldBe(("marco", "manager-of-requester"));
    }

    [Theory]
    [InlineData("manager-of-requester:9")]
    [InlineData("role:astronaut")]
    [InlineData("nobody")]
    public void Resolve_NobodyNamed_IsEmpty(string rule) => _rules.Resolve([rule], "emma").ShouldBeEmpty();

    [Theory]
    [InlineData("role:", "what role")]
    [InlineData("manager-of-requester:x", "manager-of-requester:2")]
    [InlineData("nobody", "names nobody")]
    public void Problem_WrongRule_SaysTheCure(string rule, string cure) => _rules.Problem(rule).ShouldNotBeNull().ShouldContain(cure);

    [Fact]
    public void Why_IsInTheLanguageOfTheApprover()
    {
        _rules.Why("manager-of-requester", _people.Find("marco")!, "emma").ShouldBe("You get this because Emma Larsen reports to you.");
        _rules.Why("manager-of-requester", _people.Find("budi")!, "siti").ShouldBe("Anda menerima ini karena Siti Rahmawati adalah bawahan Anda.");
    }
}
