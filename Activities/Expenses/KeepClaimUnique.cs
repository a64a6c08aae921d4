using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Expenses;

/// <summary>Holds a claim to what its check found: a receipt that was handed in with another claim since then makes the burst run again, and then it is refused.</summary>
public sealed record KeepClaimUnique(string Claim, IReadOnlyList<ExpenseLine> Lines) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        // Where several write at once, the first to come here writes its lines before the next one looks.
        transaction.Lock("expense-receipts");
        foreach (var line in Lines)
        {
            if (await transaction.FirstAsync<ExpenseDuplicate>(ExpenseBook.DuplicateSql, line, ct) is not null) throw new RevisionConflictException(context.Instance.Id);
        }

        // A new edition may have fewer lines; the editions of the request keep what was there.
        await transaction.ExecuteAsync("DELETE FROM expense_lines WHERE claim = @Claim AND line > @count", new { Claim, count = Lines.Count }, ct);
    }
}
