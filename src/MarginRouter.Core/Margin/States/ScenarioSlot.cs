using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Margin.States;

/// <summary>One instrument of an account that is read as a scenario book.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Leg">What is held of it; null for a spot pair, whose holding is a balance.</param>
/// <param name="HeldLots">Signed lots held; zero for a spot pair.</param>
internal sealed record ScenarioSlot(Instrument Instrument, ScenarioLeg? Leg, decimal HeldLots)
{
    /// <summary>Delta of one lot bought, in the reporting currency, at a price of the underlying.</summary>
    public decimal DeltaPerLot(decimal index) =>
        Leg is null ? 0m : LegShock.Delta(Leg with { Units = Instrument.BasePerLot }, index);
}
