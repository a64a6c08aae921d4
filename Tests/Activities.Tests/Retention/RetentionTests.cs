using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Requests;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Retention;

public sealed class RetentionTestsOnSqlite() : RetentionTests(Dialect.Sqlite);

public sealed class RetentionTestsOnPostgreSql() : RetentionTests(Dialect.PostgreSql);

public abstract class RetentionTests(Dialect dialect)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunDue_RequestPastTheTimeOfItsProcess_KeepsWhatAnAuditNeedsAndNothingElse()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect, leave => leave["customProperties"]![RetentionPeriod.Property] = 90);
        var old = await company.ApprovedAsync("emma", "2026-03-10", comment: "Enjoy");
        var open = await company.SubmitAsync("emma", "2026-03-17");
        company.Time.Advance(TimeSpan.FromDays(80));
        var recent = await company.ApprovedAsync("emma", "2026-06-10");
        (await company.Get<RetentionWork>().RunDueAsync(Ct)).Runs.ShouldBe(0);

        company.Time.Advance(TimeSpan.FromDays(11));
        (await company.Get<RetentionWork>().RunDueAsync(Ct)).Runs.ShouldBe(1);

        var kept = (await company.Get<RequestService>().FindAsync(old.Reference, Ct)).ShouldNotBeNull();
        (kept.Status, kept.Outcome, kept.ArchivedAt).ShouldBe(("closed", "Approved", company.Time.GetUtcNow()));
        (await AuditTrail.OfRequestAsync(company.Database, old.Id, Ct)).Select(entry => entry.Kind).ShouldBe(["submitted", "asked", "decided", "booked", "notified", "closed"], ignoreOrder: true);
        (await AuditTrail.VerifyAsync(company.Database, Ct)).Broken.ShouldBeNull();
        (await company.CountAsync("SELECT COUNT(*) FROM tasks WHERE instance_id = @Id AND decided_by = 'marco' AND comment = 'Enjoy' AND body = '' AND facts = '[]'", new { old.Id })).ShouldBe(1);
        foreach (var table in (string[])["instances WHERE id", "journal WHERE instance_id", "timers WHERE instance_id", "bookmarks WHERE instance_id", "outbox WHERE instance_id"])
        {
            (await company.CountAsync($"SELECT COUNT(*) FROM {table} = @Id", new { old.Id })).ShouldBe(0, table);
        }

        (await company.CountAsync("SELECT COUNT(*) FROM action_tokens k JOIN tasks t ON t.id = k.task_id WHERE t.instance_id = @Id", new { old.Id })).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM instances WHERE id IN @ids", new { ids = new[] { open.Id, recent.Id } })).ShouldBe(2);
        (await company.Get<InstanceStore>().ExistsAsync(old.Id, Ct)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("never", "1", 0)]
    [InlineData(null, "10", 1)]
    [InlineData(null, "", 0)]
    public async Task RunDue_ProcessSaysNeverOrNothing_FollowsItOrTheSetting(string? ofProcess, string setting, int archived)
    {
        await using var company = await LeaveCompany.OpenAsync(
            dialect,
            leave =>
            {
                if (ofProcess is not null) leave["customProperties"]![RetentionPeriod.Property] = ofProcess;
            },
            ("Retention:Days", setting));
        await company.ApprovedAsync("emma", "2026-03-10");
        company.Time.Advance(TimeSpan.FromDays(300));

        (await company.Get<RetentionWork>().RunDueAsync(Ct)).Runs.ShouldBe(archived);
    }

    [Fact]
    public async Task RunDue_TwoNodesAtOnce_ShareTheWorkInSmallBatches()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect, null, ("Retention:Batch", "2"), ("Retention:Days", "30"));
        string[] people = ["emma", "marco", "hana"];
        string[] days = ["2026-03-10", "2026-03-11", "2026-03-12"];
        var managers = new Dictionary<string, string> { ["emma"] = "marco", ["marco"] = "diana", ["hana"] = "diana" };
        foreach (var person in people)
        {
            foreach (var day in days)
            {
                var request = await company.SubmitAsync(person, day);
                var asked = (await company.Get<TaskStore>().OfRequestAsync(request.Id, Ct)).Single().Approvers[0].Approver;
                await company.ApproveAsync(request, asked);
            }
        }

        await company.DeliverAsync();
        company.Time.Advance(TimeSpan.FromDays(31));
        // A SQLite file has one node.
        await using var second = dialect == Dialect.PostgreSql ? await company.NodeAsync(("Retention:Batch", "2"), ("Retention:Days", "30")) : null;
        var works = second is null ? [company.Get<RetentionWork>()] : new[] { company.Get<RetentionWork>(), second.GetRequiredService<RetentionWork>() };

        var done = await Task.WhenAll(works.Select(work => work.RunDueAsync(Ct)));

        done.Sum(one => one.Runs).ShouldBe(9);
        (await company.CountAsync("SELECT COUNT(*) FROM instances")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM requests WHERE archived_at IS NOT NULL AND outcome = 'Approved'")).ShouldBe(9);
    }

    [Fact]
    public async Task RunDue_OldMails_AreEmptiedWithTheirLinksBeforeTheRequestIsArchived()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        var request = await company.ApprovedAsync("emma", "2026-03-10");
        company.Time.Advance(TimeSpan.FromDays(31));

        (await company.Get<RetentionWork>().RunDueAsync(Ct)).ShouldBe((0, 2));

        var mails = await company.Get<OutboxStore>().ListAsync(new OutboxFilter { InstanceId = request.Id }, null, 10, Ct);
        mails.Count.ShouldBe(2);
        mails.ShouldAllBe(mail => mail.Subject != null);
        (await company.FindAsync("Skiing")).ShouldNotContain(place => place.StartsWith("outbox."));
        (await company.CountAsync("SELECT COUNT(*) FROM action_tokens")).ShouldBe(0);
        (await company.Get<OutboxStore>().ResendAsync(mails[0].Id, Ct)).ShouldBe(ResendResult.Emptied);
        (await company.CountAsync("SELECT COUNT(*) FROM instances")).ShouldBe(1);
    }

    [Fact]
    public async Task Save_RetentionThatIsNoNumber_IsRefusedWithTheCure()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        var leave = company.Get<DefinitionStore>().FindPublished("leave")!.Document.DeepClone().AsObject();
        (leave["id"], leave["version"], leave["customProperties"]![RetentionPeriod.Property]) = ("leave-2", 2, "soon");

        var saved = await company.Get<DefinitionStore>().SaveAsync(leave, new SaveDefinition(Publish: true), Ct);

        saved.Errors.ShouldHaveSingleItem().Message.ShouldContain("whole number of days");
    }
}
