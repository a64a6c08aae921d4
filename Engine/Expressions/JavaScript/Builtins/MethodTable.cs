using System.Collections.Frozen;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The kinds of value that have methods.</summary>
internal enum Receiver
{
    Object,
    String,
    Array,
    Number,
    Boolean,
    Function,
    Date,
    RegExp,
    Map,
    Set,
    Error,
    Iterator,
}

/// <summary>All built-in methods, by name and then by the kind of value they belong to. There is no other way to a method: no prototypes.</summary>
internal static class MethodTable
{
    private static readonly Native?[] None = new Native?[Enum.GetValues<Receiver>().Length];

    private static readonly FrozenDictionary<string, Native?[]> Methods = Build();

    /// <summary>The methods of that name, indexed by <see cref="Receiver"/>; call sites keep the array.</summary>
    public static Native?[] Named(string name) => Methods.GetValueOrDefault(name, None);

    public static Native? Find(object? target, string name) => Select(Named(name), target);

    public static Native? Select(Native?[] named, object? target) => target switch
    {
        string => named[(int)Receiver.String],
        OrderedDictionary<string, object?> or ScriptHostObject or ScriptNamespace => named[(int)Receiver.Object],
        List<object?> => named[(int)Receiver.Array],
        double => named[(int)Receiver.Number],
        bool => named[(int)Receiver.Boolean],
        ScriptFunction => named[(int)Receiver.Function],
        ScriptDate => named[(int)Receiver.Date],
        ScriptRegExp => named[(int)Receiver.RegExp],
        ScriptMap => named[(int)Receiver.Map],
        ScriptSet => named[(int)Receiver.Set],
        ScriptError => named[(int)Receiver.Error],
        ScriptIterator => named[(int)Receiver.Iterator],
        _ => null,
    };

    private static FrozenDictionary<string, Native?[]> Build()
    {
        var methods = new Dictionary<string, Native?[]>();
        // What every value has comes first and gives way to a kind's own.
        foreach (var kind in Enum.GetValues<Receiver>())
            Add(kind, ObjectMethods.Common);
        Add(Receiver.String, StringMethods.All);
        Add(Receiver.String, StringSearch.All);
        Add(Receiver.Array, ArrayMethods.All);
        Add(Receiver.Array, ArrayCallbacks.All);
        Add(Receiver.Array, ArrayCopies.All);
        Add(Receiver.Number, NumberFunctions.Methods);
        Add(Receiver.Function, FunctionMethods.All);
        Add(Receiver.Date, DateMethods.All);
        Add(Receiver.Date, DateSetters.All);
        Add(Receiver.RegExp, RegExpMethods.All);
        Add(Receiver.Map, CollectionMethods.Map);
        Add(Receiver.Set, CollectionMethods.Set);
        Add(Receiver.Iterator, CollectionMethods.Iterator);
        return methods.ToFrozenDictionary();

        void Add(Receiver kind, Dictionary<string, Native> table)
        {
            foreach (var (name, method) in table)
            {
                if (!methods.TryGetValue(name, out var named))
                    methods.Add(name, named = new Native?[None.Length]);
                named[(int)kind] = method;
            }
        }
    }
}
