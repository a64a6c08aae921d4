using System.Globalization;
using Workflows.Activities.Expenses;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Partners;

/// <summary>Checks a proposed partner, or a change of one: what is missing, and whether the partner is somebody else already. A new one is entered as proposed.</summary>
[Activity("Partners.CheckPartner", Category = "Partners", DisplayName = "Check partner", Description = "Look for what is missing and for the same tax id, e-mail or phone among clients, employees and partners.", Kind = ActivityKind.Action)]
[Outcomes("Ok", "Refused")]
public sealed class CheckPartner : Activity
{
    [Input("The active partner whose share or bank account changes, by id; nothing: a new one.", OptionsFrom = "rows:partners status=active")]
    public Input<string> Partner { get; init; } = new();

    [Input("The partner's name.", DisplayName = "Name")]
    public Input<string> PartnerTitle { get; init; } = new();

    [Input("What the partner does for the house.", DisplayName = "Kind", Options = ["referral", "business"])]
    public Input<string> PartnerKind { get; init; } = new("referral");

    [Input("PAN, NPWP or another tax id.", DisplayName = "Tax id")]
    public Input<string> TaxId { get; init; } = new();

    [Input("Whom to talk to.")]
    public Input<string> Contact { get; init; } = new();

    [Input("The partner's address for mail.", DisplayName = "E-mail")]
    public Input<string> Email { get; init; } = new();

    [Input("The partner's phone.")]
    public Input<string> Phone { get; init; } = new();

    [Input("The partner's share of the revenue, in percent.", IsRequired = true)]
    public Input<decimal> Share { get; init; } = new();

    [Input("The bank.", DisplayName = "Bank name")]
    public Input<string> BankName { get; init; } = new();

    [Input("Whose account it is.", DisplayName = "Account holder")]
    public Input<string> BankHolder { get; init; } = new();

    [Input("The name of the process's input that holds the account number. It is encrypted: only its name is needed here.", DisplayName = "Account number from")]
    public Input<string> BankAccountFrom { get; init; } = new("bankAccount");

    [Input("Documents that were handed in: a list of kind and file.", DefaultSyntax = "JavaScript")]
    public Input<object> Documents { get; init; } = new();

    [Input("The kinds of documents that must be there.", DisplayName = "Required documents", UiHint = UiHints.MultiText)]
    public Input<IReadOnlyList<string>> RequiredDocuments { get; init; } = new([]);

    [Output("The id of the partner in the register.")]
    public Output<string> PartnerId { get; init; } = new();

    [Output("The partner's name.")]
    public Output<string> PartnerName { get; init; } = new();

    [Output("The partner's address.")]
    public Output<string> PartnerEmail { get; init; } = new();

    [Output("It is a change of an active partner.")]
    public Output<bool> IsChange { get; init; } = new();

    [Output("What changes, in words.")]
    public Output<string> Changes { get; init; } = new();

    [Output("Why it is refused, in the requester's language; nothing when it is not.")]
    public Output<string> Reason { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("A partner is checked for a request; this run has no requester.");
        var requester = context.Read<PeopleDirectory>().Find(request.RequesterId) ?? throw new InvalidOperationException($"The requester '{request.RequesterId}' is not in the directory.");
        var language = requester.Language;
        var known = Given(context, Partner);
        context.Set(IsChange, known is not null);
        var refusal = known is null ? CheckNew(context, request, requester, language) : CheckChange(context, known, language);
        context.Set(Reason, refusal);
        context.CompleteWith(refusal is null ? "Ok" : "Refused");
    }

