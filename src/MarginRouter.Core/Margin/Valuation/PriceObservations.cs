using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>The newest price of every instrument from every kind of source.</summary>
internal sealed class PriceObservations(int instruments)
{
    private const int Kinds = 3;
    private readonly ValuationPrice?[] prices = new ValuationPrice?[instruments * Kinds];

    public ValuationPrice? this[InstrumentId instrument, PriceSource kind]
    {
        get => prices[Place(instrument, kind)];
        set => prices[Place(instrument, kind)] = value;
    }

    public void Clear() => Array.Clear(prices);

    private static int Place(InstrumentId instrument, PriceSource kind) => (instrument.Value * Kinds) + kind switch
    {
        PriceSource.VenueMark => 0,
        PriceSource.OwnBook => 1,
        PriceSource.VenueIndex => 2,
        PriceSource.Configured or PriceSource.WeightedMedian or PriceSource.TimeWeightedAverage =>
            throw new ArgumentException($"{kind} is made, not observed"),
    };
}
