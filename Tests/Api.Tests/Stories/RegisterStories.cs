using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>Registers, partners and claims from outside: the running server, its mail, its database file.</summary>
public sealed class RegisterStories : IAsyncLifetime
{
    private const string Account = "IT60X0542811101000000123456";

    private Company _company = null!;

    public async ValueTask InitializeAsync() => _company = await Company.OpenAsync(TestDatabase.Usual, ["--Approvals:UndoSeconds", "0"], Definition("rp-approval"), Definition("expense"));

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    [Fact]
    public async Task Partner_FromProposalToWelcome_ShowsTheAccountOnlyToFinanceAndTheDesk()
    {
        var inputs = new JsonObject
        {
            ["name"] = "Bruno Partners", ["taxId"] = "BRNPTN80A01F205X", ["contact"] = "Bruno Neri", ["email"] = "bruno@partner.example", ["share"] = 35, ["bankName"] = "Banca Uno", ["bankHolder"] = "Bruno Neri",
            ["bankAccount"] = Account,
            ["documents"] = new JsonArray(
                new JsonObject { ["kind"] = "agreement", ["file"] = await _company.UploadAsync("emma", "agreement.pdf") }, new JsonObject { ["kind"] = "tax-certificate", ["file"] = await _company.UploadAsync("emma", "tax.pdf") }),
        };
        var preview = await _company.SendAsync("emma", HttpMethod.Post, "api/requests/preview", new JsonObject { ["process"] = "rp-approval", ["inputs"] = inputs.DeepClone() });
        preview["warnings"]!.AsArray().ShouldHaveSingleItem()!.ToString().ShouldBe("share: A share above 30 % needs the PE Manager besides the PE Desk.");

        var request = await _company.SubmitAsync("emma", "rp-approval", inputs, "one");
        (await _company.SubmitAsync("emma", "rp-approval", (JsonObject)inputs.DeepClone(), "one")).Id.ShouldBe(request.Id);
        var id = request.Reference.ToLowerInvariant();
        var asked = await _company.MailAsync("paula", request.Reference);
        asked.Text.ShouldContain("•••• 3456");
        foreach (var person in new[] { "paula", "pieter" })
        {
            var task = await _company.TaskAsync(person, request.Reference);
            task.ToJsonString().ShouldNotContain("0542811101");
            (await _company.DecideAsync(person, task, "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await _company.MailAsync("bruno@partner.example", request.Reference, "Welcome")).Text.ShouldContain("a share of 35 %");
        (await _company.ShowAsync("emma", request.Id)).Text.ShouldContain("•••• 3456");
        foreach (var person in new[] { "emma", "marco", "ivan", "diana" }) ((string?)(await RowAsync(person, "partners", id))["values"]!["bank_account"]).ShouldBe("•••• 3456", person);
        foreach (var person in new[] { "paula", "felix" }) ((string?)(await RowAsync(person, "partners", id))["values"]!["bank_account"]).ShouldBe(Account, person);
        (await _company.GetAsync("felix", "api/registers/partners")).Text.ShouldNotContain(Account);
        (await _company.GetAsync("felix", $"api/registers/partners/{id}/history")).Text.ShouldNotContain(Account);
        _company.Smtp.Received.ShouldAllBe(mail => !mail.Text.Contains(Account));
        _company.Console.ShouldNotContain(Account);
        await _company.KillAsync();
        // Nothing in the folder of the server: database, log, keys.
        foreach (var file in Directory.EnumerateFiles(_company.Data, "*", SearchOption.AllDirectories))
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Contains(Account, StringComparison.Ordinal).ShouldBeFalse(file);
        await _company.StartAsync();
        ((string?)(await RowAsync("felix", "partners", id))["values"]!["bank_account"]).ShouldBe(Account);
        ((string?)(await RowAsync("felix", "partners", id))["values"]!["status"]).ShouldBe("active");
    }

    [Fact]
    public async Task Claim_FromReceiptToForm_IsSeenByThoseWhoMay()
    {
        var line = new JsonObject { ["category"] = "hotel", ["date"] = $"{DateTimeOffset.UtcNow.AddDays(-5):yyyy-MM-dd}", ["vendor"] = "Hotel Ròma (centro)", ["amount"] = 150.10, ["receipt"] = await _company.UploadAsync("emma", "hotel.pdf") };
        var request = await _company.SubmitAsync("emma", "expense", new JsonObject { ["purpose"] = "Visit", ["lines"] = new JsonArray(line) });
        (await _company.DecideAsync("marco", await _company.TaskAsync("marco", request.Reference), "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        (await _company.DecideAsync("felix", await _company.TaskAsync("felix", request.Reference), "Paid")).Status.ShouldBe(HttpStatusCode.OK);

        var form = await _company.GetAsync("emma", $"api/expenses/{request.Reference}/form.pdf");

        form.Status.ShouldBe(HttpStatusCode.OK);
        form.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        var pdf = Encoding.Latin1.GetString(await form.Response.Content.ReadAsByteArrayAsync());
        pdf.ShouldStartWith("%PDF-1.4");
        pdf.ShouldContain("(One hundred and fifty euro and 10/100)");
        pdf.ShouldContain($"({request.Reference} \u00b7 Page 1/1)");
        (await _company.GetAsync("marco", $"api/expenses/{request.Reference}/form.pdf")).Status.ShouldBe(HttpStatusCode.OK);
        (await _company.GetAsync("luca", $"api/expenses/{request.Reference}/form.pdf")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _company.GetAsync("luca", "api/registers/expense-claims")).Items.ShouldBeEmpty();
        (await _company.GetAsync("dewi", $"api/registers/expense-claims/{request.Reference.ToLowerInvariant()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _company.GetAsync("felix", "api/registers/expense-claims?status=paid")).Items.ShouldHaveSingleItem()["values"]!["approved_total"]!.GetValue<decimal>().ShouldBe(150.10m);
    }

    [Fact]
    public async Task Registers_RightsScopeAndMistakes_AreToldPlainly()
    {
        (await _company.GetAsync(null, "api/registers")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var names = (await _company.GetAsync("emma", "api/registers")).Items.Select(item => (string?)item["name"]).ToList();
        names.ShouldContain("clients");
        names.ShouldNotContain("employees");
        names.ShouldNotContain("revenue-shares");
        (await _company.GetAsync("emma", "api/registers/employees")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _company.GetAsync("emma", "api/registers/clients")).Items.Select(item => (string?)item["id"]).ShouldBe(["acme", "verdi"]);
        (await _company.GetAsync("siti", "api/registers/clients")).Items.ShouldHaveSingleItem();
        (await _company.GetAsync("siti", "api/registers/clients/acme")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _company.GetAsync("emma", "api/registers/clients?search=VERDI%25")).Items.ShouldBeEmpty();
        var page = await _company.GetAsync("emma", "api/registers/clients?limit=1");
        (await _company.GetAsync("emma", $"api/registers/clients?limit=1&after={page["next"]}")).Items.ShouldHaveSingleItem()["id"]!.ToString().ShouldBe("verdi");
        (await _company.GetAsync("emma", "api/registers/clients?colour=red")).Status.ShouldBe(HttpStatusCode.BadRequest);

        var values = new JsonObject { ["name"] = "Nova", ["company"] = "borealis" };
        (await SendAsync("emma", HttpMethod.Post, "clients", new JsonObject { ["values"] = values.DeepClone() })).Status.ShouldBe(HttpStatusCode.Forbidden);
        var nova = await SendAsync("felix", HttpMethod.Post, "clients", new JsonObject { ["values"] = values.DeepClone() });
        nova.Status.ShouldBe(HttpStatusCode.Created, nova.Text);
        (await SendAsync("felix", HttpMethod.Post, "clients", new JsonObject { ["id"] = "nova", ["values"] = values.DeepClone() })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await SendAsync("felix", HttpMethod.Post, "clients", new JsonObject { ["values"] = new JsonObject { ["name"] = "Other", ["company"] = "samudra" } })).Text.ShouldContain("Ask somebody of that company.");
        (await SendAsync("felix", HttpMethod.Patch, "clients/nova", new JsonObject { ["version"] = 1, ["values"] = new JsonObject { ["contact"] = "N" } })).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync("felix", HttpMethod.Patch, "clients/nova", new JsonObject { ["version"] = 1, ["values"] = new JsonObject { ["contact"] = "M" } })).Text.ShouldContain("row-changed");
        (await SendAsync("felix", HttpMethod.Patch, "clients/mandiri", new JsonObject { ["values"] = new JsonObject { ["contact"] = "M" } })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync("paula", HttpMethod.Post, "partners", new JsonObject { ["values"] = new JsonObject() })).Text.ShouldContain("Submit it: POST /api/requests with process rp-approval.");
        (await _company.GetAsync("felix", "api/registers/clients/nova/history")).Items.Select(item => (string?)item["byName"]).ShouldBe(["Felix Moreau", "Felix Moreau"]);

        (await ImportAsync("emma", "id,category,currency,amount,company\ntaxi,taxi,EUR,40,borealis")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var imported = await ImportAsync("felix", "id,category,currency,amount,company\ntaxi,taxi,EUR,40,borealis");
        imported.Status.ShouldBe(HttpStatusCode.OK, imported.Text);
        (await ImportAsync("felix", "id,category,currency,amount,company\nhotel-idr,hotel,EUR,40,borealis")).Text.ShouldContain("'hotel-idr' is a row that you may not see");
        (await ImportAsync("felix", "id,category,currency,amount\ntaxi-all,taxi,EUR,40")).Text.ShouldContain("name your company (borealis)");
    }

    private static JsonObject Definition(string id) => CanonicalJson.Parse(File.ReadAllText(Path.Combine(Repository.Root, "workflows", $"{id}.json")));

    private Task<Answer> SendAsync(string person, HttpMethod method, string path, JsonNode body) => _company.SendAsync(person, method, $"api/registers/{path}", body);

    private async Task<Answer> RowAsync(string person, string register, string id)
    {
        var answer = await _company.GetAsync(person, $"api/registers/{register}/{id}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }

    private async Task<Answer> ImportAsync(string person, string csv)
    {
        using var request = await _company.RequestAsync(person, HttpMethod.Post, "api/registers/expense-limits/import", null, null);
        request.Content = new StringContent(csv, Encoding.UTF8, "text/csv");
        return await Answer.OfAsync(await _company.Http.SendAsync(request));
    }
}
