using Workflows.Activities.Registers;

namespace Workflows.Activities.Partners;

/// <summary>Whom the house deals with. Clients, employees and partners are kept apart: nobody is two of them.</summary>
internal static class PartnerRegisters
{
    public const string Partners = "partners";

    public static IReadOnlyList<Register> All { get; } =
    [
        new("employees", "Employee details", "Data karyawan",
        [
            new("tax_id", ColumnKind.TaxId, "Tax id", "NPWP"),
            new("phone", ColumnKind.Phone, "Phone", "Telepon"),
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
        ])
        {
            EditRight = "people:manage",
            ReadRight = "people:manage",
            IdIsPerson = true,
            NamesSomebody = true,
        },
        new("clients", "Clients", "Klien",
        [
            new("name", ColumnKind.Text, "Name", "Nama") { IsRequired = true },
            new("tax_id", ColumnKind.TaxId, "Tax id", "NPWP"),
            new("contact", ColumnKind.Text, "Contact", "Narahubung"),
            new("email", ColumnKind.Email, "E-mail", "Surel"),
            new("phone", ColumnKind.Phone, "Phone", "Telepon"),
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
            new("active", ColumnKind.Flag, "Active", "Aktif") { Default = true },
        ])
        { EditRight = "registers:edit", NamesSomebody = true },
        new(Partners, "Partners", "Mitra",
        [
            new("name", ColumnKind.Text, "Name", "Nama") { IsRequired = true },
            new("kind", ColumnKind.Choice, "Kind", "Jenis") { IsRequired = true, Choices = ["referral", "business"], Default = "referral" },
            new("tax_id", ColumnKind.TaxId, "Tax id", "NPWP") { IsRequired = true },
            new("contact", ColumnKind.Text, "Contact", "Narahubung") { IsRequired = true },
            new("email", ColumnKind.Email, "E-mail", "Surel") { IsRequired = true },
            new("phone", ColumnKind.Phone, "Phone", "Telepon"),
            new("share_percent", ColumnKind.Percent, "Revenue share in %", "Bagi hasil dalam %") { IsRequired = true },
            new("bank_name", ColumnKind.Text, "Bank", "Bank"),
            new("bank_holder", ColumnKind.Text, "Account holder", "Pemilik rekening"),
            new("bank_account", ColumnKind.Secret, "Account number", "Nomor rekening"),
            new("documents", ColumnKind.List, "Documents", "Dokumen") { IsByProcess = true },
            new("introduced_by", ColumnKind.Person, "Introduced by", "Diperkenalkan oleh") { IsByProcess = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan") { IsByProcess = true },
            new("status", ColumnKind.Choice, "Status", "Status") { IsRequired = true, IsByProcess = true, Choices = ["proposed", "active", "rejected"], Default = "proposed" },
            new("request", ColumnKind.Text, "Request", "Permohonan") { IsByProcess = true },
        ])
        {
            EditRight = "registers:edit",
            MadeBy = "rp-approval",
            Abandoned = new AbandonedRows(["proposed"], "rejected"),
            NamesSomebody = true,
            SecretReaders = ["finance", "pe-desk"],
            Guarded = new GuardedColumns("rp-approval", "active", ["share_percent", "bank_name", "bank_holder", "bank_account", "tax_id"]),
        },
    ];
}
