using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.States;

/// <summary>Part of a child in one fill state: what has filled of it, or what is still open.</summary>
/// <param name="Slot">Place of the instrument.</param>
/// <param name="Side">The side.</param>
/// <param name="Lots">Lots; positive, whole but where a rule bends between two lots.</param>
/// <param name="Price">Its limit price in the quote asset.</param>
internal readonly record struct StateFill(int Slot, Side Side, decimal Lots, decimal Price)
{
    /// <summary>Lots with the sign of the side.</summary>
    public decimal Signed => Side == Side.Buy ? Lots : -Lots;
}
