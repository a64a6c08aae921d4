using Workflows.Activities.Approvals;
using Workflows.Engine.Catalog;

namespace Workflows.Activities.Tests;

public sealed class DescriptorTests
{
    private static readonly ActivityCatalog Catalog = new(typeof(RequestApproval).Assembly);

    [Fact]
    public void Descriptor_RequestApproval_IsDerivedFromItsClass()
    {
        var descriptor = Describe("Approvals.RequestApproval");

        (descriptor.Namespace, descriptor.Name, descriptor.DisplayName, descriptor.Category).ShouldBe(("Approvals", "RequestApproval", "Request approval", "Approvals"));
        descriptor.Ports.Select(port => port.Name).ShouldBe(["Approved", "Rejected", "ChangesRequested", "Expired"]);
        descriptor.Outputs.Select(output => output.Name).ShouldBe(["Decision", "Comment", "DecidedBy", "DecidedByName", "Decisions", "ApprovedAmount", "ApprovedLines", "RuleApplied"]);
        var approvers = descriptor.Inputs.Single(input => input.Name == "Approvers");
        (approvers.UiHint, approvers.IsWrapped, approvers.IsRequired, approvers.OptionsFrom).ShouldBe((UiHints.MultiText, true, true, "approvers"));
        descriptor.Inputs.Single(input => input.Name == "DecideWithin").DisplayName.ShouldBe("Decide within");
    }

    [Theory]
    [InlineData("Elsa.SetVariable", "Variable", UiHints.VariablePicker, false)]
    [InlineData("Elsa.FlowJoin", "Mode", UiHints.DropDown, true)]
    [InlineData("Elsa.FlowDecision", "Condition", UiHints.Checkbox, true)]
    [InlineData("Notifications.Notify", "Values", UiHints.Dictionary, true)]
    public void Descriptor_Input_HasTheEditorThatFits(string type, string input, string hint, bool isWrapped)
    {
        var found = Describe(type).Inputs.Single(candidate => candidate.Name == input);

        (found.UiHint, found.IsWrapped).ShouldBe((hint, isWrapped));
    }

    [Fact]
    public void Descriptors_AllOurs_SayWhatTheyDo()
    {
        foreach (var type in Catalog.All.Where(type => !type.TypeName.StartsWith("Elsa.")))
        {
            var descriptor = ActivityDescriptor.Of(type);
            descriptor.Description.ShouldNotBeEmpty(type.TypeName);
            descriptor.Inputs.ShouldAllBe(input => input.Description.Length > 0 && input.DisplayName.Length > 0);
        }
    }

    private static ActivityDescriptor Describe(string type) => ActivityDescriptor.Of(Catalog.Find(type).ShouldNotBeNull());
}
