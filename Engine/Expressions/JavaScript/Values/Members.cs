using System.Globalization;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Reading and writing members. Nothing is inherited: a value has its own data and the built-in methods of its kind.</summary>
internal static class Members
{
    public static object? Get(ScriptRun run, object? target, string name)
    {
        if (TryGetOwn(run, target, name, out var value))
            return value;
        if (target is null or Undefined)
            throw run.TypeError($"Cannot read properties of {Coerce.PrimitiveText(target)} (reading '{Shorten(name)}')");
        var method = MethodTable.Find(target, name);
        return method is null ? Undefined.Value : new BoundMethod(name, method, target);
    }

    public static object? Get(ScriptRun run, object? target, object? key)
    {
        if (key is double index)
        {
            var place = (int)index;
            if (place == index && place >= 0)
            {
                switch (target)
                {
                    case List<object?> list:
                        return place < list.Count ? ScriptValues.FromHost(list[place]) : Undefined.Value;
                    case string text:
                        return place < text.Length ? OneChar(text[place]) : Undefined.Value;
                }
            }
        }
        if (target is null or Undefined)
            throw run.TypeError($"Cannot read properties of {Coerce.PrimitiveText(target)}");
        return Get(run, target, Coerce.ToKey(run, key));
    }

    /// <summary>A member that is data, as opposed to a built-in method.</summary>
    public static bool TryGetOwn(ScriptRun run, object? target, string name, out object? value)
    {
        switch (target)
        {
            case OrderedDictionary<string, object?> own:
                run.ChargeText(name);
                if (!own.TryGetValue(name, out value))
                    break;
                value = ScriptValues.FromHost(value);
                return true;
            case List<object?> list:
                if (TryGetFromArray(list, name, out value))
                    return true;
                break;
            case string text:
                if (name == "length")
                {
                    value = JsNumber.Box(text.Length);
                    return true;
                }
                if (TryIndex(name, out var index) && index < text.Length)
                {
                    value = OneChar(text[index]);
                    return true;
                }
                break;
            case ScriptHostObject host:
                if (!host.TryGet(name, out value))
                    break;
                value = ScriptValues.FromHost(value);
                return true;
            default:
                if (TryGetFromBuiltIn(target, name, out value))
                    return true;
                break;
        }
        value = Undefined.Value;
        return false;
    }

    public static void Set(ScriptRun run, object? target, object? key, object? value)
    {
        if (target is List<object?> list && key is double index && index >= 0 && (int)index == index)
            SetElement(run, list, (int)index, value);
        else if (target is null or Undefined)
            throw run.TypeError($"Cannot set properties of {Coerce.PrimitiveText(target)}");
        else
            Set(run, target, Coerce.ToKey(run, key), value);
    }

    public static void Set(ScriptRun run, object? target, string name, object? value)
    {
        switch (target)
        {
            case OrderedDictionary<string, object?> own:
                Define(run, own, name, value);
                return;
            case List<object?> list when name == "length":
                SetLength(run, list, value);
                return;
            case List<object?> list when TryIndex(name, out var index):
                SetElement(run, list, index, value);
                return;
            case ScriptHostObject host:
                if (host.TrySet(name, run.ToHost(value)))
                    return;
                break;
            case ScriptRegExp regExp when name == "lastIndex":
                regExp.LastIndex = Coerce.ToInteger(run, value);
                return;
            case ScriptError error when name == "message":
                error.Message = Coerce.ToText(run, value);
                return;
            case ScriptError error when name == "name":
                error.Name = Coerce.ToText(run, value);
                return;
            case null or Undefined:
                throw run.TypeError($"Cannot set properties of {Coerce.PrimitiveText(target)} (setting '{Shorten(name)}')");
        }
        throw run.TypeError($"Cannot set property '{Shorten(name)}' of {Coerce.ClassName(target)}");
    }

    public static void Define(ScriptRun run, OrderedDictionary<string, object?> own, string name, object? value)
    {
        // In JavaScript this would replace the object's prototype. There is none, and as data it would harm whoever merges it later.
        if (name == "__proto__")
            throw run.TypeError("'__proto__' cannot be set");
        run.ChargeText(name);
        if (own.TryAdd(name, value))
            run.ReserveEntries(own.Count, 1, bytesEach: 64);
        else
            own[name] = value;
    }

    public static bool Has(ScriptRun run, object target, string name) =>
        TryGetOwn(run, target, name, out _) || MethodTable.Find(target, name) is not null;

    public static bool Delete(ScriptRun run, object? target, string name)
    {
        switch (target)
        {
            case OrderedDictionary<string, object?> own:
                run.Charge(1 + (own.Count >> 4));
                own.Remove(name);
                return true;
            case List<object?> list when TryIndex(name, out var index):
                if (index < list.Count)
                    list[index] = Undefined.Value;
                return true;
            case null or Undefined:
                throw run.TypeError($"Cannot convert {Coerce.PrimitiveText(target)} to object");
            default:
                if (TryGetOwn(run, target, name, out _))
                    throw run.TypeError($"Cannot delete property '{Shorten(name)}' of {Coerce.ClassName(target)}");
                return true;
        }
    }

