using System.Text;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Privacy;
using Workflows.Activities.Requests;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Retention;

public sealed class ErasureTestsOnSqlite() : ErasureTests(Dialect.Sqlite);

public sealed class ErasureTestsOnPostgreSql() : ErasureTests(Dialect.PostgreSql);

public abstract class ErasureTests(Dialect dialect)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erase_SomebodyWhoLeft_IsNowhereAndTheTrailHolds()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        var emmas = await company.ApprovedAsync("emma", "2026-03-10", comment: "Enjoy the mountains, Emma");
        var marcos = await company.SubmitAsync("marco", "2026-03-17");
        await company.ApproveAsync(marcos, "diana");
        await company.DeliverAsync();
        await LeaveAsync(company, "emma");

        var erased = (await EraseAsync(company, "emma@example.test")).ShouldBeOfType<ErasureResult.Erased>();

        erased.Requests.ShouldBe(1);
        (await company.FindAsync("emma")).ShouldBeEmpty();
        (await company.FindAsync("larsen")).ShouldBeEmpty();
        var request = (await company.Get<RequestService>().FindAsync(emmas.Reference, Ct)).ShouldNotBeNull();
        (request.RequesterId, request.Outcome).ShouldBe((erased.Pseudonym, "Approved"));
        request.Inputs.ShouldContain("2026-03-10");
        request.Inputs.ShouldNotContain("Skiing");
        company.Get<PeopleDirectory>().Find(erased.Pseudonym).ShouldNotBeNull();
        (await AuditTrail.OfRequestAsync(company.Database, emmas.Id, Ct)).Single(entry => entry.Kind == AuditKinds.Decided).ActorName.ShouldBe("Marco Rossi");
        (await AuditTrail.VerifyAsync(company.Database, Ct)).Broken.ShouldBeNull();
    }

    [Fact]
    public async Task Erase_SomebodyWhoDecided_LeavesTheRequestsOfOthers()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        var request = await company.ApprovedAsync("emma", "2026-03-10", comment: "My wife says yes too");
        await LeaveAsync(company, "emma");
        await LeaveAsync(company, "marco");

        (await EraseAsync(company, "emma")).ShouldBeOfType<ErasureResult.Erased>();
        var erased = (await EraseAsync(company, "marco")).ShouldBeOfType<ErasureResult.Erased>();

        (await company.FindAsync("marco")).ShouldBeEmpty();
        (await company.FindAsync("rossi")).ShouldBeEmpty();
        (await company.FindAsync("10.1.2.3")).ShouldBeEmpty();
        var decision = (await AuditTrail.OfRequestAsync(company.Database, request.Id, Ct)).Single(entry => entry.Kind == AuditKinds.Decided);
        (decision.Actor, decision.Outcome, decision.Comment).ShouldBe((erased.Pseudonym, "Approved", PersonText.Removed));
        (await AuditTrail.VerifyAsync(company.Database, Ct)).Broken.ShouldBeNull();
    }

    [Fact]
    public async Task Erase_RowsOfTheFirstVersions_VerifyBeforeAndAfter()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        // As the first version of the program wrote it, and as the one did that let the database number the rows.
        const string first = "03a7b166a3a401239fb5637cf8da572a4203b2c399d49ef971af1d6eb2d337f6";
        var content = Sha256("""[1772438400124,"decided","r",null,"marco",null,null,null,null,null,null,null,null,null]""");
        var second = Sha256($"{first}/2/{content}");
        await company.Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync("INSERT INTO audit (seq, at, kind, request_id, actor, previous_hash, hash) VALUES (1, 1772438400123, 'decided', 'r', 'marco', '', @first)", new { first }, Ct);
                await transaction.ExecuteAsync("INSERT INTO audit (seq, at, kind, request_id, actor, previous_hash, hash) VALUES (2, 1772438400124, 'decided', 'r', 'marco', @first, @second)", new { first, second }, Ct);
            },
            Ct);
        await company.ApprovedAsync("emma", "2026-03-10");
        (await AuditTrail.VerifyAsync(company.Database, Ct)).Broken.ShouldBeNull();
        await LeaveAsync(company, "emma");
        await LeaveAsync(company, "marco");

        (await EraseAsync(company, "marco")).ShouldBeOfType<ErasureResult.Erased>();
        (await EraseAsync(company, "emma")).ShouldBeOfType<ErasureResult.Erased>();

        (await AuditTrail.VerifyAsync(company.Database, Ct)).Broken.ShouldBeNull();
        (await company.FindAsync("marco")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("UPDATE audit SET outcome = 'Rejected' WHERE kind = 'decided'", "was changed")]
    [InlineData("UPDATE audit SET actor = 'diana' WHERE kind = 'decided'", "was changed")]
    [InlineData("DELETE FROM audit_erasures WHERE seq = 1", "was changed")]
    [InlineData("INSERT INTO audit_erasures (seq, erasure, before_hash, after_hash, applied) SELECT seq, 'mine', before_hash, after_hash, 1 FROM audit_erasures WHERE seq = 1", "Row 1")]
    public async Task Verify_TamperedAfterAnErasure_SaysSo(string tampering, string finding)
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        await company.ApprovedAsync("emma", "2026-03-10");
        await LeaveAsync(company, "emma");
        await EraseAsync(company, "emma");
        var on = dialect == Dialect.PostgreSql;
        await company.Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync($"DROP TRIGGER audit_is_never_changed{(on ? " ON audit" : "")}", null, Ct);
                await transaction.ExecuteAsync($"DROP TRIGGER audit_erasures_are_kept{(on ? " ON audit_erasures" : "")}", null, Ct);
                await transaction.ExecuteAsync(tampering, null, Ct);
            },
            Ct);

        (await AuditTrail.VerifyAsync(company.Database, Ct)).Broken.ShouldNotBeNull().ShouldContain(finding);
    }

    [Fact]
    public async Task Erase_WhoIsHereOrHasSomethingOpen_IsRefusedAndSaysWhat()
    {
        await using var company = await LeaveCompany.OpenAsync(dialect);
        var open = await company.SubmitAsync("emma", "2026-03-10");

        (await EraseAsync(company, "emma")).Refusal("emma")!.ShouldContain("has not left");
        await LeaveAsync(company, "emma");
        (await EraseAsync(company, "emma")).Refusal("emma")!.ShouldContain(open.Reference);
        await LeaveAsync(company, "marco");
        (await EraseAsync(company, "marco")).Refusal("marco")!.ShouldContain(open.Reference);
        (await EraseAsync(company, "nobody")).ShouldBeOfType<ErasureResult.NoSuchPerson>();
        (await company.FindAsync("erased-")).ShouldBeEmpty();
    }

    private static Task<ErasureResult> EraseAsync(LeaveCompany company, string person) => company.Get<PersonErasure>().EraseAsync(person, by: null, Ct);

    /// <summary>Somebody leaves; who worked for them works for their manager.</summary>
    private static async Task LeaveAsync(LeaveCompany company, string person)
    {
        await company.Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync("UPDATE people SET left_on = '2026-03-01' WHERE id = @person", new { person }, Ct);
                await transaction.ExecuteAsync("UPDATE people SET manager_id = 'diana' WHERE manager_id = @person AND left_on IS NULL", new { person }, Ct);
                transaction.MarkChanged(SharedState.People);
            },
            Ct);
        await company.Get<PeopleDirectory>().ReloadAsync(Ct);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
