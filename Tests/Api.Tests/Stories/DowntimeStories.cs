using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>What falls due while nobody is there to do it.</summary>
public sealed class DowntimeStories
{
    [Fact]
    public async Task Timers_DueWhileTheServerWasDown_FireOnceAfterTheStart()
    {
        await using var company = await Company.OpenAsync();
        await company.SignInAsync("emma");
        var pause = await company.SubmitAsync("emma", SmallProcess.Pause, new JsonObject { ["lasts"] = "00:00:03" });
        var outside = await company.SubmitAsync("emma", SmallProcess.Outside, new JsonObject { ["email"] = "pat@partner.test", ["lasts"] = "00:00:03" });
        var leave = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        await company.MailAsync("marco", leave.Reference);
        await company.KillAsync();

        // Working days go by: of the timers of the leave (reminder, escalation, expiry) the first two fall due, as after a long night.
        var due = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeMilliseconds();
        await company.ChangeFileAsync(
            "UPDATE timers SET due_at = @due, fire_at = @due WHERE id IN (SELECT id FROM timers WHERE instance_id = @Id ORDER BY fire_at LIMIT 2)", new { due, leave.Id });
        await UntilAsync(await company.CountAsync("SELECT MAX(fire_at) FROM timers WHERE instance_id = @First OR instance_id = @Second", new { First = pause.Id, Second = outside.Id }));
        await company.StartAsync();

        await company.MailAsync("emma", pause.Reference, "It is over");
        await company.MailAsync("emma", outside.Reference, "It is over: Expired");
        var reminder = await company.MailAsync("marco", leave.Reference, "Reminder");
        var escalation = await company.MailAsync("diana", leave.Reference, "no answer yet");

        (await company.ShowAsync("emma", pause.Id)).Kinds.ShouldBe(["submitted", "notified", "closed"]);
        (await company.ShowAsync("emma", outside.Id)).Kinds.ShouldBe(["submitted", "asked", "expired", "notified", "closed"]);
        (await company.ShowAsync("emma", leave.Id)).Kinds.Order().ShouldBe(["asked", "escalated", "reminded", "submitted"]);
        foreach (var mail in new[] { reminder, escalation })
        {
            mail.Links.ShouldAllBe(link => link.Url.StartsWith(company.Address.ToString()));
            (await BrowserPage.OpenAsync(company.Http, mail.Link("Approve"))).Buttons.ShouldBe(["Approve", "Reject", "Ask for changes"]);
        }

        await company.CrashAsync();
        (await company.ShowAsync("emma", pause.Id)).Kinds.Count.ShouldBe(3, "a fired timer is gone");
        (await company.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(1, "only the expiry of the leave is left");
        var page = await BrowserPage.OpenAsync(company.Http, escalation.Link("Approve"));
        (await page.PressAsync(company.Http, "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        await company.MailAsync("emma", leave.Reference, "Your leave is approved");
        company.MailsShouldBeTheSameEachTime();
    }

    [Fact]
    public async Task Timer_KilledAsItFires_IsDoneOnce()
    {
        await using var company = await Company.OpenAsync();
        var pause = await company.SubmitAsync("emma", SmallProcess.Pause, new JsonObject { ["lasts"] = "00:00:01" });
        // The mail says that the commit has been made; whether the outbox could write down that it is delivered is open.
        await company.MailAsync("emma", pause.Reference, "It is over");

        await company.CrashAsync();

        (await company.ShowAsync("emma", pause.Id)).Kinds.ShouldBe(["submitted", "notified", "closed"]);
        (await company.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(0);
        company.MailsShouldBeTheSameEachTime();
    }

    // The clock of the machine is the signal here: the server is a process of its own and knows no other.
    private static async Task UntilAsync(long milliseconds)
    {
        var wait = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds + 1) - TimeProvider.System.GetUtcNow();
        if (wait > TimeSpan.Zero) await Task.Delay(wait);
    }
}
