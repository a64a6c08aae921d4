using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.ControlFlow;

/// <summary>States and the transitions between them: in a state all its triggers wait; the first whose condition holds moves on.</summary>
/// <remarks>On a transition run its action, the exit of the old state and the entry of the new one, in this order. A state that nothing leads out of ends it.</remarks>
[Activity("Elsa.StateMachine", Category = "Flow", DisplayName = "State Machine", Description = "Waits in states and moves between them.", IsContainer = true)]
public sealed class StateMachine : Container
{
    // Stored names: tags of children.
    private const string Entry = "entry";
    private const string Exit = "exit";
    private const string Action = "action";
    private const string Trigger = "trigger:";

    private readonly List<State> _states = [];
    private readonly List<Transition> _transitions = [];

    [Raw("The state to begin in.")]
    public string? InitialState { get; init; }

    [Raw("The state to begin in instead, when a definition was saved in the middle.")]
    public string? CurrentState { get; init; }

    public override void Bind(ActivityBinding binding)
    {
        foreach (var (json, index) in Objects(binding.Json["states"]))
        {
            _states.Add(new State(
                Text(json, "name") ?? "",
                binding.Child(json["entry"], $"states[{index}].entry"),
                binding.Child(json["exit"], $"states[{index}].exit")));
        }

        foreach (var (json, index) in Objects(binding.Json["transitions"]))
        {
            var transition = new Transition(
                Text(json, "from") ?? "",
                Text(json, "to") ?? "",
                binding.Child(json["trigger"], $"transitions[{index}].trigger"),
                json["condition"] is null ? null : (Input<bool>)binding.Bind("Condition", $"transitions[{index}].condition", new Input<bool>(), json["condition"], autoEvaluate: false),
                binding.Child(json["action"], $"transitions[{index}].action"));
            _transitions.Add(transition);
            foreach (var end in (string[])[transition.From, transition.To])
            {
                if (Find(end) is null) binding.Report($"transitions[{index}]", $"There is no state '{end}'. Name one of {string.Join(", ", _states.Select(state => state.Name))}.", isWarning: true);
            }
        }
    }

    public override void Execute(ActivityContext context)
    {
        if ((CurrentState is { Length: > 0 } ? CurrentState : InitialState) is { } initial) Enter(context, initial);
        else context.Complete();
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        switch (child.Tag)
        {
            case Entry:
                Arm(context);
                break;
            case Action:
                Leave(context);
                break;
            case Exit:
                Enter(context, Taken(context).To);
                break;
            case { } tag when tag.StartsWith(Trigger, StringComparison.Ordinal):
                Triggered(context, int.Parse(tag[Trigger.Length..]));
                break;
        }
    }

    public override void WriteState(Utf8JsonWriter writer, object state) => writer.WriteStringValue((string)state);

    public override object ReadState(JsonElement json) => json.GetString()!;

    private void Enter(ActivityContext context, string name)
    {
        context.State = name;
        if (Find(name) is not { } state) context.Complete();
        else if (state.Entry is { } entry) context.Schedule(entry, Entry);
        else Arm(context);
    }

    private void Arm(ActivityContext context)
    {
        var armed = false;
        for (var i = 0; i < _transitions.Count; i++)
        {
            var transition = _transitions[i];
            if (transition.From != (string)context.State! || transition.Trigger is null || Find(transition.To) is null) continue;
            armed = true;
            context.Schedule(transition.Trigger, Trigger + i);
        }

        if (!armed) context.Complete();
    }

    private void Triggered(ActivityContext context, int index)
    {
        if (Holds(context, _transitions[index])) Take(context, index);
        else context.Schedule(_transitions[index].Trigger!, Trigger + index);
    }

    private void Take(ActivityContext context, int index)
    {
        context.Withdraw();
        context.CancelChildren();
        context.Position = index;
        if (_transitions[index].Action is { } action) context.Schedule(action, Action);
        else Leave(context);
    }

    private void Leave(ActivityContext context)
    {
        var transition = Taken(context);
        if (Find(transition.From)?.Exit is { } exit) context.Schedule(exit, Exit);
        else Enter(context, transition.To);
    }

    private Transition Taken(ActivityContext context) => _transitions[context.Position];

    private State? Find(string name) => _states.Find(state => state.Name == name);

    private static bool Holds(ActivityContext context, Transition transition) => transition.Condition is null || context.Evaluate(transition.Condition);

    private static IEnumerable<(JsonObject Json, int Index)> Objects(JsonNode? list) =>
        (list as JsonArray ?? []).Select((item, index) => (item as JsonObject, index)).Where(pair => pair.Item1 is not null)!;

    private static string? Text(JsonObject json, string member) => json[member] is JsonValue value ? value.ToString() : null;

    private sealed record State(string Name, ActivityNode? Entry, ActivityNode? Exit);

    private sealed record Transition(string From, string To, ActivityNode? Trigger, Input<bool>? Condition, ActivityNode? Action);
}
