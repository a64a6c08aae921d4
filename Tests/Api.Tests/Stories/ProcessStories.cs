using System.Net;

namespace Workflows.Api.Tests.Stories;

/// <summary>What those who look after a process see of it, and who sees how much.</summary>
public sealed class ProcessStories(Company company) : IClassFixture<Company>
{
    [Fact]
    public async Task Overview_CountsAndRequests_AreShownToWhoMayAndPagesAreWhole()
    {
        var before = await company.GetAsync("ivan", "api/processes/leave/overview");
        var references = new List<string>();
        foreach (var day in (string[])["2026-10-05", "2026-10-06", "2026-10-07"]) references.Add((await company.SubmitLeaveAsync("luca", day, day, "unpaid")).Reference);
        (await company.DecideAsync("marco", await company.TaskAsync("marco", references[0]), "Approve")).Status.ShouldBe(HttpStatusCode.OK);

        var after = await company.GetAsync("ivan", "api/processes/leave/overview");
        ((int)after["runs"]!["waiting"]! - (int)before["runs"]!["waiting"]!).ShouldBe(2);
        ((int?)after["publishedVersion"], (bool)after["hasDraft"]!, (bool)after["isOffered"]!).ShouldBe((3, false, true));
        (await company.GetAsync("ivan", "api/processes/overview")).Items.Select(process => (string)process["name"]!).ShouldBeInOrder(SortDirection.Ascending, StringComparer.OrdinalIgnoreCase);

        (await company.GetAsync("hana", "api/processes/leave/overview"))["runs"].ShouldBeNull("HR may read processes, not instances");
        (await company.GetAsync("luca", "api/processes/overview")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await company.GetAsync("luca", "api/processes/leave/requests")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await company.GetAsync("ivan", "api/processes/nothing/overview")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await company.GetAsync("ivan", "api/processes/leave/requests?status=lost")).Status.ShouldBe(HttpStatusCode.BadRequest);

        var first = await company.GetAsync("ivan", "api/processes/leave/requests?status=open&limit=1");
        var second = await company.GetAsync("ivan", $"api/processes/leave/requests?status=open&limit=1&after={first["next"]}");
        first.Items.Concat(second.Items).Select(request => (string)request["reference"]!).ShouldBe([references[2], references[1]], "newest first");
        ((string)first.Items[0]["waitingFor"]![0]!, (string)first.Items[0]["requesterName"]!).ShouldBe(("Marco Rossi", "Luca Ferrari"));
    }

    [Fact]
    public async Task Request_Shown_SaysWhatWasAskedAndWhoHasItNow()
    {
        var reference = (await company.SubmitLeaveAsync("emma", "2026-10-12", "2026-10-12", "unpaid")).Reference;

        var mine = await company.ShowAsync("emma", reference);
        var his = await company.ShowAsync("marco", reference);

        ((string)mine["processName"]!, mine["facts"]!.AsArray().Count > 0).ShouldBe(("Leave", true));
        var step = mine["openSteps"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)step["people"]![0]!, (bool)step["isMine"]!).ShouldBe(("Marco Rossi", false));
        ((bool)his["openSteps"]![0]!["isMine"]!).ShouldBeTrue();
        (await company.MailAsync("marco", reference)).Text.ShouldContain($"{company.Address}requests/{reference}");
    }
}
