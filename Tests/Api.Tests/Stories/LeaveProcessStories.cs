using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>Long leave, which two people decide, when one of them is not there any more, or wants something else than the other.</summary>
[Collection(ProcessStoriesCollection.Name)]
public sealed class LeaveProcessStories(ProcessCompany company) : IAsyncDisposable
{
    private Company People => company.People;

    public async ValueTask DisposeAsync() => await company.ShouldHoldAsync();

    [Fact]
    public async Task Manager_WhoLeavesWhileItWaits_IsReplaced_AndAnAdministratorDecidesForAnEmptyHr()
    {
        await company.UseAsync(ProcessCompany.Telegram, "marco");
        await company.UseAsync(ProcessCompany.Mail, "diana", "ivan");
        var request = await People.SubmitLeaveAsync("emma", "2026-05-04", "2026-05-08");

        await company.LeaveWhileAskedAsync("marco", "Marco Rossi", "Diana Weber", request);
        await company.ChangePersonAsync("hana", "roles", "Hana Novak,hana@example.test,employee");
        await company.DecideAsync(ProcessCompany.Mail, "diana", request, "Approve", "Approve");
        (await company.DecideAsync(ProcessCompany.Mail, "ivan", request, "Approve", "Approve")).ShouldContain("Diana Weber has approved it.");

        (await People.MailAsync("emma", request.Reference, "Your leave is approved")).Text.ShouldContain("5 working days");
        (await People.ShowAsync("emma", request.Id)).The("incident")["detail"]!.ToString().ShouldBe("HR decides: 'role:hr' names nobody who works here now. Asked instead: Ivan Petrov.");
        await company.ChangePersonAsync("hana", "roles", "Hana Novak,hana@example.test,employee;hr");
        await company.ReturnAsync("marco", "Marco Rossi");
    }

    [Fact]
    public async Task Changes_AskedForByHr_BringItBackToTheManagerWhoHadApproved()
    {
        await company.UseAsync(ProcessCompany.Telegram, "marco");
        await company.UseAsync(ProcessCompany.Mail, "hana");
        var request = await People.SubmitLeaveAsync("emma", "2026-06-08", "2026-06-12");
        await company.DecideAsync(ProcessCompany.Telegram, "marco", request, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Mail, "hana", request, "Ask for changes", "RequestChanges", "Not on Friday, please.");
        (await People.MailAsync("emma", request.Reference, "please change it")).Text.ReplaceLineEndings("\n").ShouldContain("Hana Novak wrote:\n> Not on Friday, please.");

        var again = await People.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = Company.Leave("2026-06-08", "2026-06-11") });

        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        (await company.DecideAsync(ProcessCompany.Telegram, "marco", request, "Approve", "Approve", saying: "4 working days")).ShouldContain("12 June 2026 → Thursday, 11 June 2026");
        await company.DecideAsync(ProcessCompany.Mail, "hana", request, "Approve", "Approve", saying: "4 working days");
        (await People.MailAsync("emma", request.Reference, "Your leave is approved")).Text.ShouldContain("4 working days");
    }

    [Fact]
    public async Task Mistakes_AreRefusedAtTheField()
    {
        await People.SubmitLeaveAsync("luca", "2026-07-06", "2026-07-07");
        await company.RefuseAsync(
            "luca",
            "leave",
            (Company.Leave("2026-07-09", "2026-07-08"), "lastDay", "there is no day from 2026-07-09 to 2026-07-08"),
            (Company.Leave("2026-07-11", "2026-07-12"), "firstDay", "there are only days off"),
            (Company.Leave("2026-07-07", "2026-07-08"), "firstDay", "you have leave from 2026-07-06 to 2026-07-07 already"),
            (Company.Leave("2026-08-03", "2026-09-11"), "lastDay", "days of your annual leave 2026 are left"),
            (Company.Leave("2026-10-05", "2026-10-16", "compassionate"), "lastDay", "5 can be taken at a time"),
            (Company.Leave("2026-10-05", "2026-10-16", "sick"), "note", "working days"));
    }
}
