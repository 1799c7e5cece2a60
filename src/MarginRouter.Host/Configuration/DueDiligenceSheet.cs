using System.Collections.Immutable;

namespace MarginRouter.Host.Configuration;

/// <summary>What is known of a venue beside its margin rules: who holds what, who has looked at it, and how money leaves and arrives.</summary>
/// <param name="Venue">The venue's name in its file.</param>
/// <param name="Statements">What is known, by topic (custody, audit, adminKeys, insuranceFund); a topic that is not there is unknown.</param>
/// <param name="Withdrawals">How assets leave.</param>
/// <param name="Deposits">How assets arrive.</param>
internal sealed record DueDiligenceSheet(
    string Venue,
    ImmutableSortedDictionary<string, DueDiligenceStatement> Statements,
    ImmutableArray<TransferFigures> Withdrawals,
    ImmutableArray<TransferFigures> Deposits)
{
    /// <summary>The topics that a sheet may speak of.</summary>
    public static ImmutableArray<string> Topics { get; } = ["adminKeys", "audit", "custody", "insuranceFund"];
}
