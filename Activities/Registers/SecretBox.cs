using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Workflows.Activities.Registers;

/// <summary>Encrypts bank accounts and the like with the server's Data Protection keys, and says what of them may be shown.</summary>
public sealed class SecretBox(IServiceProvider services)
{
    // Stored name: what is encrypted can only be decrypted under the same purpose.
    private const string Purpose = "Workflows.Registers.Secrets";
    private const int Shown = 4;

    private readonly Lazy<IDataProtector> _protector = new(() => services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose));

    public string Seal(string secret) => _protector.Value.Protect(secret);

    public string Open(string sealedText) => _protector.Value.Unprotect(sealedText);

    /// <summary>What everybody may see: •••• 3456.</summary>
    public static string Mask(string secret)
    {
        var plain = secret.Replace(" ", "", StringComparison.Ordinal);
        return "•••• " + plain[Math.Max(plain.Length - Shown, plain.Length / 2)..];
    }

    /// <returns>What is wrong with an account number; null when it will do.</returns>
    public static string? Problem(string secret)
    {
        var plain = secret.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return plain.Length is >= 5 and <= 34 && plain.All(char.IsAsciiLetterOrDigit) ? null : "this is not an account number. Write its 5 to 34 letters and digits, for example an IBAN.";
    }
}
