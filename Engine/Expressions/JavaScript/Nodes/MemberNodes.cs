namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>target.name</c> or <c>target?.name</c>.</summary>
internal sealed class MemberNode(ScriptNode target, string name, bool isOptional, int position) : ReferenceNode(position)
{
    public ScriptNode Target => target;

    public string Name => name;

    public bool IsOptional => isOptional;

    public override object? Evaluate(Frame frame)
    {
        var value = target.Evaluate(frame);
        if (value is OrderedDictionary<string, object?> own && own.TryGetValue(name, out var member))
            return ScriptValues.FromHost(member);
        if (Chain.Ends(value, isOptional))
            return Markers.ChainEnd;
        frame.Run.Position = Position;
        return Members.Get(frame.Run, value, name);
    }

    public override void Assign(Frame frame, object? value)
    {
        var owner = target.Evaluate(frame);
        frame.Run.Position = Position;
        Members.Set(frame.Run, owner, name, value);
    }

    public override object? AssignFrom(Frame frame, ScriptNode value)
    {
        var owner = target.Evaluate(frame);
        var result = value.Evaluate(frame);
        frame.Run.Position = Position;
        Members.Set(frame.Run, owner, name, result);
        return result;
    }

    public override object? Modify(Frame frame, Modification modification)
    {
        var owner = target.Evaluate(frame);
        frame.Run.Position = Position;
        if (modification.Apply(frame, Members.Get(frame.Run, owner, name), out var updated, out var result))
            Members.Set(frame.Run, owner, name, updated);
        return result;
    }

    public bool Delete(Frame frame)
    {
        var owner = target.Evaluate(frame);
        return Chain.Ends(owner, isOptional) || Members.Delete(frame.Run, owner, name);
    }
}

/// <summary><c>target[key]</c> or <c>target?.[key]</c>.</summary>
internal sealed class IndexNode(ScriptNode target, ScriptNode key, bool isOptional, int position) : ReferenceNode(position)
{
    public ScriptNode Target => target;

    public ScriptNode Key => key;

    public bool IsOptional => isOptional;

    public override object? Evaluate(Frame frame)
    {
        var value = target.Evaluate(frame);
        if (Chain.Ends(value, isOptional))
            return Markers.ChainEnd;
        var place = key.Evaluate(frame);
        frame.Run.Position = Position;
        return Members.Get(frame.Run, value, place);
    }

    public override void Assign(Frame frame, object? value)
    {
        var owner = target.Evaluate(frame);
        var place = key.Evaluate(frame);
        frame.Run.Position = Position;
        Members.Set(frame.Run, owner, place, value);
    }

    public override object? AssignFrom(Frame frame, ScriptNode value)
    {
        var owner = target.Evaluate(frame);
        var place = key.Evaluate(frame);
        var result = value.Evaluate(frame);
        frame.Run.Position = Position;
        Members.Set(frame.Run, owner, place, result);
        return result;
    }

    public override object? Modify(Frame frame, Modification modification)
    {
        var owner = target.Evaluate(frame);
        var place = key.Evaluate(frame);
        frame.Run.Position = Position;
        // An object as key is turned into text once, not once for reading and once for writing.
        if (place is not (double or string) && owner is not (null or Undefined))
            place = Coerce.ToKey(frame.Run, place);
        if (modification.Apply(frame, Members.Get(frame.Run, owner, place), out var updated, out var result))
            Members.Set(frame.Run, owner, place, updated);
        return result;
    }

    public bool Delete(Frame frame)
    {
        var owner = target.Evaluate(frame);
        return Chain.Ends(owner, isOptional) || Members.Delete(frame.Run, owner, Coerce.ToKey(frame.Run, key.Evaluate(frame)));
    }
}

/// <summary>The whole of a chain with <c>?.</c> in it: what ended early is undefined.</summary>
internal sealed class OptionalChainNode(ScriptNode chain) : ScriptNode(chain.Position)
{
    public ScriptNode Chain => chain;

    public override object? Evaluate(Frame frame)
    {
        var value = chain.Evaluate(frame);
        return ReferenceEquals(value, Markers.ChainEnd) ? Undefined.Value : value;
    }
}

internal static class Chain
{
    /// <summary>The chain ended further left, or ends at this <c>?.</c></summary>
    public static bool Ends(object? target, bool isOptional) =>
        ReferenceEquals(target, Markers.ChainEnd) || (isOptional && target is (null or Undefined));
}
