using System.Globalization;
using Microsoft.Extensions.Configuration;
using Workflows.Engine;

namespace Workflows.Activities.Approvals;

/// <summary>What holds for all approvals that do not say otherwise. Configuration section <c>Approvals</c>.</summary>
public sealed record ApprovalSettings
{
    /// <summary>How long a decision may be taken back, while nothing further has happened. Zero: never.</summary>
    public TimeSpan Undo { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a decision that settles a step waits that long before the process goes on, so that it can be taken back too. Off: approvals are not slowed down.</summary>
    public bool HoldForUndo { get; init; }

    /// <exception cref="SettingException">A setting is wrong; the message names it and the cure.</exception>
    public static ApprovalSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Approvals");
        var defaults = new ApprovalSettings();
        var (seconds, hold) = (section["UndoSeconds"], section["HoldForUndo"]);
        if (seconds is not null && (!int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given > 86_400))
            throw new SettingException($"Approvals:UndoSeconds is '{seconds}'. Write a number of seconds from 0 to 86400, for example 60.");
        if (hold is not null && !bool.TryParse(hold, out _)) throw new SettingException($"Approvals:HoldForUndo is '{hold}'. Write true or false.");
        return new ApprovalSettings
        {
            Undo = seconds is null ? defaults.Undo : TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)),
            HoldForUndo = hold is null ? defaults.HoldForUndo : bool.Parse(hold),
        };
    }
}
