using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Collateral;

/// <summary>An asset that an account holds as collateral.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">Units held; not negative.</param>
/// <param name="Price">Price in the reporting currency; positive.</param>
/// <param name="Table">Its collateral table; null counts nothing.</param>
/// <param name="Unit">What the table's bounds count.</param>
public sealed record CollateralAsset(Asset Asset, decimal Quantity, decimal Price, HaircutTable? Table, HaircutUnit Unit)
{
    /// <summary>Full value in the reporting currency.</summary>
    public decimal Value => Quantity * Price;

    /// <summary>The value that counts of a part of it, the part that is taken last counting first.</summary>
    /// <param name="quantity">Units; not negative.</param>
    public decimal Counted(decimal quantity) => Table is null ? 0m : Unit switch
    {
        HaircutUnit.Value => Table.Counted(quantity * Price),
        HaircutUnit.Coins => Table.Counted(quantity) * Price,
    };
}
