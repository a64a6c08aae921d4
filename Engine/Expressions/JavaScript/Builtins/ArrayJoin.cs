namespace Workflows.Engine.Expressions.JavaScript;

internal static class ArrayJoin
{
    /// <summary><c>list.join(separator)</c>. An array inside itself gives the empty text, by running into nothing: JavaScript has the same rule.</summary>
    public static string Join(ScriptRun run, List<object?> list, string separator)
    {
        if (!run.Joining.Add(list))
            return "";
        run.Enter();
        var result = new BoundedText(run);
        for (var i = 0; i < list.Count; i++)
        {
            run.Charge(1);
            if (i > 0)
                result.Append(separator);
            var item = ScriptValues.FromHost(list[i]);
            if (item is not (null or Undefined))
                result.Append(Coerce.ToText(run, item));
        }
        run.Leave();
        run.Joining.Remove(list);
        return result.ToString();
    }
}
