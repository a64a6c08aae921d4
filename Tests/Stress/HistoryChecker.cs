using Dapper;
using Workflows.Activities.Audit;
using Workflows.Engine.Storage;

namespace Workflows.Stress;

/// <summary>Compares what clients saw with what the database holds after everything has come to rest, by the five invariants.</summary>
internal static class HistoryChecker
{
    public static async Task<Verdict> CheckAsync(History history, Database database)
    {
        var verdict = new Verdict();
        await CheckAsync(history, database, verdict);
        return verdict;
    }

    public static async Task CheckAsync(History history, Database database, Verdict verdict)
    {
        verdict.Check("no answer and no end of a server that the documentation does not know").AddRange(history.Of<Surprise>().Select(seen => seen.What));
        // A run that did nothing proves nothing.
        if (!history.Of<Submitted>().Any(seen => seen.Id is not null)) verdict.Check("requests were submitted").Add("none was acknowledged");
        await using (var reader = database.OpenReader())
        {
            DecisionChecks.Check(reader, history, verdict);
            RequestChecks.Check(reader, history, verdict);
            WaitChecks.Check(reader, verdict);
            TimerChecks.Check(reader, verdict);
            MessageChecks.Check(reader, history, verdict);
            JournalReplay.Check(reader, verdict);
        }

        var (rows, broken) = await AuditTrail.VerifyAsync(database, CancellationToken.None);
        var chain = verdict.Check("the audit chain holds");
        if (broken is not null) chain.Add($"after {rows} rows: {broken}");
    }

    /// <summary>Rows as dictionaries by column.</summary>
    public static List<IDictionary<string, object?>> Rows(this System.Data.Common.DbConnection reader, string sql) =>
        [.. reader.Query(sql).Select(row => (IDictionary<string, object?>)row)];
}