    private string? CheckChange(ActivityContext context, string id, string language)
    {
        if (context.FindRow(PartnerRegisters.Partners, id) is not { } partner || partner.Text("status") != "active")
            return Say(language, "partner", $"there is no active partner '{id}'. Choose one of the register, or leave it empty for a new one.", $"tidak ada mitra aktif '{id}'. Pilih dari daftar mitra, atau kosongkan untuk mitra baru.");
        var changes = new List<string>();
        if (partner.Number("share_percent") != context.Get(Share)) changes.Add($"{partner.Number("share_percent"):0.####} % → {context.Get(Share).ToString("0.####", CultureInfo.InvariantCulture)} %");
        foreach (var (column, input) in new[] { ("bank_name", BankName), ("bank_holder", BankHolder) })
        {
            if (Given(context, input) is { } value && value != partner.Text(column)) changes.Add($"{partner.Text(column)} → {value}");
        }

        if (Account(context) is { } account) changes.Add($"{partner.Text("bank_account")} → {account}");
        context.Set(PartnerId, id);
        context.Set(PartnerName, partner.Text("name"));
        context.Set(PartnerEmail, partner.Text("email"));
        context.Set(Changes, string.Join("; ", changes));
        return changes.Count > 0 ? null : Say(language, "share", "nothing is different. Change the share or the bank account.", "tidak ada yang berubah. Ubah bagi hasil atau rekening bank.");
    }

    private string? CheckNew(ActivityContext context, RequestInfo request, Person requester, string language)
    {
        foreach (var (field, input) in new[] { ("name", PartnerTitle), ("taxId", TaxId), ("contact", Contact), ("email", Email), ("bankName", BankName), ("bankHolder", BankHolder) })
        {
            if (Given(context, input) is null) return Say(language, field, "this is needed for a new partner. Fill it in.", "wajib diisi untuk mitra baru.");
        }

        if (Account(context) is null) return Say(language, context.Get(BankAccountFrom)!, "this is needed for a new partner. Fill it in.", "wajib diisi untuk mitra baru.");
        var handedIn = CheckClaim.Objects(context.Get(Documents)).Select(document => document.GetValueOrDefault("kind") as string ?? "").ToHashSet();
        var missing = (context.Get(RequiredDocuments) ?? []).Where(kind => !handedIn.Contains(kind)).ToList();
        if (missing.Count > 0)
        {
            var kinds = RequestForm.Of(context.Definition)?.Column("kind");
            var names = string.Join(", ", missing.Select(kind => kinds?.Display(kind, language) ?? kind));
            return Say(language, "documents", missing.Count == 1 ? $"{names} is missing. Upload it and name it here." : $"{names} are missing. Upload them and name them here.", $"{names} belum ada. Unggah dan sebutkan di sini.");
        }


        var id = request.Reference.ToLowerInvariant();
        var values = new ObjectValue
        {
            ["name"] = Given(context, PartnerTitle), ["kind"] = context.Get(PartnerKind) ?? "referral", ["tax_id"] = Given(context, TaxId), ["contact"] = Given(context, Contact),
            ["email"] = Given(context, Email)?.ToLowerInvariant(), ["phone"] = Given(context, Phone), ["share_percent"] = context.Get(Share), ["bank_name"] = Given(context, BankName),
            ["bank_holder"] = Given(context, BankHolder), ["documents"] = new ListValue(handedIn), ["introduced_by"] = requester.Id, ["company"] = requester.Company, ["status"] = "proposed",
            ["request"] = request.Id,
        };
        var register = context.Read<RegisterCatalog>().Get(PartnerRegisters.Partners);
        var check = new RegisterValues(register, null, context.Read<PeopleDirectory>(), (_, _) => true).Read(values, byProcess: true);
        if (check.Problems.FirstOrDefault() is { Value: [var problem, ..] } found) return FieldOf(found.Key) + problem[found.Key.Length..];
        using (var reader = context.Read<Database>().OpenReader())
        {
            if (ContactKeys.Find(reader, context.Read<PeopleDirectory>(), register, id, ContactKeys.Of(register, values)) is { } same) return $"{FieldOf(same.Key.Column)}: {same.Explain(language)}";
        }

        context.Set(PartnerId, id);
        context.Set(PartnerName, Given(context, PartnerTitle));
        context.Set(PartnerEmail, Given(context, Email)?.ToLowerInvariant());
        context.Set(Changes, "");
        context.Add(new SaveRow(request, PartnerRegisters.Partners, id, values) { Secrets = new Dictionary<string, string> { ["bank_account"] = context.Get(BankAccountFrom)! } });
        return null;
    }

    private string? Account(ActivityContext context) => context.GetWorkflowInput(context.Get(BankAccountFrom) ?? "") as string is { Length: > 0 } masked ? masked : null;

    internal static string? Given(ActivityContext context, Input<string> input) => context.Get(input)?.Trim() is { Length: > 0 } text ? text : null;

    private static string Say(string language, string field, string english, string indonesian) => $"{field}: {(language == "id" ? indonesian : english)}";

    // The form's names of the register's columns.
    private static string FieldOf(string column) => column switch
    {
        "tax_id" => "taxId",
        "share_percent" => "share",
        "bank_name" => "bankName",
        "bank_holder" => "bankHolder",
        _ => column,
    };
}

/// <summary>Puts a partner into force: a proposed one becomes active, an active one gets the new share and bank account.</summary>
[Activity("Partners.Activate", Category = "Partners", DisplayName = "Activate partner", Description = "The proposed partner becomes active; an active one gets the new share and bank account.", Kind = ActivityKind.Action)]
public sealed class ActivatePartner : CodeActivity
{
    [Input("The partner who was checked, by id.", OptionsFrom = "rows:partners", IsRequired = true)]
    public Input<string> Partner { get; init; } = new();

    [Input("The share that was approved, in percent.", IsRequired = true)]
    public Input<decimal> Share { get; init; } = new();

    [Input("The bank; nothing: as it was.", DisplayName = "Bank name")]
    public Input<string> BankName { get; init; } = new();

    [Input("Whose account it is; nothing: as it was.", DisplayName = "Account holder")]
    public Input<string> BankHolder { get; init; } = new();

    [Input("The name of the process's input that holds the account number; when that is empty: as it was.", DisplayName = "Account number from")]
    public Input<string> BankAccountFrom { get; init; } = new("bankAccount");

    public override void Execute(ActivityContext context)
    {
        var id = context.Get(Partner) ?? "";
        if (context.FindRow(PartnerRegisters.Partners, id) is null) throw new InvalidOperationException($"Partner: there is no partner '{id}'. Check it first (Partners.CheckPartner).");
        var values = new ObjectValue { ["status"] = "active", ["share_percent"] = context.Get(Share) };
        if (CheckPartner.Given(context, BankName) is { } bank) values["bank_name"] = bank;
        if (CheckPartner.Given(context, BankHolder) is { } holder) values["bank_holder"] = holder;
        var from = context.Get(BankAccountFrom) ?? "";
        var secrets = new Dictionary<string, string>();
        if (context.GetWorkflowInput(from) is string { Length: > 0 }) secrets["bank_account"] = from;
        context.Add(new SaveRow(RequestInfo.Of(context.Instance), PartnerRegisters.Partners, id, values) { Secrets = secrets });
    }
}
