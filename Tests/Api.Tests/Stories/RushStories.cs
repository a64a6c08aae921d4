using System.Net;
using System.Text.Json.Nodes;
using Workflows.Engine.Storage;

namespace Workflows.Api.Tests.Stories;

public sealed class RushStoriesOnSqlite() : RushStories(Dialect.Sqlite);

public sealed class RushStoriesOnPostgreSql() : RushStories(Dialect.PostgreSql);

/// <summary>Many at once, on one server or on two.</summary>
public abstract class RushStories(Dialect dialect)
{
    [Fact]
    public async Task Decisions_TwoHundredAsFastAsPossible_AllResume()
    {
        await using var company = await CompanyAsync();
        await SubmitAsync(company, 200);
        var tasks = (await company.GetAsync("marco", "api/tasks?limit=200")).Items;
        tasks.Count.ShouldBe(200);

        var answers = await Task.WhenAll(tasks.Select(task => company.DecideAsync("marco", task, "Approve")));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        (await company.CountAsync("SELECT COUNT(*) FROM requests WHERE status = 'closed' AND outcome = 'Approve'")).ShouldBe(200);
        (await company.CountAsync("SELECT COUNT(*) FROM instances WHERE sub_status <> 'Finished'")).ShouldBe(0, "none is left suspended");
        (await company.CountAsync("SELECT COUNT(*) FROM bookmarks")).ShouldBe(0);
    }

    [Fact]
    public async Task Decisions_TwoPeopleAtTheSameInstant_OneWinsAndTheOtherIsTold()
    {
        const int times = 1000;
        await using var company = await CompanyAsync();
        var other = dialect == Dialect.PostgreSql ? await company.AddNodeAsync() : null;
        var (marco, diana) = (0, 0);
        for (var done = 0; done < times; done += 200)
        {
            await SubmitAsync(company, 200);
            var tasks = (await company.GetAsync("marco", "api/tasks?limit=200")).Items;
            tasks.Count.ShouldBe(200);
            await Parallel.ForEachAsync(tasks, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (task, ct) =>
            {
                var path = $"api/tasks/{task["id"]}/decision";
                using var yes = await company.RequestAsync("marco", HttpMethod.Post, path, new JsonObject { ["action"] = "Approve", ["revision"] = (string?)task["revision"] });
                using var no = await company.RequestAsync("diana", HttpMethod.Post, path, new JsonObject { ["action"] = "Reject", ["comment"] = "No", ["revision"] = (string?)task["revision"] });
                var both = await Task.WhenAll(company.Http.SendAsync(yes, ct), (other?.Http ?? company.Http).SendAsync(no, ct));
                var answers = await Task.WhenAll(both.Select(Answer.OfAsync));

                answers.Select(answer => answer.Status).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict]);
                var marcoWon = answers[0].Status == HttpStatusCode.OK;
                var loser = answers[marcoWon ? 1 : 0];
                ((string?)loser["decidedBy"], (string?)loser["action"]).ShouldBe(marcoWon ? ("marco", "Approve") : ("diana", "Reject"));
                if (marcoWon) Interlocked.Increment(ref marco);
                else Interlocked.Increment(ref diana);
            });
        }

        (marco + diana).ShouldBe(times);
        (await company.CountAsync("SELECT COUNT(*) FROM requests WHERE status = 'closed' AND outcome = 'Approve'")).ShouldBe(marco);
        (await company.CountAsync("SELECT COUNT(*) FROM requests WHERE status = 'closed' AND outcome = 'Reject'")).ShouldBe(diana);
        (await company.CountAsync("SELECT COUNT(*) FROM audit WHERE kind = 'decided'")).ShouldBe(times);
        (await company.CountAsync("SELECT COUNT(*) FROM bookmarks")).ShouldBe(0);
    }

    [Fact]
    public async Task Leave_OfOnePersonFourTimesAtOnce_NeverExceedsTheBalance()
    {
        await using var company = await CompanyAsync();
        var other = dialect == Dialect.PostgreSql ? await company.AddNodeAsync() : null;
        string[] firstDays = ["2027-02-01", "2027-04-05", "2027-06-07", "2027-08-02"];
        foreach (var person in (string[])["emma", "luca"])
        {
            await company.SignInAsync(person);
            var sending = firstDays.Select(async (day, number) =>
            {
                // Thirteen working days and more: twice that is more than anybody has.
                var leave = new JsonObject { ["process"] = "leave", ["inputs"] = Company.Leave(day, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddDays(18).ToString("yyyy-MM-dd")) };
                using var request = await company.RequestAsync(person, HttpMethod.Post, "api/requests", leave);
                return await Answer.OfAsync(await (number % 2 == 0 ? company.Http : (other?.Http ?? company.Http)).SendAsync(request));
            });
            var answers = await Task.WhenAll(sending);

            answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1, string.Join('\n', answers.Select(answer => answer.Text)));
            answers.Where(answer => answer.Status != HttpStatusCode.Created).ShouldAllBe(answer => answer.Status == HttpStatusCode.UnprocessableEntity && answer.Text.Contains("annual leave 2027"));
        }
    }

    [Fact]
    public async Task Submission_OfAMegabyte_IsRefusedAboveTheStatedLimit()
    {
        await using var company = await CompanyAsync();
        var inputs = Company.Leave("2026-12-02", "2026-12-03");
        inputs["reason"] = new string('x', 4000);
        await company.SubmitAsync("emma", "leave", inputs);
        inputs["reason"] = new string('x', 400 * 1024);
        var tooLong = await company.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "leave", ["inputs"] = inputs.DeepClone() });
        (tooLong.Status, tooLong["errors"]!["reason"]).ShouldSatisfyAllConditions(answer => answer.Status.ShouldBe(HttpStatusCode.BadRequest), answer => answer.Item2.ShouldNotBeNull());

        inputs["reason"] = new string('x', 1024 * 1024);
        var refused = await company.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "leave", ["inputs"] = inputs.DeepClone() });

        (refused.Status, (string?)refused["type"]).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "urn:workflows:problem:too-large"));
        ((string?)refused["detail"]).ShouldBe("body: send at most 512 KB at once.");
        (await company.CountAsync("SELECT COUNT(*) FROM requests")).ShouldBe(1);
    }

    private async Task<Company> CompanyAsync()
    {
        var company = await Company.OpenAsync(dialect);
        foreach (var person in (string[])["emma", "marco", "diana"]) await company.SignInAsync(person);
        return company;
    }

    private static async Task SubmitAsync(Company company, int count) => await Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => await company.SubmitAsync("emma", SmallProcess.Either, []));
}
