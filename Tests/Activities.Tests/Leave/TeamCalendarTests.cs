using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Activities.Tests.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Leave;

/// <summary>Who else is away, as the one who is asked is told.</summary>
public sealed class TeamCalendarTestsOnSqlite() : TeamCalendarTests(Dialect.Sqlite);

/// <inheritdoc/>
public sealed class TeamCalendarTestsOnPostgreSql() : TeamCalendarTests(Dialect.PostgreSql);

/// <inheritdoc/>
public abstract class TeamCalendarTests(Dialect dialect) : IAsyncLifetime
{
    private const string Header = "id,name,email,manager,company,department,left_on";
    private const string Day = "2026-05-11";

    private LeaveCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await LeaveCompany.OpenAsync(dialect);

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Colleagues_OfTheDepartmentOrTheTeam_AreTold_AndNobodyElse()
    {
        await ImportAsync(
            "emma,Emma Larsen,emma@example.test,marco,borealis,operations,", "dept,Of The Department,dept@example.test,diana,borealis,operations,",
            "team,Of The Team,team@example.test,marco,borealis,partners,", "free,Without Department,free@example.test,marco,borealis,,", "gone,Has Left,gone@example.test,marco,borealis,operations,",
            "else,From Elsewhere,else@example.test,diana,borealis,partners,", "same,Of The Same Name,same@example.test,budi,samudra,operations,");
        foreach (var person in new[] { "dept", "team", "free", "gone", "else", "same" }) await _company.SubmitAsync(person, Day);
        await ImportAsync("gone,Has Left,gone@example.test,marco,borealis,operations,2026-03-01");

        var told = await ToldAsync("emma");

        foreach (var name in new[] { "Of The Department", "Of The Team", "Without Department" }) told.ShouldContain($"{name}, {Day}");
        foreach (var name in new[] { "Emma", "Has Left", "From Elsewhere", "Of The Same Name" }) told.ShouldNotContain($"{name}");
    }

    [Fact]
    public async Task Colleague_WhoMoves_TakesTheirLeaveAlong()
    {
        await ImportAsync("emma,Emma Larsen,emma@example.test,marco,borealis,operations,", "mover,On The Move,mover@example.test,diana,borealis,partners,");
        await _company.SubmitAsync("mover", Day);
        (await ToldAsync("emma")).ShouldNotContain("On The Move");

        await ImportAsync("mover,On The Move,mover@example.test,diana,borealis,operations,", "other,Somebody Else,other@example.test,marco,borealis,operations,");
        (await ToldAsync("other")).ShouldContain($"On The Move, {Day}");

        await ImportAsync("mover,On The Move,mover@example.test,diana,borealis,,", "third,One More,third@example.test,marco,borealis,operations,");
        (await ToldAsync("third")).ShouldNotContain("On The Move");
    }

    [Fact]
    public async Task Reader_IsTold_InTheirLanguage()
    {
        await _company.SubmitAsync("luca", Day);
        var request = await _company.SubmitAsync("emma", Day);

        var task = (await _company.Get<TaskStore>().OfRequestAsync(request.Id, CancellationToken.None)).Single();

        task.In("en").Body.ShouldContain($"Also away then:\nLuca Ferrari, {Day} to {Day} (asked for)");
        task.In("id").Body.ShouldContain($"Juga cuti saat itu:\nLuca Ferrari, {Day} sampai {Day} (diajukan)");
    }

    private Task ImportAsync(params string[] lines) => _company.Get<PeopleImport>().ImportAsync([People.Register.File("people.csv", [Header, .. lines])], CancellationToken.None);

    /// <summary>What the one who decides reads when somebody asks for that day.</summary>
    private async Task<string> ToldAsync(string person)
    {
        var request = await _company.SubmitAsync(person, Day);
        var task = (await _company.Get<TaskStore>().OfRequestAsync(request.Id, CancellationToken.None)).Single();
        // The requester is named in the first sentence.
        return task.Body.Replace($"{_company.Get<PeopleDirectory>().Find(person)!.Name} has", "");
    }
}
