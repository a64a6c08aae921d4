namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A target with a value for when it would get undefined: <c>{ a = 1 }</c>.</summary>
internal sealed class DefaultTarget(ReferenceNode target, ScriptNode whenUndefined) : PatternNode(target.Position)
{
    public override void Assign(Frame frame, object? value) =>
        target.Assign(frame, value is Undefined ? whenUndefined.Evaluate(frame) : value);
}

/// <summary>A target that takes a value apart.</summary>
internal abstract class PatternNode(int position) : ReferenceNode(position)
{
    public override object? Evaluate(Frame frame) => Undefined.Value;

    public override object? AssignFrom(Frame frame, ScriptNode value)
    {
        var result = value.Evaluate(frame);
        Assign(frame, result);
        return result;
    }

    public override object? Modify(Frame frame, Modification modification) => Undefined.Value;
}

/// <summary><c>[a, , b, ...rest]</c>; a hole is null.</summary>
internal sealed class ArrayPattern(ReferenceNode?[] targets, ReferenceNode? rest, int position) : PatternNode(position)
{
    public override void Assign(Frame frame, object? value)
    {
        var run = frame.Run;
        run.Position = Position;
        run.Charge(targets.Length);
        var cursor = Iteration.Start(run, value);
        foreach (var target in targets)
        {
            if (!cursor.TryNext(run, out var item))
                item = Undefined.Value;
            target?.Assign(frame, item);
        }
        if (rest is null)
            return;
        var list = run.NewList(0);
        while (cursor.TryNext(run, out var item))
            run.Append(list, item);
        rest.Assign(frame, list);
    }
}

/// <summary>One member of an object pattern: a name or a computed key, and where its value goes.</summary>
internal sealed record PatternMember(string? Name, ScriptNode? Key, ReferenceNode Target);

/// <summary><c>{ a, b: c, [key]: d, ...rest }</c>.</summary>
internal sealed class ObjectPattern(PatternMember[] members, ReferenceNode? rest, int position) : PatternNode(position)
{
    public override void Assign(Frame frame, object? value)
    {
        var run = frame.Run;
        run.Position = Position;
        run.Charge(members.Length);
        if (value is null or Undefined)
            throw run.TypeError($"Cannot destructure '{Coerce.PrimitiveText(value)}' as it is {Coerce.PrimitiveText(value)}.");
        var taken = rest is null ? null : new HashSet<string>();
        foreach (var member in members)
        {
            var name = member.Name ?? Coerce.ToKey(run, member.Key!.Evaluate(frame));
            taken?.Add(name);
            member.Target.Assign(frame, Members.Get(run, value, name));
        }
        if (rest is null)
            return;
        var remaining = run.NewObject();
        foreach (var name in Members.Keys(run, value))
        {
            if (!taken!.Contains(name))
                Members.Define(run, remaining, name, Members.Get(run, value, name));
        }
        rest.Assign(frame, remaining);
    }
}
