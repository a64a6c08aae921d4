using Workflows.Activities.Calendar;
using Workflows.Activities.Expenses;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Projects;

/// <summary>Checks a go-live: the date against the freezes and the working calendar, the checklist for owners and evidence. What may go on is entered at the project.</summary>
[Activity("Projects.CheckGoLive", Category = "Projects", DisplayName = "Check go-live", Description = "The date must not fall in a freeze or on a day off, and every point of the checklist needs an owner and evidence.", Kind = ActivityKind.Action)]
[Outcomes("Ok", "Refused")]
public sealed class CheckGoLive : Activity
{
    [Input("The project, by id.", OptionsFrom = "rows:projects", IsRequired = true)]
    public Input<string> Project { get; init; } = new();

    [Input("The day of the go-live, as 2026-02-25.", IsRequired = true)]
    public Input<string> Date { get; init; } = new();

    [Input("The checklist: a list of point, owner, evidence.", IsRequired = true)]
    public Input<object> Checklist { get; init; } = new();

    [Input("Points that must be on every checklist.", DisplayName = "Required points", UiHint = UiHints.MultiText)]
    public Input<IReadOnlyList<string>> RequiredPoints { get; init; } = new([]);

    [Input("What the project is now.", Options = ["signing", "scheduled"])]
    public Input<string> Status { get; init; } = new("signing");

    [Output("The project's name.")]
    public Output<string> ProjectName { get; init; } = new();

    [Output("Who signs for the client; empty when nobody does.")]
    public Output<string> ClientContact { get; init; } = new();

    [Output("The address of the project's owner.")]
    public Output<string> OwnerEmail { get; init; } = new();

    [Output("The morning of the go-live, nine o'clock where the requester is.")]
    public Output<DateTimeOffset> Morning { get; init; } = new();

    [Output("The evening of the go-live, five o'clock where the requester is.")]
    public Output<DateTimeOffset> Evening { get; init; } = new();

    [Output("Why it is refused, in the requester's language; nothing when it is not.")]
    public Output<string> Reason { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("A go-live is checked for a request; this run has no requester.");
        var people = context.Read<PeopleDirectory>();
        var requester = people.Find(request.RequesterId) ?? throw new InvalidOperationException($"The requester '{request.RequesterId}' is not in the directory.");
        var project = context.FindRow(ProjectRegisters.Projects, context.Get(Project));
        var isDay = IsoDay.TryParse(context.Get(Date), "date", out var day, out var error);
        var refusal = project is null || (project.Text("company") is { } company && requester.Company is not null && company != requester.Company)
            ? Say(requester, "project", $"there is no project '{context.Get(Project)}'. Choose one of the register.", $"tidak ada proyek '{context.Get(Project)}'. Pilih dari daftar proyek.")
            : !isDay ? error
            : Busy(project, request, requester) ?? DateProblem(context, people, requester, project, day) ?? ChecklistProblem(context, people, requester);
        context.Set(Reason, refusal);
        if (refusal is not null)
        {
            context.CompleteWith("Refused");
            return;
        }

        var zone = people.ZoneOf(requester);
        context.Set(ProjectName, project!.Text("name"));
        context.Set(ClientContact, project.Text("client_contact") ?? "");
        context.Set(OwnerEmail, people.Find(project.Text("owner") ?? "") is { } owner && people.IsActive(owner) ? owner.Email : requester.Email);
        context.Set(Morning, LocalTime.Earliest(day, TimeSpan.FromHours(9), zone));
        context.Set(Evening, LocalTime.Earliest(day, TimeSpan.FromHours(17), zone));
        context.Add(new SaveRow(request, ProjectRegisters.Projects, project.Id, new ObjectValue { ["status"] = context.Get(Status) == "scheduled" ? "scheduled" : "signing", ["go_live_on"] = IsoDay.Text(day), ["request"] = request.Id }));
        context.CompleteWith("Ok");
    }

