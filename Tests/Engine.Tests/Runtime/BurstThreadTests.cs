using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Runtime;

public sealed class BurstThreadTests
{
    /// <summary>With fewer a run was seen to stand still for half a second and more: all threads waited for answers that another had to take from the sockets.</summary>
    [Fact]
    public async Task AddEngine_ThreadsBesideThoseOfBursts_AreReserved()
    {
        ThreadPool.GetMinThreads(out var before, out var completions);
        ThreadPool.SetMinThreads(1, completions).ShouldBeTrue();
        try
        {
            await using var stored = await TestDatabase.CreateAsync(Dialect.Sqlite, Migration.In(typeof(Database).Assembly));
            await using var database = await stored.OpenAsync(Migration.In(typeof(Database).Assembly), TimeProvider.System);
            new ServiceCollection().AddEngine(database);

            ThreadPool.GetMinThreads(out var after, out _);
            after.ShouldBeGreaterThan(Math.Max(4, 2 * Environment.ProcessorCount));
        }
        finally
        {
            ThreadPool.GetMinThreads(out var now, out completions);
            ThreadPool.SetMinThreads(Math.Max(before, now), completions);
        }
    }
}
