using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;
using Workflows.Engine.Stock;

namespace Workflows.Engine.Execution;

/// <summary>What the engine executes between two waits: (definition, state, stimulus, reads) -> (state', effects).</summary>
/// <remarks>
/// Work items run first in, first out until none is left, also after a fault. Nothing outside changes: the caller commits the instance, the effects and the journal
/// together, or throws the whole burst away.
/// </remarks>
public sealed partial class Burst
{
    // Stored name: the wait between the burst that reaches an activity and the burst of its own that runs it.
    private const string BackgroundStimulus = "Workflows.Background";

    private static readonly ConcurrentDictionary<(Type Activity, string Method), Action<ActivityContext, Resumption>> Callbacks = new();

    private readonly Queue<WorkItem> _queue = new();
    private int _unfinished;
    private int _executed;

    internal Burst(WorkflowDefinition definition, WorkflowInstance instance, BurstServices services, int depth)
    {
        Definition = definition;
        Instance = instance;
        Services = services;
        Depth = depth;
        Before = instance.SubStatus;
    }

    public WorkflowDefinition Definition { get; }

    public WorkflowInstance Instance { get; }

    public BurstServices Services { get; }

    /// <summary>What the instance was at before the burst.</summary>
    public WorkflowSubStatus Before { get; }

    /// <summary>What activities asked for, in order.</summary>
    public List<Effect> Effects { get; } = [];

    /// <summary>What WriteLine printed.</summary>
    public List<string> ConsoleLines { get; internal set; } = [];

    /// <summary>Instances that this burst started and ran inside itself; they are committed with it.</summary>
    public List<Burst> Children { get; } = [];

    /// <summary>The HTTP call that is being answered by this burst; null outside one.</summary>
    public HttpExchange? Http { get; init; }

    /// <summary>The activity that started the run as its trigger.</summary>
    public string? TriggerActivityId { get; internal set; }

    /// <summary>What the trigger's stimulus brought.</summary>
    public object? TriggerPayload { get; internal set; }

    /// <summary>The outcomes the workflow itself was completed with.</summary>
    public Outcomes? WorkflowOutcomes { get; private set; }

    /// <summary>The execution of the workflow itself; its variables are the workflow's.</summary>
    public ActivityContext Root { get; internal set; } = null!;

    internal int Depth { get; }

    internal int NextContextId { get; set; } = 1;

    internal long FirstSequence { get; set; }

    internal long NextSequence => FirstSequence + _journal.Count;

    internal OutputRegister Outputs { get; } = new();

    internal ContextScriptHost ScriptHost { get; } = new();

    /// <summary>What the script that runs has chosen by setOutcome.</summary>
    internal IReadOnlyList<string>? ScriptOutcomes { get; set; }

    /// <summary>What getItem() returns while the correlation id for an item is worked out; null at any other time.</summary>
    internal BulkItem? CurrentItem { get; set; }

    /// <summary>Starts a run and executes until it waits or ends.</summary>
    public static Burst Start(WorkflowDefinition definition, WorkflowInstance instance, BurstServices services, StartOptions options)
    {
        var burst = new Burst(definition, instance, services, options.Depth)
        {
            TriggerActivityId = options.TriggerActivityId,
            TriggerPayload = options.TriggerPayload,
            Http = options.Http,
        };
        instance.SubStatus = WorkflowSubStatus.Executing;
        burst.Root = burst.NewContext(definition.Workflow, parent: null, tag: null);
        burst.Execute(burst.Root, resumption: null);
        burst.Drain();
        return burst;
    }

    /// <summary>Resumes bookmarks of a restored instance, one after the other in the order given. A bookmark that is gone by then is passed over.</summary>
    /// <param name="input">Merged over the inputs that the instance kept.</param>
    public void Resume(IReadOnlyList<Bookmark> bookmarks, object? payload, ObjectValue? input, DateTimeOffset at)
    {
        if (Instance.Status == WorkflowStatus.Finished) return;
        foreach (var (name, value) in input ?? []) Instance.Input[name] = value;
        Instance.SubStatus = WorkflowSubStatus.Executing;
        foreach (var bookmark in bookmarks)
        {
            if (!Instance.Bookmarks.Contains(bookmark)) continue;
            var context = FindContext(bookmark.ActivityInstanceId);
            if (context is not null) _queue.Enqueue(new WorkItem(context.Node, context.Parent, Existing: context, Resumption: new Resumption(bookmark, payload, at)));
            Drain();
        }
    }