    private static string? Busy(RegisterRow project, RequestInfo request, Person requester) => project.Text("status") switch
    {
        "live" => Say(requester, "project", $"{project.Text("name")} is live already.", $"{project.Text("name")} sudah live."),
        "signing" or "scheduled" when project.Text("request") != request.Id => Say(requester, "project", $"another go-live of {project.Text("name")} is under way. Withdraw it first.", $"go-live lain untuk {project.Text("name")} sedang berjalan. Tarik kembali dahulu."),
        _ => null,
    };

    private static string? DateProblem(ActivityContext context, PeopleDirectory people, Person requester, RegisterRow project, DateOnly day)
    {
        if (day < people.TodayOf(requester)) return Say(requester, "date", "the day is past. Choose a day ahead.", "tanggalnya sudah lewat. Pilih hari yang akan datang.");
        var calendar = people.CalendarOf(requester);
        if (calendar.WorkingDays(day, day, false, false) == 0) return Say(requester, "date", $"{day:yyyy-MM-dd} is a day off. Choose a working day.", $"{day:yyyy-MM-dd} hari libur. Pilih hari kerja.");
        var freezes = context.Read<RegisterStore>().Where(context.Read<RegisterCatalog>().Get(ProjectRegisters.Freezes))
            .Where(freeze => freeze.Text("company") is null || freeze.Text("company") == (project.Text("company") ?? requester.Company)).ToList();
        if (Freeze(freezes, day) is not { } frozen) return null;
        var free = day;
        for (var tries = 0; tries < 366 && (Freeze(freezes, free) is not null || calendar.WorkingDays(free, free, false, false) == 0); tries++) free = free.AddDays(1);
        return Say(
            requester,
            "date",
            $"{day:yyyy-MM-dd} is in the freeze '{frozen.Text("name")}' ({frozen.Text("first_day")} to {frozen.Text("last_day")}). The first free day is {free:yyyy-MM-dd}.",
            $"{day:yyyy-MM-dd} termasuk masa pembekuan '{frozen.Text("name")}' ({frozen.Text("first_day")} hingga {frozen.Text("last_day")}). Hari bebas pertama {free:yyyy-MM-dd}.");
    }

    private static RegisterRow? Freeze(List<RegisterRow> freezes, DateOnly day) =>
        freezes.Find(freeze => string.CompareOrdinal(freeze.Text("first_day"), IsoDay.Text(day)) <= 0 && string.CompareOrdinal(freeze.Text("last_day"), IsoDay.Text(day)) >= 0);

    private string? ChecklistProblem(ActivityContext context, PeopleDirectory people, Person requester)
    {
        var points = CheckClaim.Objects(context.Get(Checklist));
        for (var index = 0; index < points.Count; index++)
        {
            var (point, owner, evidence) = (Cell(points[index], "point"), Cell(points[index], "owner"), Cell(points[index], "evidence"));
            if (owner is null || (people.Find(owner) ?? people.FindByEmail(owner.ToLowerInvariant())) is not { } person || !people.IsActive(person))
                return Say(requester, $"checklist[{index}].owner", $"'{point}' needs an owner who works here.", $"'{point}' memerlukan penanggung jawab yang masih bekerja di sini.");
            if (evidence is null) return Say(requester, $"checklist[{index}].evidence", $"'{point}' has no evidence. Say where it can be seen.", $"'{point}' belum ada buktinya. Sebutkan di mana dapat dilihat.");
        }

        var missing = (context.Get(RequiredPoints) ?? []).Where(required => !points.Any(point => Cell(point, "point") == required)).ToList();
        return missing.Count == 0 ? null : Say(requester, "checklist", $"{string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing. Add each with owner and evidence.", $"{string.Join(", ", missing)} belum ada. Tambahkan dengan penanggung jawab dan bukti.");
    }

    private static string? Cell(ObjectValue point, string name) => (point.GetValueOrDefault(name) as string)?.Trim() is { Length: > 0 } text ? text : null;

    private static string Say(Person requester, string field, string english, string indonesian) => $"{field}: {(requester.Language == "id" ? indonesian : english)}";
}
