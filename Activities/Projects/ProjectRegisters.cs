using Workflows.Activities.Registers;

namespace Workflows.Activities.Projects;

/// <summary>What goes live, and when nothing may.</summary>
internal static class ProjectRegisters
{
    public const string Projects = "projects";
    public const string Freezes = "freezes";

    public static IReadOnlyList<Register> All { get; } =
    [
        new(Projects, "Projects", "Proyek",
        [
            new("name", ColumnKind.Text, "Name", "Nama") { IsRequired = true },
            new("client", ColumnKind.Row, "Client", "Klien") { Register = "clients" },
            new("client_contact", ColumnKind.Email, "Who signs for the client", "Penanda tangan klien"),
            new("owner", ColumnKind.Person, "Owner", "Penanggung jawab") { IsRequired = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
            new("status", ColumnKind.Choice, "Status", "Status") { IsRequired = true, IsByProcess = true, Choices = ["planned", "signing", "scheduled", "live", "rolled-back"], Default = "planned" },
            new("go_live_on", ColumnKind.Day, "Goes live on", "Tanggal go-live") { IsByProcess = true },
            new("last_word", ColumnKind.LongText, "What was said last", "Catatan terakhir") { IsByProcess = true },
            new("request", ColumnKind.Text, "Request", "Permohonan") { IsByProcess = true },
        ])
        { EditRight = "registers:edit", Abandoned = new AbandonedRows(["signing", "scheduled"], "planned") },
        new(Freezes, "Freezes", "Masa pembekuan",
        [
            new("name", ColumnKind.Text, "Name", "Nama") { IsRequired = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
            new("first_day", ColumnKind.Day, "First day", "Hari pertama") { IsRequired = true },
            new("last_day", ColumnKind.Day, "Last day", "Hari terakhir") { IsRequired = true },
        ])
        {
            EditRight = "registers:edit",
            Check = row => string.CompareOrdinal(row.Text("last_day"), row.Text("first_day")) < 0 ? [("last_day", "is before the first day. Swap them.")] : [],
        },
    ];
}
