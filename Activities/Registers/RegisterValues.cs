using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Activities.Calendar;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Registers;

/// <summary>The values of a row that is about to be written: read from what was given, over what is there already, and checked column by column.</summary>
/// <param name="before">Null for a new row.</param>
/// <param name="rowExists">Whether a register has a row with this id.</param>
public sealed class RegisterValues(Register register, RegisterRow? before, PeopleDirectory people, Func<string, string, bool> rowExists)
{
    private const int LongestText = 200;
    private const int LongestLongText = 4000;

    private readonly Dictionary<string, List<string>> _problems = [];

    public ObjectValue Values { get; } = before is null ? [] : new ObjectValue(before.Values);

    /// <summary>Secrets that were given anew, whole.</summary>
    public Dictionary<string, string> Secrets { get; } = [];

    public IReadOnlyDictionary<string, string[]> Problems => _problems.ToDictionary(problem => problem.Key, problem => problem.Value.ToArray());

    public string? Text(string column) => Values.GetValueOrDefault(column) as string;

    public decimal? Number(string column) => Values.GetValueOrDefault(column) as decimal?;

    /// <param name="byProcess">Whether columns that only processes write may be given.</param>
    public RegisterValues Read(ObjectValue given, bool byProcess)
    {
        foreach (var (name, _) in given.Where(cell => register.Find(cell.Key) is null)) Report(name, $"this register has no such column. Its columns are {string.Join(", ", register.Columns.Select(column => column.Name))}.");
        foreach (var column in register.Columns)
        {
            if (!given.TryGetValue(column.Name, out var value))
            {
                if (before is null) Values[column.Name] = column.Default;
            }
            else if (column.IsByProcess && !byProcess && !Equals(Plain(value), Plain(before?.Values.GetValueOrDefault(column.Name) ?? column.Default)))
            {
                Report(column.Name, "only a process writes this. Leave it out.");
            }
            else
            {
                Set(column, value is string { Length: 0 } ? null : value);
            }
        }

        foreach (var column in register.Columns.Where(column => column.IsRequired && Values.GetValueOrDefault(column.Name) is null or "" && !_problems.ContainsKey(column.Name)))
            Report(column.Name, "is empty. Fill it in.");
        if (!byProcess) CheckGuarded();
        if (_problems.Count == 0) foreach (var (column, problem) in register.Check(this)) Report(column, problem);
        return this;
    }

    public void Report(string column, string problem)
    {
        if (!_problems.TryGetValue(column, out var known)) _problems[column] = known = [];
        known.Add($"{column}: {problem}");
    }

    /// <summary>A cell as it stands in a JSON document of the API.</summary>
    internal static ObjectValue FromJson(JsonObject json) => (ObjectValue)JsonValues.FromJson(json)!;

    private static string Plain(object? value) => value is bool flag ? (flag ? "true" : "false") : ValueConverter.ToText(value);

    private void CheckGuarded()
    {
        if (register.Guarded is not { } guarded || before?.Text("status") != guarded.Status) return;
        foreach (var column in guarded.Columns.Where(column => Secrets.ContainsKey(column) || !Equals(Values.GetValueOrDefault(column), before.Values.GetValueOrDefault(column))))
            Report(column, $"a change of this takes approval. Submit the process {guarded.Process} for {before.Id}.");
    }

