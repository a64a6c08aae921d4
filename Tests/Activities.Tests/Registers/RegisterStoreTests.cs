using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Tests.Approvals;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Registers;

public sealed class RegisterStoreTestsOnSqlite() : RegisterStoreTests(Dialect.Sqlite);

public sealed class RegisterStoreTestsOnPostgreSql() : RegisterStoreTests(Dialect.PostgreSql);

public abstract class RegisterStoreTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly RegisterCause Felix = new("api", "felix", "Felix Moreau");

    private ApprovalCompany _company = null!;

    private RegisterStore Store => _company.Get<RegisterStore>();

    public async ValueTask InitializeAsync()
    {
        _company = await ApprovalCompany.OpenAsync(dialect, more: services => services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()));
        await _company.Get<DemoRegisters>().LoadAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Change_EveryChange_LeavesHistoryWithWhoAndWhat()
    {
        var row = await ChangeAsync("clients", "acme", 1, """{"contact": "Marta Riva", "email": "MARTA@acme.example"}""");
        row.ShouldBeOfType<RegisterResult.Done>().Row.Version.ShouldBe(2);
        (await ChangeAsync("clients", "acme", 2, """{"contact": "Marta Riva"}""")).ShouldBeOfType<RegisterResult.Done>().HasChanged.ShouldBeFalse();

        var history = await Store.HistoryAsync(Of("clients"), "acme", CancellationToken.None);

        history.Select(change => (change.Version, change.Actor, change.Cause)).ShouldBe([(2L, "felix", "api"), (1L, null, "demo")]);
        history[0].Changes.ShouldBe("""{"contact":{"before":"Laura Conti","after":"Marta Riva"},"email":{"before":"laura@acme.example","after":"marta@acme.example"}}""");
    }

    [Fact]
    public async Task Kept_ChangedRow_IsSeenHereAtOnceAndElsewhereWhenThatNodeLooks()
    {
        var (here, elsewhere) = (Store.Kept("leave-types"), RegisterStore.InMemory(_company.Database, Of("leave-types")));
        var id = here.Current[0].Id;
        elsewhere.Current.Select(row => row.Id).ShouldBe(here.Current.Select(row => row.Id));
        using var watch = new ChangeWatch(_company.Database, [elsewhere], _company.Time, NullLogger<ChangeWatch>.Instance);

        await ChangeAsync("leave-types", id, null, """{"most_days": 77}""");
        MostDays(here).ShouldBe(77);
        MostDays(elsewhere).ShouldNotBe(77);

        await watch.LookAsync(CancellationToken.None);
        MostDays(elsewhere).ShouldBe(77);

        decimal? MostDays(Kept<IReadOnlyList<RegisterRow>> register) => register.Current.Single(row => row.Id == id).Number("most_days");
    }

    [Fact]
    public async Task Change_OfAnOlderVersion_IsTold()
    {
        await ChangeAsync("clients", "acme", 1, """{"contact": "One"}""");

        (await ChangeAsync("clients", "acme", 1, """{"contact": "Other"}""")).ShouldBeOfType<RegisterResult.Changed>().Now.Text("contact").ShouldBe("One");

        (await ChangeAsync("clients", "nobody", null, "{}")).ShouldBeOfType<RegisterResult.NoSuchRow>();
    }

    [Theory]
    [InlineData("clients", """{"name": "", "email": "no address", "phone": "12", "tax_id": "1", "company": "mars", "colour": "red", "active": "perhaps"}""", "active colour company email name phone tax_id")]
    [InlineData("expense-limits", """{"category": "meals", "currency": "Euro", "amount": -1, "per": "year"}""", "amount currency per")]
    [InlineData("expense-limits", """{"category": "meals", "currency": "EUR", "amount": 10.005}""", "amount")]
    [InlineData("freezes", """{"name": "Back to front", "first_day": "2026-05-02", "last_day": "2026-05-01"}""", "last_day")]
    [InlineData("freezes", """{"name": "Words", "first_day": "first of May", "last_day": "2026-05-01"}""", "first_day")]
    [InlineData("projects", """{"name": "P", "client": "nobody", "owner": "nobody", "status": "live"}""", "client owner status")]
    [InlineData("leave-types", """{"type": "annual", "carry_over_until": "31 March"}""", "carry_over_until")]
    [InlineData("employees", """{"phone": "+39 02 5550 9999"}""", "id")]
    public async Task Create_WhatDoesNotFit_IsAllNamedAtItsColumn(string register, string values, string columns)
    {
        var invalid = (await CreateAsync(register, "new-row", values)).ShouldBeOfType<RegisterResult.Invalid>();

        string.Join(' ', invalid.Problems.Keys.Order(StringComparer.Ordinal)).ShouldBe(columns);
        invalid.Problems.ShouldAllBe(problem => problem.Value.All(text => text.StartsWith(problem.Key + ": ")));
        Store.Find(Of(register), "new-row").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"name": "Twin", "tax_id": "it 01234567890"}""", "tax_id", "the client Acme S.p.A. (acme)")]
    [InlineData("""{"name": "Twin", "email": "Emma+shop@example.test"}""", "email", "the employee Emma Larsen (emma)")]
    [InlineData("""{"name": "Twin", "phone": "0039 0255501101"}""", "phone", "the employee Emma Larsen (emma)")]
    public async Task Create_SomebodyWhoIsSomebodyElse_IsRefusedWithWhere(string values, string column, string where) =>
        (await CreateAsync("clients", null, values)).ShouldBeOfType<RegisterResult.Invalid>().Problems[column].ShouldHaveSingleItem().ShouldContain(where);

    [Fact]
    public async Task Create_TwoClientsAtOneSwitchboard_IsFine() =>
        (await CreateAsync("clients", null, """{"name": "Acme Sud", "phone": "+39 02 5550 3301", "email": "laura@acme.example"}""")).ShouldBeOfType<RegisterResult.Done>().Row.Id.ShouldBe("acme-sud");

    [Fact]
    public async Task Change_Secret_IsEncryptedInTheFileAndMaskedEverywhereElse()
    {
        const string account = "IT60X0542811101000000123456";
        await Store.CreateAsync(Of("partners"), "bruno", (JsonObject)JsonNode.Parse($$"""{"name": "Bruno", "tax_id": "XXAAA11111", "contact": "B", "email": "b@partner.example", "share_percent": 10, "bank_account": "{{account}}"}""")!, Felix, CancellationToken.None);

        Store.Find(Of("partners"), "bruno")!.Text("bank_account").ShouldBe("•••• 3456");
        (await Store.RevealAsync(Of("partners"), "bruno", "bank_account", CancellationToken.None)).ShouldBe(account);
        (await ChangeAsync("partners", "bruno", 1, """{"bank_account": "•••• 3456", "contact": "C"}""")).ShouldBeOfType<RegisterResult.Done>();
        (await Store.RevealAsync(Of("partners"), "bruno", "bank_account", CancellationToken.None)).ShouldBe(account);
        await using var reader = _company.Database.OpenReader();
        var stored = string.Join(' ', await reader.QueryAsync<string>("SELECT bank_account_sealed || ' ' || bank_account FROM partners UNION ALL SELECT changes FROM register_history"));
        stored.ShouldNotContain("0542811101");
        stored.ShouldContain("•••• 3456");
    }

    [Fact]
    public async Task List_ByCellSearchAndScope_PagesInOrder()
    {
        var limits = Of("expense-limits");
        (await IdsAsync(new RegisterQuery("MEALS", null, 10, ["borealis"], null, new Dictionary<string, string>()))).ShouldBe(["meals-eur", "meals-eur-d1"]);
        (await IdsAsync(new RegisterQuery(null, "hotel-eur", 2, null, null, new Dictionary<string, string> { ["active"] = "true" }))).ShouldBe(["hotel-idr", "meals-eur"]);
        (await IdsAsync(new RegisterQuery("%", null, 10, null, null, new Dictionary<string, string>()))).ShouldBeEmpty();
        (await IdsAsync(new RegisterQuery(null, null, 10, [], null, new Dictionary<string, string>()))).ShouldBeEmpty();

        async Task<IEnumerable<string>> IdsAsync(RegisterQuery query) => (await Store.ListAsync(limits, query, CancellationToken.None)).Select(row => row.Id);
    }

    [Fact]
    public async Task Import_OneBadLine_ImportsNothing()
    {
        var result = await ImportAsync("id,category,currency,amount\nparking,parking,EUR,20\ntaxi,taxi,EUR,lots\ntaxi,taxi,EUR,5\n");

        result.Problems.Select(problem => problem.ToString()).ShouldBe(
            ["expense-limits.csv:3: amount: 'lots' is not a number. Write it like 1250.50.", "expense-limits.csv:4: id: 'taxi' is on line 3 already. Keep one of the two lines."]);
        Store.Find(Of("expense-limits"), "parking").ShouldBeNull();
    }

    [Fact]
    public async Task Import_KnownAndNewLines_AreCounted()
    {
        var result = await ImportAsync("id,category,currency,amount\nhotel-eur,hotel,EUR,180\ngifts-eur,gifts,EUR,80\nparking,parking,EUR,20\n");

        result.Counts.ShouldHaveSingleItem().ShouldBe(new ImportCount("expense-limits.csv", 1, 1, 1));
        var gifts = Store.Find(Of("expense-limits"), "gifts-eur")!;
        (gifts.Number("amount"), gifts.Text("on_excess"), gifts.Version).ShouldBe((80m, "refuse", 2L));
    }

    private Register Of(string name) => _company.Get<RegisterCatalog>().Get(name);

    private Task<RegisterResult> CreateAsync(string register, string? id, string values) => Store.CreateAsync(Of(register), id, (JsonObject)JsonNode.Parse(values)!, Felix, CancellationToken.None);

    private Task<RegisterResult> ChangeAsync(string register, string id, long? version, string values) =>
        Store.ChangeAsync(Of(register), id, version, (JsonObject)JsonNode.Parse(values)!, Felix, CancellationToken.None);

    private Task<ImportResult> ImportAsync(string csv) =>
        _company.Get<RegisterImport>().ImportAsync(Of("expense-limits"), new CsvFile("expense-limits.csv", Encoding.UTF8.GetBytes(csv)), Felix, (_, _) => null, CancellationToken.None);
}
