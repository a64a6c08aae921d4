using Workflows.Activities.Calendar;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.People;

/// <summary>Counts the working days between two days, in the calendar of a person's company.</summary>
[Activity("People.WorkingDays", Category = "People", DisplayName = "Working days", Description = "Count working days, without weekends and public holidays; half days count half.")]
public sealed class WorkingDays : CodeActivity
{
    [Input("The first day, as 2026-02-25.", DisplayName = "First day", IsRequired = true)]
    public Input<string> FirstDay { get; init; } = new();

    [Input("The last day, as 2026-02-27; it counts too.", DisplayName = "Last day", IsRequired = true)]
    public Input<string> LastDay { get; init; } = new();

    [Input("Only the second half of the first day.", DisplayName = "From noon on the first day")]
    public Input<bool> FirstHalf { get; init; } = new();

    [Input("Only the first half of the last day.", DisplayName = "Until noon on the last day")]
    public Input<bool> LastHalf { get; init; } = new();

    [Input("Whose calendar; nothing: the requester's.", OptionsFrom = "people")]
    public Input<string> Person { get; init; } = new();

    [Output("The number of working days, in halves.")]
    public Output<decimal> Days { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var people = context.Read<PeopleDirectory>();
        var personId = context.Get(Person) is { Length: > 0 } given ? given : RequestInfo.Of(context.Instance)?.RequesterId;
        var calendar = personId is not null && people.Find(personId) is { } person ? people.CalendarOf(person) : WorkingCalendar.Standard;
        var (first, last) = (Day(context, FirstDay), Day(context, LastDay));
        if (last < first) throw new FormatException($"lastDay: {IsoDay.Text(last)} is before {IsoDay.Text(first)}. Give a last day that is not before the first.");
        context.Set(Days, calendar.WorkingDays(first, last, context.Get(FirstHalf), context.Get(LastHalf)));
    }

    private static DateOnly Day(ActivityContext context, Input<string> input) =>
        IsoDay.TryParse(context.Get(input), char.ToLowerInvariant(input.Name[0]) + input.Name[1..], out var day, out var error) ? day : throw new FormatException(error);
}
