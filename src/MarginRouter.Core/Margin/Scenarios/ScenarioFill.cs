namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>A hypothetical fill of one leg.</summary>
/// <param name="Instrument">The leg.</param>
/// <param name="Units">Signed size in the leg's units.</param>
/// <param name="Price">Price in the leg's own quote; positive.</param>
/// <param name="Fee">Fee in the reporting currency; null when profit and fee are not to count in equity, as for an order that is open.</param>
internal readonly record struct ScenarioFill(string Instrument, decimal Units, decimal Price, decimal? Fee)
{
    /// <summary>The book when it has filled.</summary>
    public ScenarioBook Apply(ScenarioBook book, bool coinOptions)
    {
        string instrument = Instrument;
        ScenarioLeg leg = book.Legs.Single(one => one.Instrument == instrument);
        decimal index = book.Index(leg.Underlying) ?? 0m;
        decimal gain = leg.Kind switch
        {
            ScenarioLegKind.Inverse => Units * ((1m / Price) - (1m / leg.Mark)) * index,
            ScenarioLegKind.Option when coinOptions => Units * (leg.Mark - Price) * index,
            _ => Units * (leg.Mark - Price) * leg.QuoteRate,
        };

        // What was held keeps its profit; what is bought or sold enters at the mark, its own profit standing in the fills.
        decimal held = leg.Kind == ScenarioLegKind.Inverse
            ? leg.Units == 0m ? 0m : leg.Units * ((1m / leg.Entry) - (1m / leg.Mark)) * index
            : leg.Units == 0m ? 0m : leg.Units * (leg.Mark - leg.Entry) * leg.QuoteRate;
        decimal booked = leg.Kind == ScenarioLegKind.Option
            ? -Units * leg.Mark * (coinOptions ? index : leg.QuoteRate)
            : held;
        return book with
        {
            Legs = book.Legs.Replace(leg, leg with { Units = leg.Units + Units, Entry = leg.Mark }),
            FillProfit = book.FillProfit + booked + (Fee is { } fee ? gain - fee : 0m),
        };
    }
}
