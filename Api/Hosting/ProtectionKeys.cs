using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Workflows.Engine.Storage;

namespace Workflows.Api.Hosting;

/// <summary>The keys that protect tokens, in the database that the nodes share: what one node signs, every node can read.</summary>
/// <remarks>Who can read this table can sign in as anybody, as who can read the keys folder of a single node.</remarks>
internal sealed class ProtectionKeys(Database database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var reader = database.OpenReader();
        return [.. reader.Query<string>("SELECT xml FROM protection_keys ORDER BY created_at, id").Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        // The framework asks for this synchronously, once in months.
        Task.Run(() => database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "INSERT INTO protection_keys (id, xml, created_at) VALUES (@friendlyName, @xml, @now) ON CONFLICT (id) DO NOTHING",
                new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting), now = time.GetUtcNow() },
                CancellationToken.None),
            CancellationToken.None)).GetAwaiter().GetResult();

    /// <summary>Makes the first key, once for all nodes: nodes that start together on an empty database would each make one that the others do not know yet.</summary>
    public static Task PrepareAsync(Database database, IKeyManager keys, TimeProvider time, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            transaction.Lock("protection-keys");
            // The lock is taken with this question, and the key is written by another connection while it is held.
            if (await transaction.FirstAsync<long>("SELECT COUNT(*) FROM protection_keys", null, ct) > 0) return;
            var now = time.GetUtcNow();
            keys.CreateNewKey(now, now.AddDays(90));
        },
        ct);
}
