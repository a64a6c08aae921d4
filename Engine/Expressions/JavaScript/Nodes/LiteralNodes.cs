namespace Workflows.Engine.Expressions.JavaScript;

internal sealed class TemplateNode(string[] texts, ScriptNode[] values, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        var run = frame.Run;
        var parts = new string[texts.Length + values.Length];
        long length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = i % 2 == 0 ? texts[i / 2] : Text(frame, values[i / 2]);
            parts[i] = part;
            length += part.Length;
        }
        run.ReserveString(length);
        run.Charge(parts.Length);
        return string.Concat(parts);
    }

    private string Text(Frame frame, ScriptNode node)
    {
        var value = node.Evaluate(frame);
        frame.Run.Position = node.Position;
        return Coerce.ToText(frame.Run, value);
    }
}

internal sealed class RegExpNode(RegExpProgram program, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        frame.Run.Charge(1);
        return new ScriptRegExp(program, program.Compile(frame.Run.Limits.RegexTimeout));
    }
}

/// <summary><c>...value</c> in a call or an array literal.</summary>
internal sealed class SpreadNode(ScriptNode value) : ScriptNode(value.Position)
{
    /// <summary>Evaluates elements or arguments, opening what is spread.</summary>
    public static List<object?> EvaluateList(Frame frame, ScriptNode[] nodes)
    {
        var run = frame.Run;
        var list = run.NewList(nodes.Length);
        run.Charge(nodes.Length);
        foreach (var node in nodes)
        {
            if (node is SpreadNode spread)
                Iteration.AppendTo(run, list, spread.Evaluate(frame), spread.Position);
            else
                list.Add(node.Evaluate(frame));
        }
        return list;
    }

    public override object? Evaluate(Frame frame) => value.Evaluate(frame);
}

internal sealed class ArrayNode(ScriptNode[] elements, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame) => SpreadNode.EvaluateList(frame, elements);
}

/// <summary>One member of an object literal. A spread has a value only, a computed key has a node instead of a name.</summary>
internal sealed record ObjectMember(string? Name, ScriptNode? Key, ScriptNode Value);

internal sealed class ObjectNode(ObjectMember[] members, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        var run = frame.Run;
        var result = run.NewObject();
        run.Charge(members.Length);
        foreach (var member in members)
        {
            if (member.Name is not null)
            {
                Members.Define(run, result, member.Name, member.Value.Evaluate(frame));
            }
            else if (member.Key is not null)
            {
                var key = Coerce.ToKey(run, member.Key.Evaluate(frame));
                Members.Define(run, result, key, member.Value.Evaluate(frame));
            }
            else
            {
                ObjectFunctions.CopyMembers(run, result, member.Value.Evaluate(frame));
            }
        }
        return result;
    }
}
