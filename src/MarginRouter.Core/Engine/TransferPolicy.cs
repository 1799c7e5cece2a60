using System.Collections.Immutable;

namespace MarginRouter.Core.Engine;

/// <summary>Which transfers of collateral decisions may suggest, and how much work they may spend on it.</summary>
/// <param name="Rules">The ways, in order; empty for none.</param>
/// <param name="PreviewWorkUnits">Most work units of one preview; zero for no suggestion there.</param>
/// <param name="LiveWorkUnits">Most work units of one decision that is carried out and stays short; zero for no suggestion there.</param>
public sealed record TransferPolicy(ImmutableArray<TransferRule> Rules, int PreviewWorkUnits, int LiveWorkUnits)
{
    /// <summary>Nothing is suggested.</summary>
    public static TransferPolicy None { get; } = new([], 0, 0);
}
