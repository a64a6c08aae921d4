using System.Data.Common;
using Dapper;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>One and the same somebody: what a tax id, an e-mail address and a phone number are compared by, over clients, employees and partners.</summary>
public static class ContactKeys
{
    // Stored names.
    private const string Tax = "tax_id";
    private const string Mail = "email";
    private const string Telephone = "phone";

    // The last nine digits tell numbers apart, with and without the country in front.
    private const int PhoneDigits = 9;

    /// <summary>Letters and digits, in upper case; null when there are too few to compare.</summary>
    public static string? TaxId(string? text)
    {
        var key = new string([.. (text ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        return key.Length >= 5 ? key : null;
    }

    /// <summary>In lower case and without what follows a plus: mail to both arrives at one place.</summary>
    public static string? Email(string? text)
    {
        var address = (text ?? "").Trim().ToLowerInvariant();
        var at = address.LastIndexOf('@');
        if (at <= 0) return null;
        var plus = address.IndexOf('+');
        return plus > 0 && plus < at ? address[..plus] + address[at..] : address;
    }

    public static string? Phone(string? text)
    {
        var digits = new string([.. (text ?? "").Where(char.IsAsciiDigit)]);
        return digits.Length < 6 ? null : digits.Length > PhoneDigits ? digits[^PhoneDigits..] : digits.TrimStart('0');
    }

    /// <summary>The keys of a row.</summary>
    public static IReadOnlyList<ContactKey> Of(Register register, ObjectValue values)
    {
        if (!register.NamesSomebody) return [];
        var keys = new List<ContactKey>();
        foreach (var column in register.Columns)
        {
            var text = values.GetValueOrDefault(column.Name) as string;
            var key = column.Kind switch
            {
                ColumnKind.TaxId => (Tax, TaxId(text)),
                ColumnKind.Email => (Mail, Email(text)),
                ColumnKind.Phone => (Telephone, Phone(text)),
                _ => ("", null),
            };
            if (key.Item2 is { } value) keys.Add(new ContactKey(key.Item1, value, column.Name, text!));
        }

        return keys;
    }

    /// <summary>Where one of these keys is in use already by somebody else.</summary>
    /// <param name="own">The row that asks.</param>
    /// <returns>Null when nowhere.</returns>
    public static ContactFound? Find(DbConnection reader, PeopleDirectory people, Register register, string own, IReadOnlyList<ContactKey> keys)
    {
        foreach (var key in keys)
        {
            var rows = reader.Query<Holder>(Sql, new { key.Kind, key.Value });
            if (Found(people, register, own, key, rows) is { } found) return found;
        }

        return null;
    }

    /// <inheritdoc cref="Find(DbConnection, PeopleDirectory, Register, string, IReadOnlyList{ContactKey})"/>
    public static async Task<ContactFound?> FindAsync(Transaction transaction, PeopleDirectory people, Register register, string own, IReadOnlyList<ContactKey> keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            var rows = await transaction.QueryAsync<Holder>(Sql, new { key.Kind, key.Value }, ct);
            if (Found(people, register, own, key, rows) is { } found) return found;
        }

        return null;
    }

    /// <summary>Puts the keys of a row in the place of those it had.</summary>
    /// <param name="requestId">Set while the row is only proposed: its keys count as long as that request is open.</param>
    internal static async Task WriteAsync(Transaction transaction, Register register, string id, string name, string? requestId, IReadOnlyList<ContactKey> keys, CancellationToken ct)
    {
        await transaction.ExecuteAsync("DELETE FROM contact_keys WHERE register = @Name AND row_id = @id", new { register.Name, id }, ct);
        foreach (var key in keys)
        {
            await transaction.ExecuteAsync(
                "INSERT INTO contact_keys (kind, value, register, row_id, name, request_id) VALUES (@Kind, @Value, @register, @id, @name, @requestId) ON CONFLICT DO NOTHING",
                new { key.Kind, key.Value, register = register.Name, id, name, requestId },
                ct);
        }
    }

    private const string Sql = """
        SELECT k.register, k.row_id, k.name
        FROM   contact_keys k
        WHERE  k.kind = @Kind AND k.value = @Value
          AND  (k.request_id IS NULL OR EXISTS (SELECT 1 FROM requests r WHERE r.id = k.request_id AND r.status = 'open'))
        ORDER BY k.register, k.row_id
        """;

    private static ContactFound? Found(PeopleDirectory people, Register register, string own, ContactKey key, IEnumerable<Holder> rows)
    {
        // An employee's address is in the directory, not in a register.
        if (key.Kind == Mail && register.Name != EmployeeRegister && people.All.FirstOrDefault(person => people.IsActive(person) && Email(person.Email) == key.Value) is { } person)
            return new ContactFound(key, EmployeeRegister, person.Id, person.Name);
        var holder = rows.FirstOrDefault(row => (row.Register != register.Name || row.RowId != own) && Separates(register, row, key));
        return holder is null ? null : new ContactFound(key, holder.Register, holder.RowId, holder.Name);
    }

    // Two clients may share a mailbox or a switchboard; nobody else may, and a tax id is nobody's twice.
    private static bool Separates(Register register, Holder other, ContactKey key) => register.Name != other.Register || register.Name != "clients" || key.Kind == Tax;

    internal const string EmployeeRegister = "employees";

    private sealed record Holder
    {
        public string Register { get; init; } = "";

        public string RowId { get; init; } = "";

        public string Name { get; init; } = "";
    }
}

/// <param name="Kind">Stored name: tax_id, email or phone.</param>
/// <param name="Value">What is compared.</param>
/// <param name="Column">Where it stands.</param>
/// <param name="Text">As it was written.</param>
public sealed record ContactKey(string Kind, string Value, string Column, string Text);

/// <summary>Where a key is in use.</summary>
public sealed record ContactFound(ContactKey Key, string Register, string RowId, string Name)
{
    public string Explain(string language)
    {
        var who = (Register, language) switch
        {
            ("clients", "id") => "klien",
            ("clients", _) => "the client",
            ("employees", "id") => "karyawan",
            ("employees", _) => "the employee",
            (_, "id") => "mitra",
            _ => "the partner",
        };
        return language == "id"
            ? $"{Key.Text} sudah dipakai oleh {who} {Name} ({RowId}). Klien, karyawan, dan mitra harus terpisah: isi data mitra itu sendiri."
            : $"{Key.Text} belongs to {who} {Name} ({RowId}) already. Clients, employees and partners are kept apart: give the details of the one it is about.";
    }
}
