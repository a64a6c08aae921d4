using System.Net;
using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.Requests;
using Workflows.Api.Tests.ActionPages;
using Workflows.Api.Tests.Pages;

namespace Workflows.Api.Tests.DigestPages;

/// <summary>What somebody does with the mail that collects their tasks.</summary>
public sealed class DigestPageTests : IAsyncLifetime
{
    private const string Chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

    private PageServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PageServer.StartAsync();
        await _server.WishDigestAsync("marco");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ApproveSelected_TickedTasks_AreDecidedEachByItself()
    {
        var (first, second, third) = (await _server.AskAsync(), await _server.AskAsync(), await _server.AskAsync());
        var link = LinkIn(await _server.DigestAsync("marco"));
        var page = await _server.Http.ReadAsync(link);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("What waits for your decision");
        page.Html.ShouldContain("<p>She has 12 days left.</p>");
        page.Html.ShouldContain("<dt>First day</dt><dd>Wednesday, 25 February 2026</dd>");
        page.Html.ShouldNotContain(new Uri(link).Segments[^1]);
        page.Buttons.ShouldBe(["Approve selected"]);
        page.Response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);

        var tasks = await TasksAsync(first, second, third);
        var answer = await PressAsync(link, page, tasks[0], tasks[2]);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain($"Approved Emma Larsen asks for days off {first.Reference}");
        answer.Text.ShouldContain($"Approved Emma Larsen asks for days off {third.Reference}");
        (await _server.TaskAsync(first)).ShouldSatisfyAllConditions(task => task.DecidedBy.ShouldBe("marco"), task => task.Channel.ShouldBe("email"), task => task.Outcome.ShouldBe("Approved"));
        (await _server.TaskAsync(second)).Status.ShouldBe("open");
        (await _server.TaskAsync(third)).Status.ShouldBe("decided");
        var audit = (await _server.AuditAsync(first, AuditKinds.Decided)).ShouldHaveSingleItem();
        (audit.Channel, audit.Revision).ShouldBe(("email", tasks[0].Revision));
        // The rest can still be decided by the same link.
        (await PressAsync(link, answer, tasks[1])).Text.ShouldContain("Nothing waits for your decision");
        (await _server.TaskAsync(second)).Status.ShouldBe("decided");
    }

    [Fact]
    public async Task ApproveSelected_OneDecidedAndOneChangedMeanwhile_SaysSoAndTakesTheRest()
    {
        var (first, second, third) = (await _server.AskAsync(), await _server.AskAsync(), await _server.AskAsync());
        var link = LinkIn(await _server.DigestAsync("marco"));
        var page = await _server.Http.ReadAsync(link);
        var tasks = await TasksAsync(first, second, third);
        await _server.Get<Decisions>().TakeAsync(
            new Decision { TaskId = tasks[0].Id, Action = "Reject", DeciderId = "marco", Channel = ChannelNames.App, Comment = "Not that week" }, CancellationToken.None);
        await _server.ChangeAsync("UPDATE tasks SET revision = 'newer' WHERE id = @Id", new { tasks[1].Id });

        var answer = await PressAsync(link, page, [.. tasks]);

        answer.Text.ShouldContain($"Marco Rossi decided it before Emma Larsen asks for days off {first.Reference}");
        answer.Text.ShouldContain($"It has changed since it was shown to you: look at it again Emma Larsen asks for days off {second.Reference}");
        answer.Text.ShouldContain($"Approved Emma Larsen asks for days off {third.Reference}");
        ((await _server.TaskAsync(first)).Outcome, (await _server.TaskAsync(second)).Status).ShouldBe(("Rejected", "open"));
    }

    [Fact]
    public async Task Task_ThatNeedsAReason_HasAPageOfItsOwnBehindTheSameLink()
    {
        var request = await _server.AskAsync(new JsonObject
        {
            ["actions"] = TestProcess.Object("""[{"name": "Approve", "needsComment": true}, "Reject"]"""),
        });
        var link = LinkIn(await _server.DigestAsync("marco"));
        var page = await _server.Http.ReadAsync(link);
        var task = await _server.TaskAsync(request);
        page.Buttons.ShouldBeEmpty();
        page.Text.ShouldContain("This one needs more than a tick: open it");
        page.Html.ShouldContain($"href=\"?task={task.Id}&amp;lang=en\"");

        // A form that ticks it all the same is told where to go.
        (await PressAsync(link, page, task)).Text.ShouldContain("It needs a comment: open it by itself");
        var alone = $"{link}?task={task.Id}";
        (await _server.Http.ReadAsync(alone)).Buttons.ShouldBe(["Approve", "Reject"]);
        (await _server.Http.PressAsync(alone, "Reject", "Not that week")).Text.ShouldContain("You rejected this");
        (await _server.TaskAsync(request)).Comment.ShouldBe("Not that week");
        (await _server.Http.ReadAsync(alone)).Html.ShouldContain("<a href=\"?lang=en\">Back to the list</a>");
        (await _server.Http.ReadAsync($"{link}?task={Guid.CreateVersion7()}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Link_OfATaskThatIsNotInTheMail_OrAfterItsTime_LeadsNowhere()
    {
        await _server.AskAsync();
        var link = LinkIn(await _server.DigestAsync("marco"));
        var later = await _server.AskAsync();
        (await _server.Http.ReadAsync($"{link}?task={(await _server.TaskAsync(later)).Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PressAsync(link, await _server.Http.ReadAsync(link), await _server.TaskAsync(later))).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.TaskAsync(later)).Status.ShouldBe("open");

        _server.Time.Advance(TimeSpan.FromDays(3));
        var over = await _server.Http.ReadAsync(link);
        var never = await _server.Http.ReadAsync($"d/{new string('x', 43)}");
        (over.Status, over.Text).ShouldBe((HttpStatusCode.NotFound, never.Text));
    }

    [Fact]
    public async Task Press_WithoutAGestureOrATick_DecidesNothing()
    {
        var request = await _server.AskAsync();
        var link = LinkIn(await _server.DigestAsync("marco"));
        var task = await _server.TaskAsync(request);
        var fields = new Dictionary<string, string> { ["task"] = task.Id, [$"revision.{task.Id}"] = task.Revision, ["choice.approve.x"] = "40", ["choice.approve.y"] = "12" };

        var script = await _server.Http.SubmitAsync(link, fields, message =>
        {
            message.Headers.TryAddWithoutValidation("User-Agent", Chrome);
            message.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            message.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        });
        var nothing = await _server.Http.SubmitAsync(link, new() { ["choice"] = "approve" });
        var noRevision = await _server.Http.SubmitAsync(link, new() { ["choice"] = "approve", ["task"] = task.Id });

        (script.Status, nothing.Status).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest));
        script.Html.ShouldContain($"value=\"{task.Id}\" checked");
        noRevision.Text.ShouldContain("It has changed since it was shown to you");
        (await _server.AuditAsync(request, AuditKinds.Decided)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Report_ByWhoeverElseGotIt_StopsTheLink()
    {
        var request = await _server.AskAsync();
        var link = LinkIn(await _server.DigestAsync("marco"));
        (await _server.Http.ReadAsync(link + "?report=1")).Text.ShouldContain("This is not you?");
        (await _server.AuditAsync(request, AuditKinds.Reported)).ShouldBeEmpty();

        (await _server.Http.SubmitAsync(link + "?report=1", new() { ["report"] = "yes" })).Text.ShouldContain("Thank you, it is reported");
        (await _server.Http.ReadAsync(link)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _server.AuditAsync(request, AuditKinds.Reported)).ShouldHaveSingleItem().Actor.ShouldBe("marco");
    }

    [Fact]
    public async Task Link_InNoLog()
    {
        await _server.AskAsync();
        var link = LinkIn(await _server.DigestAsync("marco"));
        await PressAsync(link, await _server.Http.ReadAsync(link));

        var secret = new Uri(link).Segments[^1];
        _server.Log.ShouldNotContain(line => line.Contains(secret));
    }

    [Fact]
    public async Task Mail_OfIndonesian_AndItsPage_SpeakIndonesian()
    {
        await _server.Get<Activities.People.PeopleRegister>().UseLanguageAsync("marco", "id", CancellationToken.None);
        await _server.AskAsync();
        var mail = await _server.DigestAsync("marco");

        mail.Subject.ShouldBe("Satu tugas menunggu keputusan Anda");
        mail.Text.ShouldContain("Hari pertama: Rabu, 25 Februari 2026");
        var page = await _server.Http.ReadAsync(LinkIn(mail));
        page.Buttons.ShouldBe(["Setujui yang dipilih"]);
        page.Html.ShouldContain("<dt>Hari pertama</dt>");
    }

    private static string LinkIn(OutgoingMail mail) => mail.Links().Single(link => link.Contains("/d/"));

    private async Task<IReadOnlyList<TaskView>> TasksAsync(params RequestRow[] requests)
    {
        var tasks = new List<TaskView>();
        foreach (var request in requests) tasks.Add(await _server.TaskAsync(request));
        return tasks;
    }

    /// <summary>Ticks tasks on a page as it was read, and presses the button.</summary>
    private async Task<PageAnswer> PressAsync(string link, PageAnswer page, params TaskView[] ticked)
    {
        var fields = ticked.SelectMany(task => new[] { KeyValuePair.Create("task", task.Id), KeyValuePair.Create($"revision.{task.Id}", page.Field($"revision.{task.Id}")) });
        using var request = new HttpRequestMessage(HttpMethod.Post, link) { Content = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("choice", "approve"))) };
        return await PageAnswer.OfAsync(await _server.Http.SendAsync(request));
    }
}