    private void Set(RegisterColumn column, object? value)
    {
        if (value is null)
        {
            Values[column.Name] = column.Kind == ColumnKind.Flag ? false : null;
            return;
        }

        var text = Plain(value).Trim();
        Values[column.Name] = column.Kind switch
        {
            ColumnKind.Text => Short(column, text),
            ColumnKind.LongText => text.Length <= LongestLongText ? text : Bad(column, "is too long. Write at most 4,000 characters."),
            ColumnKind.Email => RegisterText.IsEmail(text.ToLowerInvariant()) ? text.ToLowerInvariant() : Bad(column, $"'{text}' is not an e-mail address. Write it like emma@example.test."),
            ColumnKind.Phone => ContactKeys.Phone(text) is null || text.Length > 40 ? Bad(column, $"'{text}' is not a phone number. Write it like +39 02 1234 5678.") : text,
            ColumnKind.TaxId => ContactKeys.TaxId(text) is null || text.Length > 40 ? Bad(column, $"'{text}' is not a tax id. Write its letters and digits, at least five of them.") : text,
            ColumnKind.Currency => RegisterText.IsCurrency(text) ? text : Bad(column, $"'{text}' is not a currency. Write its three letters, for example EUR."),
            ColumnKind.Amount or ColumnKind.Percent or ColumnKind.Quantity => Decimal(column, value, text),
            ColumnKind.Whole => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? InRange(column, whole) ? whole : null : Bad(column, $"'{text}' is not a whole number."),
            ColumnKind.Day => IsoDay.TryParse(text, column.Name, out var day, out var error) ? IsoDay.Text(day) : Bad(column, error[(column.Name.Length + 2)..]),
            ColumnKind.Flag => text.ToLowerInvariant() switch { "true" or "yes" or "1" => true, "false" or "no" or "0" => false, _ => Bad(column, $"'{text}' is not yes or no. Write true or false.") },
            ColumnKind.Choice => column.Choices.Contains(text) ? text : Bad(column, $"'{text}' cannot be chosen. Choose one of: {string.Join(", ", column.Choices)}."),
            ColumnKind.Person => people.Find(text)?.Id ?? people.FindByEmail(text.ToLowerInvariant())?.Id ?? Bad(column, $"there is nobody with the id or address '{text}'."),
            ColumnKind.Company => people.Company(text)?.Id ?? Bad(column, $"there is no company '{text}'. Name one of {string.Join(", ", people.Companies.Select(company => company.Id))}."),
            ColumnKind.Row => rowExists(column.Register!, text) ? text : Bad(column, $"there is no '{text}' among the {column.Register}. Add it there first."),
            ColumnKind.Secret => Secret(column, text),
            _ => value is ListValue list ? new ListValue(list.Select(item => (object?)ValueConverter.ToText(item))) : new ListValue(text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        };
    }

    private object? Short(RegisterColumn column, string text)
    {
        if (text.Length > LongestText) return Bad(column, "is too long. Write at most 200 characters.");
        // Texts go into the subjects of mails.
        return text.Any(char.IsControl) ? Bad(column, "holds a line break or another control character. Write it on one line.") : text;
    }

    private object? Decimal(RegisterColumn column, object value, string text)
    {
        if (value is bool || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > 1_000_000_000_000m)
            return Bad(column, $"'{text}' is not a number. Write it like 1250.50.");
        if (column.Kind == ColumnKind.Percent && (number is < 0 or > 100 || number.Scale > 4)) return Bad(column, $"{text} is not a percentage. Write a number from 0 to 100.");
        if (column.Kind == ColumnKind.Amount && Text("currency") is { } currency && !Amounts.IsExact(number, currency))
            return Bad(column, $"{text} has more decimals than {currency} has. Round it to {Amounts.DecimalsOf(currency)}.");
        if (!InRange(column, number)) return null;
        // 12.5 and 12.50 are one amount, stored in one way.
        return column.Kind == ColumnKind.Amount && Text("currency") is { } known ? Amounts.Scaled(number, known) : number / 1.0000000000000000000000000000m;
    }

    private bool InRange(RegisterColumn column, decimal number)
    {
        if (column.Least is { } least && number < least) Report(column.Name, $"{number} is too little. The least is {least}.");
        else if (column.Most is { } most && number > most) Report(column.Name, $"{number} is too much. The most is {most}.");
        else return true;
        return false;
    }

    private object? Secret(RegisterColumn column, string text)
    {
        var masked = before?.Values.GetValueOrDefault(column.Name) as string;
        if (text == masked) return masked;
        if (SecretBox.Problem(text) is { } problem) return Bad(column, problem);
        Secrets[column.Name] = text;
        return SecretBox.Mask(text);
    }

    private object? Bad(RegisterColumn column, string problem)
    {
        Report(column.Name, problem);
        return null;
    }
}
