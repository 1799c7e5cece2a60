using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>What a subaccount holds of one asset at its venue.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">Wallet balance in units of the asset; negative is owed. Unrealised profit is not in it.</param>
public readonly record struct AssetBalance(Asset Asset, decimal Quantity);
