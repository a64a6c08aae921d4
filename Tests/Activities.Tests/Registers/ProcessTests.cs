using System.Text.Json.Nodes;
using Workflows.Activities.Audit;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Activities.Tests.Approvals;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Registers;

public sealed class ProcessTestsOnSqlite() : ProcessTests(Dialect.Sqlite);

public sealed class ProcessTestsOnPostgreSql() : ProcessTests(Dialect.PostgreSql);

/// <summary>What the processes write to registers, on both databases. The scenarios beside the definitions tell the rest.</summary>
public abstract class ProcessTests(Dialect dialect) : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync()
    {
        _company = await ApprovalCompany.OpenAsync(dialect);
        await _company.Get<DemoRegisters>().LoadAsync(CancellationToken.None);
        foreach (var process in new[] { "loss-booking", "expense" })
        {
            var definition = CanonicalJson.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows", $"{process}.json")));
            (await _company.Get<DefinitionStore>().SaveAsync(definition, new SaveDefinition(Publish: true), CancellationToken.None)).Errors.ShouldBeEmpty();
        }
    }

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Booking_Corrected_LeavesEveryEarlierShareAsItWas()
    {
        (await SubmitAsync("loss-booking", """{"client": "acme", "stock": "eni", "quantity": 3, "buyPrice": 10, "sellPrice": 43.3433}""")).Outcome.ShouldBe("Booked");
        var before = Rows("revenue-shares");
        (await SubmitAsync("loss-booking", """{"client": "acme", "stock": "eni", "quantity": 3, "buyPrice": 10, "sellPrice": 11, "corrects": "bk-2026-00001"}""")).Outcome.ShouldBe("Booked");

        var after = Rows("revenue-shares");
        after.Take(before.Count).Select(row => (row.Id, row.Version, row.Number("amount"))).ShouldBe(before.Select(row => (row.Id, row.Version, row.Number("amount"))));
        after.Where(row => row.Text("booking") == "bk-2026-00001").Sum(row => row.Number("amount")).ShouldBe(0m);
        after.Where(row => row.Text("booking") == "bk-2026-00002").Sum(row => row.Number("amount")).ShouldBe(3m);
        Rows("bookings").Select(row => row.Text("status")).ShouldBe(["corrected", "confirmed"]);
        (await _company.Get<RegisterStore>().HistoryAsync(_company.Get<RegisterCatalog>().Get("bookings"), "bk-2026-00001", CancellationToken.None)).Select(change => change.Cause)
            .ShouldBe(["BK-2026-00002", "BK-2026-00001", "BK-2026-00001"]);
    }

    [Fact]
    public async Task Claim_TheSamePurchaseAtTheSameTime_IsAcceptedOnce()
    {
        const string claim = """{"purpose": "Lunch", "lines": [{"category": "meals", "date": "2026-02-26", "vendor": "Da Gino", "amount": 20}]}""";

        var requests = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SubmitAsync("expense", claim)));

        requests.Count(request => request.Status == "open").ShouldBe(1);
        requests.Count(request => request.Outcome == "Refused").ShouldBe(3);
        Rows("expense-claims").ShouldHaveSingleItem().Number("total").ShouldBe(20m);
        Rows("expense-lines").ShouldHaveSingleItem();
    }

    private IReadOnlyList<RegisterRow> Rows(string register) => _company.Get<RegisterStore>().Where(_company.Get<RegisterCatalog>().Get(register));

    private async Task<RequestRow> SubmitAsync(string process, string inputs)
    {
        var result = await _company.Get<RequestService>().SubmitAsync(
            process, (JsonObject)JsonNode.Parse(inputs)!, _company.People.Find("emma")!, ChannelNames.Api, idempotencyKey: null, CancellationToken.None);
        return result switch
        {
            SubmitResult.Accepted accepted => accepted.Request,
            SubmitResult.Refused { Request: { } refused } => refused,
            SubmitResult.Invalid invalid => throw new InvalidOperationException(string.Join(" ", invalid.Problems.SelectMany(problem => problem.Value))),
            _ => throw new InvalidOperationException($"{process} came to {result}."),
        };
    }
}
