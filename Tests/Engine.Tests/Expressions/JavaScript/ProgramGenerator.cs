namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>Writes small programs that always end: expressions over typed operands, with a sprinkling of the wrong type.</summary>
internal sealed class ProgramGenerator(int seed)
{
    private readonly Random random = new(seed);
    private readonly List<string> names = [];
    private int fresh;

    public string Next() => random.Next(4) switch
    {
        0 => Statements(),
        1 => "return " + Any(3),
        _ => "(" + Any(4) + ")",
    };

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];

    private string Any(int depth) => random.Next(12) switch
    {
        0 or 1 or 2 => Number(depth),
        3 or 4 or 5 => Text(depth),
        6 or 7 => List(depth),
        8 => Truth(depth),
        9 => Thing(depth),
        10 => names.Count > 0 ? names[random.Next(names.Count)] : Atom(),
        _ => Mixed(depth),
    };

    private string Atom() => Pick(
        "0", "1", "-1", "2.5", "1e21", "NaN", "Infinity", "''", "'a'", "'10'", "' 7 '", "'abc'", "true", "false", "null", "undefined", "[]", "({})",
        "[1,2]", "getDays()", "variables.Type", "variables.Tags", "getItems()", "getOrder()", "new Date(0)", "/a/g", "(x => x)", "-0", "0.1", "1e-7", "'2024-01-15'");

    private string Mixed(int depth) => depth <= 0 ? Atom() : random.Next(8) switch
    {
        0 => $"({Any(depth - 1)} ? {Any(depth - 1)} : {Any(depth - 1)})",
        1 => $"({Any(depth - 1)} {Pick("&&", "||")} {Any(depth - 1)})",
        2 => $"({Any(depth - 1)} ?? {Any(depth - 1)})",
        3 => $"({Any(depth - 1)} {Pick("+", "-", "*", "/", "%", "**", "<", ">", "<=", ">=", "==", "!=", "===", "!==", "&", "|", "^", "<<", ">>", ">>>")} {Any(depth - 1)})",
        4 => $"{Pick("typeof ", "!", "- ", "+ ", "~", "void ")}({Any(depth - 1)})",
        5 => $"({Any(depth - 1)})?.{Pick("length", "a", "name", "x")}",
        6 => $"(({Fresh(out var name)} = {Any(depth - 1)}) => {Within(name, depth - 1)})({Pick("", Any(depth - 1))})",
        _ => $"({Any(depth - 1)})?.[{Any(depth - 1)}]",
    };

    private string Number(int depth) => depth <= 0 ? Pick("0", "1", "2", "3", "-1", "1.5", "10", "255", "0.1", "1e21", "NaN", "getDays()", "getAmount()") : random.Next(12) switch
    {
        0 or 1 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/", "%")} {Number(depth - 1)})",
        2 => $"({Number(depth - 1)} {Pick("&", "|", "^", "<<", ">>", ">>>")} {Number(depth - 1)})",
        3 => $"Math.{Pick("abs", "floor", "ceil", "round", "trunc", "sign", "sqrt")}({Any(depth - 1)})",
        4 => $"Math.{Pick("max", "min")}({Number(depth - 1)}, {Number(depth - 1)})",
        5 => $"Number({Any(depth - 1)})",
        6 => $"{Pick("parseInt", "parseFloat")}({Text(depth - 1)})",
        7 => $"({Text(depth - 1)}).{Pick("length", "indexOf('a')", "charCodeAt(0)", "lastIndexOf('b')", "search(/[b-z]/)")}",
        8 => $"({List(depth - 1)}).length",
        9 => $"({List(depth - 1)}).{Pick("indexOf", "lastIndexOf", "push", "unshift")}({Any(depth - 1)})",
        10 => $"({List(depth - 1)}).reduce((a, b) => {Pick("a + b", "a * b", "b", "Math.max(a, b)")}, {Any(depth - 1)})",
        _ => $"({List(depth - 1)}).findIndex({Predicate(depth - 1)})",
    };

    private string Text(int depth) => depth <= 0 ? Pick("''", "'a'", "'abc'", "'Hello World'", "'a,b,c'", "'10'", "\"x y\"", "getName()", "variables.Type", "'\\u{1F600}z'", "'é'") : random.Next(14) switch
    {
        0 => $"({Text(depth - 1)} + {Any(depth - 1)})",
        1 => $"`<${{{Any(depth - 1)}}}>`",
        2 => $"String({Any(depth - 1)})",
        3 => $"({Text(depth - 1)}).{Pick("toUpperCase", "toLowerCase", "trim", "toString")}()",
        4 => $"({Text(depth - 1)}).{Pick("slice", "substring", "substr")}({Number(0)}{Pick("", ", " + Number(0))})",
        5 => $"({Text(depth - 1)}).{Pick("padStart", "padEnd")}({Pick("3", "8", "12")}, {Text(0)})",
        6 => $"({Text(depth - 1)}).{Pick("replace", "replaceAll")}({Pick("'a'", "'l'", "/[a-e]/g", "/(\\w)(\\w)/g", "/o/gi")}, {Pick("'b'", "'[$&]'", "'$1-'", "m => m + m", "(m, i) => `${i}`")})",
        7 => $"({List(depth - 1)}).join({Pick("", "'-'", "''")})",
        8 => $"JSON.stringify({Any(depth - 1)}{Pick("", ", null, 2")})",
        9 => $"({Number(depth - 1)}).{Pick("toFixed(2)", "toString()", "toString(16)", "toString(2)", "toPrecision(3)", "toExponential(2)", "toFixed(0)")}",
        10 => $"typeof ({Any(depth - 1)})",
        11 => $"({Text(depth - 1)}).{Pick("charAt", "at")}({Number(depth - 1)})",
        12 => $"({Text(depth - 1)}).repeat({Pick("0", "1", "2", "3")})",
        _ => $"new Date({Pick("0", "1e12", "'2024-02-29'", "2024, 1, 30", "NaN", Number(depth - 1))}).{Pick("toJSON()", "toString()", "getDay()", "getTime()", "toISOString()", "getMonth()")}",
    };

    private string List(int depth) => depth <= 0 ? Pick("[]", "[1,2,3]", "['a','b']", "[3,1,2]", "[1,[2,[3]]]", "[null,undefined,NaN]", "getItems()", "variables.Tags", "[10,9,1]") : random.Next(16) switch
    {
        0 or 1 => $"[{Any(depth - 1)}, {Any(depth - 1)}]",
        2 => $"[...{List(depth - 1)}, ...{Pick(List(depth - 1), Text(depth - 1))}]",
        3 => $"({List(depth - 1)}).map({Mapper(depth - 1)})",
        4 => $"({List(depth - 1)}).filter({Predicate(depth - 1)})",
        5 => $"({List(depth - 1)}).{Pick("slice", "toSpliced", "splice")}({Number(0)}{Pick("", ", " + Number(0))})",
        6 => $"({List(depth - 1)}).concat({Any(depth - 1)})",
        7 => $"({List(depth - 1)}).{Pick("reverse", "toReversed", "flat", "sort", "toSorted")}()",
        8 => $"({Text(depth - 1)}).split({Pick("''", "','", "' '", "/[,l]/", "/(l)/", "'a'")}{Pick("", ", 2")})",
        9 => $"Object.{Pick("keys", "values", "entries")}({Thing(depth - 1)})",
        10 => $"({List(depth - 1)}).toSorted((a, b) => {Pick("a - b", "b - a", "a < b ? -1 : a > b ? 1 : 0", "0")})",
        11 => $"({List(depth - 1)}).flatMap({Mapper(depth - 1)})",
        12 => $"Array.from({Pick("{ length: 3 }", Text(depth - 1), List(depth - 1))}, {Mapper(depth - 1)})",
        13 => $"[...new Set({List(depth - 1)})]",
        14 => $"({List(depth - 1)}).with(0, {Any(depth - 1)})",
        _ => $"({List(depth - 1)}).fill({Any(depth - 1)}, {Number(0)})",
    };

    private string Truth(int depth) => depth <= 0 ? Pick("true", "false", "getDays() > 3") : random.Next(8) switch
    {
        0 => $"({Number(depth - 1)} {Pick("<", ">", "<=", ">=", "==", "===")} {Number(depth - 1)})",
        1 => $"({Text(depth - 1)} {Pick("<", ">", "==", "===", "!=")} {Text(depth - 1)})",
        2 => $"({Any(depth - 1)} {Pick("==", "===", "!=", "!==", "<", ">=")} {Any(depth - 1)})",
        3 => $"({Text(depth - 1)}).{Pick("includes", "startsWith", "endsWith")}({Text(depth - 1)})",
        4 => $"({List(depth - 1)}).{Pick("some", "every")}({Predicate(depth - 1)})",
        5 => $"({List(depth - 1)}).includes({Any(depth - 1)})",
        6 => $"/{Pick("a+", "^h", "[aeiou]{2}", "(\\d+)", "o\\b", "\\s", ".$")}/{Pick("", "i", "g")}.test({Text(depth - 1)})",
        _ => $"({Pick("'a'", "'length'", "0")} in {Pick(List(depth - 1), Thing(depth - 1))})",
    };

    private string Thing(int depth) => depth <= 0 ? Pick("({})", "({a: 1})", "({b: 2, a: 1, 1: 0})", "getOrder()", "variables.Person") : random.Next(7) switch
    {
        0 => $"({{ a: {Any(depth - 1)}, {Pick("b", "'c d'", "1", "[" + Text(0) + "]")}: {Any(depth - 1)} }})",
        1 => $"({{ ...{Pick(Thing(depth - 1), List(depth - 1), "null", Text(0))}, z: {Any(depth - 1)} }})",
        2 => $"Object.assign({{}}, {Thing(depth - 1)}, {Thing(depth - 1)})",
        3 => $"Object.fromEntries(Object.entries({Thing(depth - 1)}))",
        4 => $"JSON.parse(JSON.stringify({Thing(depth - 1)}))",
        5 => $"(({{ a, ...rest }}) => rest)({Thing(depth - 1)})",
        _ => $"new {Pick("Set", "Map")}({Pick("", "Object.entries(" + Thing(depth - 1) + ")")})",
    };

    private string Mapper(int depth)
    {
        var head = Fresh(out var name);
        return random.Next(4) switch
        {
            0 => $"{head} => {Within(name, depth)}",
            1 => $"({head}, i) => {Pick("i", "[i, " + name + "]", name + " + i")}",
            2 => $"({head}) => {{ const y = {Within(name, depth)}; return y; }}",
            _ => Pick("String", "Number", "x => x * 2", "(x, i, a) => a.length", "x => [x]", "x => ({ x })"),
        };
    }

    private string Predicate(int depth) => Pick("x => x", "x => x > 1", "(x, i) => i % 2", "x => typeof x === 'string'", "Boolean", $"x => {Truth(Math.Min(depth, 1))}");

    private string Statements()
    {
        var text = "";
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            text += random.Next(7) switch
            {
                0 => $"let {Declare()} = {Any(2)}; ",
                1 => $"const [{Declare()}, {Declare()} = {Any(1)}] = {List(2)}; ",
                2 => $"const {{ a: {Declare()}, ...{Declare()} }} = {Thing(2)}; ",
                3 => $"if ({Truth(2)}) {{ {Any(2)} }} else {{ {Any(2)} }} ",
                4 => $"let t{i} = {Pick("0", "''", "[]")}; for (const x of {List(2)}) {{ {Pick("if (x) continue; ", "if (x === 2) break; ", "")}t{i} += x; }} t{i}; ",
                5 => $"try {{ {Any(3)} }} catch (e) {{ e.name }} ",
                _ => $"let u{i} = 0; for (let i = 0; i < {Pick("3", "5", "0")}; i++) {{ u{i} += {Pick("i", "1", "i * 2")}; }} u{i}; ",
            };
        }
        return text + Pick("", Any(2));
    }

    private string Declare()
    {
        var name = "v" + fresh++;
        names.Add(name);
        return name;
    }

    private string Fresh(out string name) => name = "p" + fresh++;

    private string Within(string name, int depth)
    {
        names.Add(name);
        var body = Any(depth);
        names.Remove(name);
        return body.StartsWith('{') ? $"({body})" : body;
    }
}
