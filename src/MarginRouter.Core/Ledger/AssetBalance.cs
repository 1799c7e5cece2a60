using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>What a subaccount holds and owes of one asset at its venue.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">
/// Wallet balance in units of the asset; negative is owed where the venue nets the two. Unrealised profit and margin put aside for
/// isolated positions are not in it.
/// </param>
public readonly record struct AssetBalance(Asset Asset, decimal Quantity)
{
    /// <summary>Borrowed beside the wallet balance where the venue states the two apart, in units of the asset; not negative.</summary>
    public decimal Borrowed { get; init; }

    /// <summary>Interest owed on it, in units of the asset; not negative.</summary>
    public decimal Interest { get; init; }

    /// <summary>What the venue would lend on top, in units of the asset; null when it has not said, and then nothing may be borrowed.</summary>
    public decimal? Borrowable { get; init; }

    /// <summary>What is held less everything owed.</summary>
    public decimal Net => Quantity - Borrowed - Interest;
}