    /// <summary>Ends the run as cancelled: children, bookmarks and timers go with it.</summary>
    public void CancelWorkflow()
    {
        if (Instance.Status == WorkflowStatus.Finished) return;
        _queue.Clear();
        Cancel(Root, tellParent: false);
        Instance.Bookmarks.Clear();
        Instance.Status = WorkflowStatus.Finished;
        Instance.SubStatus = WorkflowSubStatus.Cancelled;
        Instance.FinishedAt = Instance.UpdatedAt = Services.Time.GetUtcNow();
    }

    /// <summary>The hash that stimuli and bookmarks are matched by.</summary>
    public static string HashOf(string name, object? payload, int? activityInstanceId = null) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{JsonValues.ToJson(payload)}\n{activityInstanceId}")));

    internal void Schedule(ActivityContext parent, ActivityNode child, string? tag, IReadOnlyList<DynamicVariable>? variables)
    {
        parent.UnfinishedChildren++;
        _queue.Enqueue(new WorkItem(child, parent, tag, variables));
    }

    internal void Complete(ActivityContext context, Outcomes outcomes)
    {
        if (context.Status != ActivityStatus.Running) return;
        CancelChildren(context);
        context.Status = ActivityStatus.Completed;
        context.ClearBookmarks();
        Log(context, JournalEvent.Completed, outcomes);
        Detach(context);
        if (context.Parent is not { } parent)
        {
            WorkflowOutcomes = outcomes;
            return;
        }

        if (!parent.IsRunning) return;
        try
        {
            parent.Node.Activity.OnChildCompleted(parent, context, outcomes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // As in Elsa: what a container finds wrong while it goes on is put down to the child that has just completed.
            Attach(context);
            parent.UnfinishedChildren++;
            Fault(context, e);
        }
    }

    internal void Cancel(ActivityContext context, bool tellParent)
    {
        if (context.Status is not (ActivityStatus.Running or ActivityStatus.Pending or ActivityStatus.Faulted)) return;
        CancelChildren(context);
        context.Status = ActivityStatus.Canceled;
        context.Node.Activity.OnCanceled(context);
        context.ClearBookmarks();
        Log(context, JournalEvent.Canceled);
        Detach(context);
        if (tellParent && context.Parent is { IsRunning: true } parent) parent.Node.Activity.OnChildCanceled(parent, context);
    }

    internal void CancelChildren(ActivityContext context)
    {
        foreach (var child in context.Children()) Cancel(child, tellParent: false);
    }

    internal void Withdraw(ActivityContext parent)
    {
        for (var left = _queue.Count; left > 0; left--)
        {
            var item = _queue.Dequeue();
            if (item.Existing is null && item.Parent == parent) parent.UnfinishedChildren--;
            else _queue.Enqueue(item);
        }
    }

    /// <summary>Ends the run: nothing that is queued runs, nothing waits any more.</summary>
    internal void Finish()
    {
        _queue.Clear();
        Complete(Root, Outcomes.Done);
        Instance.Bookmarks.Clear();
    }

    /// <summary>Starts another workflow inside this burst; it is committed with it.</summary>
    internal Burst RunChild(WorkflowDefinition definition, ObjectValue input, string? correlationId, ObjectValue properties)
    {
        if (Depth >= Services.MaxNesting) throw new InvalidOperationException($"Workflow '{definition.Name}' starts itself more than {Services.MaxNesting} levels deep.");
        var now = Services.Time.GetUtcNow();
        var instance = new WorkflowInstance
        {
            Id = Guid.CreateVersion7().ToString(),
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            Version = definition.Version,
            CorrelationId = correlationId,
            ParentInstanceId = Instance.Id,
            Input = WorkflowInputs.Convert(definition, input),
            Properties = properties,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var child = Start(definition, instance, Services, new StartOptions { Depth = Depth + 1, Http = Http });
        Children.Add(child);
        ConsoleLines.AddRange(child.ConsoleLines);
        return child;
    }

    internal Bookmark AddBookmark(
        ActivityContext context, string name, object? payload, Action<ActivityContext, Resumption>? callback, bool autoBurn, bool perExecution, DateTimeOffset? dueAt)
    {
        if (callback is not null && callback.Method is not { IsStatic: true, IsSpecialName: false })
            throw new ArgumentException("The callback is found again by its name after a restart, so it must be a static method of the activity.", nameof(callback));
        var bookmark = new Bookmark
        {
            Id = Guid.CreateVersion7().ToString(),
            Name = name,
            Hash = HashOf(name, payload, perExecution ? context.Id : null),
            Payload = payload,
            ActivityId = context.Node.Id,
            ActivityType = context.Node.Type,
            ActivityInstanceId = context.Id,
            Callback = callback?.Method.Name,
            AutoBurn = autoBurn,
            DueAt = dueAt,
            CreatedAt = Services.Time.GetUtcNow(),
        };
        Instance.Bookmarks.Add(bookmark);
        return bookmark;
    }

    internal ActivityContext NewContext(ActivityNode node, ActivityContext? parent, string? tag, int? restoredId = null)
    {
        var context = new ActivityContext(this, node, parent, restoredId ?? NextContextId++) { Tag = tag };
        Attach(context);
        return context;
    }

    private void Attach(ActivityContext context)
    {
        _unfinished++;
        if (context.Parent is not { } parent) return;
        context.PreviousSibling = parent.LastChild;
        context.NextSibling = null;
        if (parent.LastChild is { } last) last.NextSibling = context;
        else parent.FirstChild = context;
        parent.LastChild = context;
    }

    private void Detach(ActivityContext context)
    {
        _unfinished--;
        if (context.Parent is not { } parent) return;
        parent.UnfinishedChildren--;
        var (previous, next) = (context.PreviousSibling, context.NextSibling);
        if (previous is null) parent.FirstChild = next;
        else previous.NextSibling = next;
        if (next is null) parent.LastChild = previous;
        else next.PreviousSibling = previous;
        context.PreviousSibling = context.NextSibling = null;
    }

    private void Drain()
    {
        try
        {
            DrainQueue();
        }
        catch (BurstTooLongException e)
        {
            _queue.Clear();
            ShortenJournal();
            Fault(Root, e);
            Instance.SubStatus = WorkflowSubStatus.Faulted;
        }

        Settle();
    }

    private void DrainQueue()
    {
        while (_queue.TryDequeue(out var item))
        {
            Http?.Aborted.ThrowIfCancellationRequested();
            if (item.Existing is { } existing)
            {
                if (existing.IsRunning) Execute(existing, item.Resumption);
                continue;
            }

            if (item.Parent is { IsRunning: false }) continue;
            if (++_executed > Services.MaxActivitiesPerBurst) throw new BurstTooLongException(Services.MaxActivitiesPerBurst);
            var context = NewContext(item.Node, item.Parent, item.Tag);
            if (item.Variables is not null) Declare(context, item.Variables);
            Execute(context, resumption: null);
        }
    }

    private void Settle()
    {
        if (Instance.Status == WorkflowStatus.Finished) return;
        Instance.UpdatedAt = Services.Time.GetUtcNow();
        if (Instance.SubStatus == WorkflowSubStatus.Faulted)
        {
            Instance.Status = WorkflowStatus.Finished;
        }
        else if (_unfinished == 0)
        {
            Instance.Status = WorkflowStatus.Finished;
            Instance.SubStatus = WorkflowSubStatus.Finished;
            Instance.Bookmarks.Clear();
        }
        else
        {
            Instance.SubStatus = WorkflowSubStatus.Suspended;
        }

        if (Instance.Status == WorkflowStatus.Finished) Instance.FinishedAt = Instance.UpdatedAt;
    }

    private void Execute(ActivityContext context, Resumption? resumption)
    {
        try
        {
            if (resumption is null) context.Status = ActivityStatus.Running;
            foreach (var variable in resumption is null ? context.Node.Variables : []) context.Declare(variable);
            context.EvaluateInputs();
            Log(context, resumption is null ? JournalEvent.Started : JournalEvent.Resumed);
            var isDue = resumption?.Bookmark.Name == BackgroundStimulus;
            if (isDue) Instance.Bookmarks.Remove(resumption!.Bookmark);
            if (resumption is null && context.Node.RunsInBackground) context.WaitUntil(Services.Time.GetUtcNow(), BackgroundStimulus);
            else if (resumption is null || isDue) context.Node.Activity.Execute(context);
            else Continue(context, resumption);
            if (!context.IsRunning) return;
            var waits = Waits(context);
            if (context.Node.Activity is CodeActivity && !waits && (resumption is null || isDue)) Complete(context, Outcomes.Done);
            else if (waits) Log(context, JournalEvent.Suspended);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Fault(context, e);
        }
    }

    private static void Declare(ActivityContext context, IReadOnlyList<DynamicVariable> variables)
    {
        foreach (var variable in variables)
        {
            if (context.FindVariable(variable.Id) is { } existing)
            {
                existing.Value = variable.Value;
                continue;
            }

            var scope = context;
            while (scope.Node.Activity is not Container && scope.Parent is not null) scope = scope.Parent;
            scope.Declare(new VariableBlock(new VariableDefinition(variable.Id, variable.Name, typeof(object), Default: null, IsPersisted: true)) { Value = variable.Value });
        }
    }

    private void Continue(ActivityContext context, Resumption resumption)
    {
        if (resumption.Bookmark.AutoBurn) Instance.Bookmarks.Remove(resumption.Bookmark);
        if (resumption.Bookmark.Callback is not { } name)
        {
            Complete(context, Outcomes.Done);
            return;
        }

        var callback = Callbacks.GetOrAdd(
            (context.Node.Activity.GetType(), name),
            static key =>
            {
                for (var type = key.Activity; type is not null; type = type.BaseType)
                {
                    var method = type.GetMethod(key.Method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
                    if (method is not null) return method.CreateDelegate<Action<ActivityContext, Resumption>>();
                }

                throw new MissingMethodException(key.Activity.Name, key.Method);
            });
        callback(context, resumption);
    }

    private bool Waits(ActivityContext context)
    {
        foreach (var bookmark in Instance.Bookmarks)
        {
            if (bookmark.ActivityInstanceId == context.Id) return true;
        }

        return false;
    }

    private void Fault(ActivityContext context, Exception exception)
    {
        context.Status = ActivityStatus.Faulted;
        context.ClearBookmarks();
        Instance.Incidents.Add(new Incident(
            context.Node.Id, context.NodeId, context.Node.Type, context.Id, exception.Message, exception.GetType().Name, Services.Time.GetUtcNow()));
        Log(context, JournalEvent.Faulted, exception.Message);
        if (!Definition.Options.ContinueWithIncidents) Instance.SubStatus = WorkflowSubStatus.Faulted;
    }

    private ActivityContext? FindContext(int id)
    {
        var pending = new Stack<ActivityContext>([Root]);
        while (pending.TryPop(out var context))
        {
            if (context.Id == id) return context;
            foreach (var child in context.Children()) pending.Push(child);
        }

        return null;
    }

    private readonly record struct WorkItem(
        ActivityNode Node,
        ActivityContext? Parent,
        string? Tag = null,
        IReadOnlyList<DynamicVariable>? Variables = null,
        ActivityContext? Existing = null,
        Resumption? Resumption = null);
}

/// <summary>The item of a list for which a workflow is being started.</summary>
internal sealed record BulkItem(object? Value);

/// <summary>A run does not come to a wait or an end.</summary>
public sealed class BurstTooLongException(int activities)
    : Exception($"The workflow executed {activities} activities without waiting or ending. Look for a loop whose condition never changes.");

/// <summary>How a run begins.</summary>
public sealed record StartOptions
{
    public static readonly StartOptions Default = new();

    public string? TriggerActivityId { get; init; }

    public object? TriggerPayload { get; init; }

    public HttpExchange? Http { get; init; }

    /// <summary>How many runs are around this one.</summary>
    public int Depth { get; init; }
}
