using Workflows.Activities.Channels;
using Workflows.Activities.People;

namespace Workflows.Activities.Approvals;

/// <summary>Puts a task that waits already to somebody again, outside of a burst: from what is stored of it.</summary>
public sealed class StoredQuestions(ShownFacts facts, ApproverRules rules, PeopleDirectory people, TaskQuestions questions, TimeProvider time)
{
    /// <param name="rule">By which the person is asked: see <see cref="TaskApprover.Rule"/>.</param>
    /// <param name="occasion">See <see cref="Question.Occasion"/>.</param>
    /// <param name="opening">What is said first, in the person's language.</param>
    public async Task<Question> ForAsync(TaskView task, Person to, string rule, string occasion, IReadOnlyList<string> opening, CancellationToken ct) => new()
    {
        Task = task.ToTask().In(to.Language),
        To = Reader.Of(to, people),
        Occasion = occasion,
        Why = rules.Why(rule, to, task.RequesterId),
        Reference = task.Reference,
        Opening = [.. opening, .. questions.OpeningFor(rule, to.Language)],
        Facts = [.. await facts.InAsync(task, to.Language, ct), .. task.Changes.Select(change => TaskQuestions.ChangeFact(change, to.Language))],
        At = time.GetUtcNow(),
    };
}
