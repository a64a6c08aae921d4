using System.Text.Json.Nodes;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>What a process says to readers of several languages.</summary>
public sealed class LanguageTests : IAsyncLifetime
{
    private ApprovalCompany _company = null!;

    public async ValueTask InitializeAsync() => _company = await ApprovalCompany.OpenAsync();

    public ValueTask DisposeAsync() => _company.DisposeAsync();

    private static JsonObject Asking(JsonNode title) => new() { ["approvers"] = new JsonArray("diana", "rizal"), ["title"] = title, ["body"] = "About 100." };

    [Fact]
    public async Task Title_OfSeveralLanguages_IsReadInTheReadersOwn_AndIsOneTask()
    {
        await _company.PublishAsync(Asking(new JsonObject { ["en"] = "Buy a chair", ["id"] = "Beli kursi" }));
        var request = await _company.SubmitAsync();

        (await _company.MailsAsync(request)).OrderBy(mail => mail.To).Select(mail => mail.Subject.Split("] ")[1]).ShouldBe(["Buy a chair: please decide", "Beli kursi: mohon keputusan Anda"]);
        var task = (await _company.OpenAsync(request)).ShouldHaveSingleItem();
        (task.Title, task.In("id").Title, task.In("id").Body, task.In("de").Title).ShouldBe(("Buy a chair", "Beli kursi", "About 100.", "Buy a chair"));
        task.ToTask().In("id").Revision.ShouldBe(task.Revision, "whoever decides decides the same");
        await _company.MustDecideAsync(request, "rizal");
        (await _company.StateAsync(request)).ShouldBe("Approved");
    }

    [Fact]
    public async Task Title_OfOneRequester_IsKeptInTheirLanguage()
    {
        await _company.PublishAsync(Asking(new JsonObject { ["en"] = "Buy a chair", ["id"] = "Beli kursi" }));

        (await _company.OpenAsync(await _company.SubmitAsync("siti"))).ShouldHaveSingleItem().Title.ShouldBe("Beli kursi");
    }

    [Theory]
    [InlineData("""{"en": "Buy a chair"}""", "id", "Buy a chair")]
    [InlineData("""{"id": "Beli kursi"}""", "en", "Beli kursi")]
    [InlineData("\"Buy a chair\"", "id", "Buy a chair")]
    [InlineData("""{"en": "Buy a chair", "price": "100"}""", "id", """{"en":"Buy a chair","price":"100"}""")]
    [InlineData("42", "en", "42")]
    [InlineData("null", "en", "")]
    public void In_ALanguageThatIsNotThere_IsWhatThereIs(string json, string language, string text) =>
        LocalText.Of(Engine.Expressions.JsonValues.TryParse(json, out var value) ? value : null).In(language).ShouldBe(text);
}
