using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Workflows.Activities.Approvals;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>What PostgreSQL reads for a decision while many others wait.</summary>
public sealed class ManyOpenTasksTests
{
    [Fact]
    public async Task Decide_WithStatisticsFromWhenNothingWaited_DoesNotReadTheListOfAllThatWaits()
    {
        await using var company = await ApprovalCompany.OpenAsync(Dialect.PostgreSql);
        await company.PublishAsync(new JsonObject { ["approvers"] = new JsonArray("marco") });
        await DecideAsync(company, requests: 60);
        await using (var own = new NpgsqlConnection(company.Connection)) await own.ExecuteAsync("VACUUM ANALYZE");
        await DecideAsync(company, requests: 60);

        // A connection tells what it has read when it ends.
        await using var reader = new NpgsqlConnection(company.Connection);
        await reader.QueryAsync<bool>("SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'Workflows%'");
        const string scans = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = @name";
        (await reader.ExecuteScalarAsync<long>(scans, new { name = "tasks_pkey" })).ShouldBeGreaterThan(0);
        // Of the 120. Until the server plans a statement once for all its values, it may take the list: the first few times on each connection.
        (await reader.ExecuteScalarAsync<long>(scans, new { name = "tasks_open" })).ShouldBeLessThan(60);
    }

    private static async Task DecideAsync(ApprovalCompany company, int requests)
    {
        var tasks = new List<TaskView>();
        for (var request = 0; request < requests; request++) tasks.AddRange(await company.OpenAsync(await company.SubmitAsync()));
        foreach (var task in tasks) (await company.PressAsync(task, "marco")).ShouldBeOfType<DecisionResult.Recorded>();
    }
}