    /// <summary>The names of the enumerable members: whole numbers ascending, then the others as they were added.</summary>
    public static List<string> Keys(ScriptRun run, object? target)
    {
        switch (target)
        {
            case OrderedDictionary<string, object?> own:
                run.Charge(own.Count);
                run.Allocate(own.Count * 8L);
                return OrderKeys(own);
            case List<object?> list:
                return Indexes(run, list.Count);
            case string text:
                return Indexes(run, text.Length);
            case ScriptHostObject host:
                var names = host.Names.ToList();
                run.Charge(names.Count);
                return names;
            default:
                return [];
        }
    }

    /// <summary>A canonical array index: digits without a leading zero, below 2^31 - 1.</summary>
    public static bool TryIndex(string name, out int index)
    {
        index = 0;
        return name.Length is > 0 and <= 10 && char.IsAsciiDigit(name[0]) && (name[0] != '0' || name.Length == 1)
            && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }

    public static string OneChar(char c) => c < OneCharTexts.Length ? OneCharTexts[c] : c.ToString();

    public static void SetLength(ScriptRun run, List<object?> list, object? value)
    {
        var length = Coerce.ToNumber(run, value);
        if (length < 0 || length != Math.Floor(length) || length > uint.MaxValue)
            throw run.RangeError("Invalid array length");
        if (length < list.Count)
            list.RemoveRange((int)length, list.Count - (int)length);
        else
            Pad(run, list, (long)length);
    }

    private static readonly string[] OneCharTexts = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    private static void SetElement(ScriptRun run, List<object?> list, int index, object? value)
    {
        if (index < list.Count)
        {
            list[index] = value;
            return;
        }
        Pad(run, list, index);
        run.Append(list, value);
    }

    private static void Pad(ScriptRun run, List<object?> list, long length)
    {
        var missing = length - list.Count;
        if (missing <= 0)
            return;
        run.ReserveEntries(length, missing);
        run.Charge(missing);
        while (list.Count < length)
            list.Add(Undefined.Value);
    }

    private static bool TryGetFromArray(List<object?> list, string name, out object? value)
    {
        if (name == "length")
        {
            value = JsNumber.Box(list.Count);
            return true;
        }
        if (TryIndex(name, out var index) && index < list.Count)
        {
            value = ScriptValues.FromHost(list[index]);
            return true;
        }
        value = Undefined.Value;
        if (list is not ScriptMatch match)
            return false;
        value = name switch { "index" => JsNumber.Box(match.Index), "input" => match.Input, "groups" => match.Groups, "indices" => match.Indices, _ => value };
        return name is "index" or "input" or "groups" or "indices";
    }

    private static bool TryGetFromBuiltIn(object? target, string name, out object? value)
    {
        value = Undefined.Value;
        switch (target)
        {
            case ScriptNamespace space:
                return space.Members.TryGetValue(name, out value);
            case NativeFunction native when native.Members.TryGetValue(name, out value):
                return true;
            case ScriptFunction function when name is "name" or "length":
                value = name == "name" ? function.Name : JsNumber.Box(function.ParameterCount);
                return true;
            case ScriptCollection collection when name == "size":
                value = JsNumber.Box(collection.Count);
                return true;
            case ScriptRegExp regExp:
                return RegExpMethods.TryGetMember(regExp, name, out value);
            case ScriptError error:
                value = name switch
                {
                    "name" => error.Name,
                    "message" => error.Message,
                    "stack" => error.ToString(),
                    _ => error.Cause,
                };
                return name is "name" or "message" or "stack" || (name == "cause" && error.HasCause);
            default:
                value = Undefined.Value;
                return false;
        }
    }

    private static List<string> Indexes(ScriptRun run, int count)
    {
        run.Charge(count);
        run.Allocate(count * 32L);
        return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }

    private static List<string> OrderKeys(OrderedDictionary<string, object?> own)
    {
        var names = new List<string>(own.Count);
        List<(uint Index, string Name)>? indexes = null;
        foreach (var name in own.Keys)
        {
            if (name.Length > 0 && char.IsAsciiDigit(name[0]) && IsKeyIndex(name, out var index))
                (indexes ??= []).Add((index, name));
            else
                names.Add(name);
        }
        if (indexes is null)
            return names;
        indexes.Sort((a, b) => a.Index.CompareTo(b.Index));
        names.InsertRange(0, indexes.Select(i => i.Name));
        return names;
    }

    private static bool IsKeyIndex(string name, out uint index)
    {
        index = 0;
        return name.Length <= 10 && (name[0] != '0' || name.Length == 1)
            && uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index != uint.MaxValue;
    }

    private static string Shorten(string name) => name.Length <= 60 ? name : name[..60] + "...";
}
