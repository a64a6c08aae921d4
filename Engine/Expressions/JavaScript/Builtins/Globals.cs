using System.Collections.Frozen;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The names the language itself gives to every script.</summary>
internal static class Globals
{
    public static readonly FrozenDictionary<string, object?> All = Build().ToFrozenDictionary();

    private static Dictionary<string, object?> Build()
    {
        var all = new Dictionary<string, object?>
        {
            ["NaN"] = JsNumber.NaN,
            ["Infinity"] = double.PositiveInfinity,
            ["Math"] = MathFunctions.Namespace,
            ["JSON"] = JsonFunctions.Namespace,
            ["console"] = Console(),
            ["parseInt"] = NumberFunctions.ParseInt,
            ["parseFloat"] = NumberFunctions.ParseFloat,
            ["isNaN"] = new NativeFunction("isNaN", (run, _, args) => JsNumber.Box(double.IsNaN(Coerce.ToNumber(run, args.At(0)))), 1),
            ["isFinite"] = new NativeFunction("isFinite", (run, _, args) => JsNumber.Box(double.IsFinite(Coerce.ToNumber(run, args.At(0)))), 1),
            ["encodeURIComponent"] = UriFunctions.EncodeComponent,
            ["encodeURI"] = UriFunctions.EncodeUri,
            ["decodeURIComponent"] = UriFunctions.DecodeComponent,
            ["decodeURI"] = UriFunctions.DecodeUri,
            ["String"] = new NativeFunction("String", (run, _, args) => args.IsEmpty ? "" : Coerce.ToText(run, args[0]), 1) { Members = Frozen(StringMethods.Statics) },
            ["Number"] = new NativeFunction("Number", (run, _, args) => args.IsEmpty ? JsNumber.Zero : JsNumber.Box(Coerce.ToNumber(run, args[0])), 1) { Members = Frozen(NumberFunctions.Statics) },
            ["Boolean"] = new NativeFunction("Boolean", (_, _, args) => JsNumber.Box(Coerce.ToBoolean(args.At(0))), 1),
            ["Object"] = new NativeFunction("Object", ObjectFunctions.Create, 1)
            {
                Construct = ObjectFunctions.Create,
                IsInstance = value => value is not (null or Undefined or string or double or bool),
                Members = Frozen(ObjectFunctions.Statics),
            },
            ["Array"] = new NativeFunction("Array", ArrayMethods.Create, 1) { Construct = ArrayMethods.Create, IsInstance = value => value is List<object?>, Members = Frozen(ArrayMethods.Statics) },
            ["Date"] = new NativeFunction("Date", DateFunctions.Call, 7) { Construct = DateFunctions.Create, IsInstance = value => value is ScriptDate, Members = Frozen(DateFunctions.Statics) },
            ["RegExp"] = new NativeFunction("RegExp", CreateRegExp, 2) { Construct = CreateRegExp, IsInstance = value => value is ScriptRegExp },
            ["Map"] = new NativeFunction("Map", NeedsNew("Map")) { Construct = CollectionMethods.CreateMap, IsInstance = value => value is ScriptMap },
            ["Set"] = new NativeFunction("Set", NeedsNew("Set")) { Construct = CollectionMethods.CreateSet, IsInstance = value => value is ScriptSet },
        };
        foreach (var name in (ReadOnlySpan<string>)["Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"])
            all.Add(name, ErrorConstructor(name));
        return all;
    }

    private static FrozenDictionary<string, object?> Frozen(Dictionary<string, object?> members) => members.ToFrozenDictionary();

    // Authors leave console.log in their scripts; there is nobody to read it.
    private static ScriptNamespace Console()
    {
        string[] names = ["log", "info", "warn", "error", "debug"];
        return new ScriptNamespace("console", names.ToDictionary(name => name, name => (object?)new NativeFunction(name, (_, _, _) => Undefined.Value)));
    }

    private static Native NeedsNew(string name) => (run, _, _) => throw run.TypeError($"Constructor {name} requires 'new'");

    private static NativeFunction ErrorConstructor(string name) => new(name, CreateError(name), 1)
    {
        Construct = CreateError(name),
        IsInstance = value => value is ScriptError error && (name == "Error" || error.ClassName == name),
    };

    private static Native CreateError(string name) => (run, _, args) =>
    {
        run.Allocate(64);
        var error = new ScriptError(name, args.At(0) is Undefined ? "" : Coerce.ToText(run, args.At(0)));
        if (args.At(1) is OrderedDictionary<string, object?> options && options.TryGetValue("cause", out var cause))
        {
            error.Cause = cause;
            error.HasCause = true;
        }
        return error;
    };

    private static object? CreateRegExp(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var flags = args.At(1) is Undefined ? null : Coerce.ToText(run, args.At(1));
        return args.At(0) is ScriptRegExp given
            ? flags is null ? new ScriptRegExp(given.Program, given.Regex) : RegExpMethods.Create(run, given.Program.Source, flags)
            : RegExpMethods.Create(run, args.At(0) is Undefined ? "" : Coerce.ToText(run, args.At(0)), flags ?? "");
    }
}
