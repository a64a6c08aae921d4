using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Workflows.Activities.People;
using Workflows.Api.People;
using Workflows.Api.Tests.Identity;

namespace Workflows.Api.Tests.People;

public sealed class PeopleEndpointsTests : IAsyncLifetime
{
    private SignInServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SignInServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task List_IsLimitedToWhomOneMaySee()
    {
        (await _server.StatusAsync("/api/people", null)).ShouldBe(HttpStatusCode.Unauthorized);
        var answer = await _server.SendAsync(HttpMethod.Get, "/api/people", await _server.SignInAsync("marco"));

        var page = (await answer.Content.ReadFromJsonAsync<PeoplePage>())!;

        page.Items.Select(person => person.Id).ShouldBe(["emma", "luca", "marco"]);
        page.Next.ShouldBeNull();
        page.Items[0].ShouldBe(new PersonView("emma", "Emma Larsen", "emma@example.test", "borealis", "operations", "marco"));
    }

    [Fact]
    public async Task List_PagesAndSearch_GoThroughEverybodyOnce()
    {
        var tokens = await _server.SignInAsync("ivan");
        var (found, path) = (new List<string>(), "/api/people?limit=5");
        for (string? next = ""; next is not null; path = $"/api/people?limit=5&after={next}")
        {
            var page = (await (await _server.SendAsync(HttpMethod.Get, path, tokens)).Content.ReadFromJsonAsync<PeoplePage>())!;
            page.Items.Count.ShouldBeLessThanOrEqualTo(5);
            found.AddRange(page.Items.Select(person => person.Id));
            next = page.Next;
        }

        found.ShouldBe(_server.Get<PeopleDirectory>().All.Select(person => person.Id));
        var search = (await (await _server.SendAsync(HttpMethod.Get, "/api/people?search=ROSSI", tokens)).Content.ReadFromJsonAsync<PeoplePage>())!;
        search.Items.ShouldHaveSingleItem().Id.ShouldBe("marco");
    }

    [Fact]
    public async Task Import_WithoutTheRight_IsForbidden()
    {
        (await ImportAsync("marco", "name,email\nNew,new@example.test")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _server.Get<PeopleDirectory>().Find("new").ShouldBeNull();
    }

    [Fact]
    public async Task Import_CsvBody_CountsAndIsThereAtOnce()
    {
        var answer = await ImportAsync("hana", "name,email,company,manager\nNew Person,new@example.test,borealis,marco\nEmma Larsen,emma@example.test,borealis,marco");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadFromJsonAsync<ImportView>())!.Files.ShouldBe([new ImportCount("people.csv", 1, 0, 1)]);
        _server.Get<PeopleDirectory>().Find("new")!.ManagerId.ShouldBe("marco");
    }

    [Fact]
    public async Task Import_WithErrors_ListsEveryLine()
    {
        var answer = await ImportAsync("hana", "name,email,company,left_on\n,new@example.test,borealis,\nOther,other@example.test,mars,25th Feb");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("type").GetString().ShouldBe("urn:workflows:problem:import");
        problem.GetProperty("errors").EnumerateArray().Select(line => line.GetString()).ShouldBe(
            [
                "people.csv:2: name: is empty. Fill it in.",
                "people.csv:3: company: there is no company 'mars'. Name one of borealis, samudra, or add it to companies.csv.",
                "people.csv:3: left_on: '25th Feb' is not a day. Write it as year-month-day, for example 2026-02-25.",
            ]);
        problem.GetProperty("lines")[1].GetProperty("line").GetInt32().ShouldBe(3);
        _server.Get<PeopleDirectory>().Find("new").ShouldBeNull();
    }

    [Fact]
    public async Task Import_SeveralFilesAsAForm_AreOneImport()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("name,email,company\nNew,new@example.test,fresh", Encoding.UTF8, "text/csv"), "files", "people.csv" },
            { new StringContent("id,name,time_zone,currency\nfresh,Fresh,Asia/Kolkata,INR", Encoding.UTF8, "text/csv"), "files", "companies.csv" },
        };

        var answer = await _server.SendAsync(HttpMethod.Post, "/api/people/import", await _server.SignInAsync("ivan"), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        _server.Get<PeopleDirectory>().Find("new")!.TimeZone.ShouldBe("Asia/Kolkata");
    }

    [Theory]
    [InlineData("id,name,email,roles\nhana,Hana Novak,hana@example.test,hr;admin", "people.csv:2: roles:")]
    [InlineData("id,name,email\nivan,Ivan Petrov,hana.two@example.test", "people.csv:2: email:")]
    [InlineData("id,name,email\nsiti,Siti R,siti@example.test", "people.csv:2: email:")]
    [InlineData("name,email,company\nNew,new@example.test,samudra", "people.csv:2: company:")]
    public async Task Import_BeyondOnesOwnRights_IsRefused(string csv, string problem)
    {
        var answer = await ImportAsync("hana", csv);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0].GetString()!.ShouldStartWith(problem);
    }

    [Fact]
    public async Task Import_NoCsv_SaysWhatToSend()
    {
        var answer = await _server.SendAsync(HttpMethod.Post, "/api/people/import", await _server.SignInAsync("ivan"), JsonContent.Create(new { name = "Emma" }));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SignInServer.ProblemIn(answer)).ShouldBe("no-csv");
    }

    [Fact]
    public async Task Command_FileOrFolder_PrintsCountsOrProblems()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_server.Folder, "import")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "people.csv"), "name,email,company\nNew,new@example.test,fresh\n");

        (await RunAsync(Path.Combine(folder, "people.csv"))).ShouldBe((1, "people.csv:2: company: there is no company 'fresh'. Name one of borealis, samudra, or add it to companies.csv.\nNothing was imported.\n"));
        await File.WriteAllTextAsync(Path.Combine(folder, "companies.csv"), "id,name,time_zone,currency\nfresh,Fresh,Asia/Kolkata,INR\n");
        (await RunAsync(folder)).ShouldBe((0, "companies.csv: 1 added, 0 changed, 0 unchanged\npeople.csv: 1 added, 0 changed, 0 unchanged\n"));
        (await RunAsync(Path.Combine(folder, "missing.csv"))).Code.ShouldBe(1);

        async Task<(int Code, string Output)> RunAsync(string path)
        {
            await using var output = new StringWriter { NewLine = "\n" };
            return (await PeopleCommands.ImportAsync(path, output, _server.Get<PeopleImport>(), CancellationToken.None), output.ToString());
        }
    }

    private async Task<HttpResponseMessage> ImportAsync(string id, string csv) =>
        await _server.SendAsync(HttpMethod.Post, "/api/people/import", await _server.SignInAsync(id), new StringContent(csv, Encoding.UTF8, "text/csv"));
}
