using Workflows.Activities.Registers;

namespace Workflows.Activities.Leave;

/// <summary>Which leave a company gives, by which rules, and to how much of it people have a right.</summary>
internal static class LeaveRegisters
{
    public const string Types = "leave-types";
    public const string Balances = "leave-balances";

    public static IReadOnlyList<Register> All { get; } =
    [
        new(Types, "Types of leave", "Jenis cuti",
        [
            new("type", ColumnKind.Text, "Type", "Jenis") { IsRequired = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
            new("uses_balance", ColumnKind.Flag, "Uses the balance", "Mengurangi saldo"),
            new("approvers", ColumnKind.List, "Who decides", "Yang memutuskan"),
            new("note_above_days", ColumnKind.Quantity, "Note needed above days", "Surat wajib di atas hari") { Least = 0 },
            new("most_days", ColumnKind.Quantity, "At most days at a time", "Paling banyak hari sekali ambil") { Least = 0 },
            new("days_a_year", ColumnKind.Quantity, "Days a year", "Hari per tahun") { Least = 0 },
            new("carry_over_days", ColumnKind.Quantity, "Days carried over", "Hari yang dibawa ke tahun berikut") { Least = 0 },
            new("carry_over_until", ColumnKind.Text, "Carried over until (MM-dd)", "Dibawa hingga (MM-dd)"),
            new("active", ColumnKind.Flag, "In force", "Berlaku") { Default = true },
        ])
        {
            EditRight = "people:manage",
            IdFrom = "type",
            IsKept = true,
            Check = row => row.Text("carry_over_until") is { } until && !DateOnly.TryParseExact("2024-" + until, "yyyy-MM-dd", out _) ? [("carry_over_until", $"'{until}' is not a day of the year. Write month and day, for example 03-31.")] : [],
        },
        new(Balances, "Leave balances", "Saldo cuti",
        [
            new("person", ColumnKind.Person, "Person", "Karyawan") { IsRequired = true },
            new("year", ColumnKind.Whole, "Year", "Tahun") { IsRequired = true, Least = 1900, Most = 9998 },
            new("days", ColumnKind.Quantity, "Days", "Hari") { IsRequired = true, Least = 0, Most = 366 },
            new("carried_over", ColumnKind.Quantity, "Carried over", "Dibawa dari tahun lalu") { Least = 0, Most = 366 },
            new("carried_until", ColumnKind.Day, "Carried over until", "Dibawa hingga"),
            new("note", ColumnKind.Text, "Note", "Catatan"),
        ])
        { Scope = RegisterScope.Person, EditRight = "people:manage", IdFrom = "person" },
    ];
}
