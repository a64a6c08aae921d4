using Workflows.Engine;

namespace Workflows.Activities;

/// <summary>Where people reach the product: links in messages start with it.</summary>
public sealed class PublicAddress
{
    /// <summary>Ends with a slash.</summary>
    public Uri Base { get; private set; } = new("http://localhost:5000/");

    /// <summary>Set from the configuration (<c>PublicUrl</c>) or, without one, from the address that the server listens on.</summary>
    /// <exception cref="SettingException">It is no address of a web site.</exception>
    public void Use(string url) => Base = Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new SettingException($"PublicUrl is '{url}'. Write the address at which people reach the product, such as https://approvals.example.com/.");

    /// <summary>Where whoever may see a request reads what has become of it.</summary>
    public string RequestPage(string reference) => new Uri(Base, "requests/" + Uri.EscapeDataString(reference)).ToString();

    /// <summary>The page of a digest, or of one task of it.</summary>
    public string DigestPage(string token) => new Uri(Base, "d/" + token).ToString();

    /// <summary>Where a mail program takes an action by itself: see <see cref="Channels.ConfirmMarkup"/>.</summary>
    public string ConfirmAction(string token) => new Uri(Base, $"a/{token}/confirm").ToString();

    public string UnsubscribePage(string token) => new Uri(Base, "u/" + token).ToString();

    public string ActionPage(string token, string? choice = null) => new Uri(Base, "a/" + token + (choice is null ? "" : "?choice=" + Uri.EscapeDataString(choice))).ToString();
}
