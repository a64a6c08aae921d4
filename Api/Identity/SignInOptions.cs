using Workflows.Engine;

namespace Workflows.Api.Identity;

/// <summary>Configuration section <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Wrong codes after which a code is void.</summary>
    public int TriesPerCode { get; set; } = 5;

    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The window over which the limits below count.</summary>
    public TimeSpan LimitWindow { get; set; } = TimeSpan.FromMinutes(15);

    public int CodesPerAccount { get; set; } = 5;

    /// <summary>Generous, because a whole office may come from one address.</summary>
    public int CodesPerAddress { get; set; } = 60;

    public int TriesPerAccount { get; set; } = 10;

    public int TriesPerAddress { get; set; } = 120;

    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Of the tokens that a page hands to the designer.</summary>
    public TimeSpan DesignerTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>After which everybody signs in again, however often the token was refreshed.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <exception cref="SettingException">A value makes no sense; the message names the key.</exception>
    public SignInOptions Checked()
    {
        foreach (var (key, duration) in new[]
        {
            (nameof(CodeLifetime), CodeLifetime), (nameof(LinkLifetime), LinkLifetime), (nameof(LimitWindow), LimitWindow),
            (nameof(AccessTokenLifetime), AccessTokenLifetime), (nameof(DesignerTokenLifetime), DesignerTokenLifetime), (nameof(RefreshTokenLifetime), RefreshTokenLifetime), (nameof(SessionLifetime), SessionLifetime),
        })
        {
            if (duration <= TimeSpan.Zero) throw new SettingException($"SignIn:{key} is {duration}. Set a duration above zero, for example 00:10:00.");
        }

        foreach (var (key, number) in new[]
        {
            (nameof(TriesPerCode), TriesPerCode), (nameof(CodesPerAccount), CodesPerAccount), (nameof(CodesPerAddress), CodesPerAddress),
            (nameof(TriesPerAccount), TriesPerAccount), (nameof(TriesPerAddress), TriesPerAddress),
        })
        {
            if (number < 1) throw new SettingException($"SignIn:{key} is {number}. Set 1 or more.");
        }

        return this;
    }
}
