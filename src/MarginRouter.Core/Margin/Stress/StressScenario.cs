using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>
/// One state that the market might jump to, as changes against today. Margin under it is the same evaluation with another price
/// vector. Moves are measured against money outside of the account, so that a coin in which contracts are quoted can lose value too:
/// the prices quoted in it then rise.
/// </summary>
public sealed record StressScenario
{
    /// <summary>Its name; unique in a run.</summary>
    public required string Name { get; init; }

    /// <summary>Relative move by asset code, as a plain fraction above -1 (-0.3 = down 30 %).</summary>
    public ImmutableSortedDictionary<string, decimal> Moves { get; init; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>Relative move of every asset that is neither among the moves nor pegged; above -1.</summary>
    public decimal OtherMove { get; init; }

    /// <summary>Codes of money and stable coins, which <see cref="OtherMove"/> leaves alone.</summary>
    public ImmutableSortedSet<string> Pegged { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Relative move of every implied volatility; above -1.</summary>
    public decimal VolatilityMove { get; init; }

    /// <summary>Relative move of the marks of perpetual contracts on top of their underlying; above -1.</summary>
    public decimal PerpetualBasis { get; init; }

    /// <summary>Relative move of the marks of dated contracts on top of their underlying; above -1.</summary>
    public decimal DatedBasis { get; init; }

    /// <summary>Funding to pay; null for none.</summary>
    public FundingSpike? Funding { get; init; }

    /// <summary>What happens to the books; null when they stay as they are.</summary>
    public LiquidityShock? Liquidity { get; init; }

    /// <summary>Today: nothing moves.</summary>
    public static StressScenario Calm { get; } = new() { Name = "calm" };

    /// <summary>New price over old of an asset, against money outside of the account; positive.</summary>
    public decimal Factor(Asset asset) =>
        1m + (Moves.TryGetValue(asset.Code, out decimal move) ? move : Pegged.Contains(asset.Code) ? 0m : OtherMove);

    /// <summary>New mark over old of an instrument that is not an option, in its own quote; positive.</summary>
    public decimal MarkFactor(InstrumentKind kind, Asset underlying, Asset quote) => Factor(underlying) / Factor(quote) * kind switch
    {
        InstrumentKind.LinearPerpetual or InstrumentKind.InversePerpetual => 1m + PerpetualBasis,
        InstrumentKind.LinearFuture or InstrumentKind.InverseFuture => 1m + DatedBasis,
        InstrumentKind.Spot or InstrumentKind.Option => 1m,
    };

    /// <summary>
    /// The live price vector in this scenario: every known mark and asset value moved, options revalued at their moved volatility, the
    /// reasons of missing ones kept. Funding and books have no place in a price vector; an option without a volatility loses its mark by name.
    /// </summary>
    /// <param name="reference">The instruments of the vector.</param>
    /// <param name="prices">Today's vector.</param>
    /// <param name="numeraire">The asset in which asset values are stated; its own value stays.</param>
    public PriceVector Apply(ReferenceData reference, PriceVector prices, Asset numeraire)
    {
        decimal unit = Factor(numeraire);
        var values = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        foreach ((string code, ValuationPrice value) in prices.Assets)
            values[code] = value with { Value = value.Value * Factor(new Asset(code)) / unit };
        ImmutableArray<ValuationPrice?>.Builder marks = ImmutableArray.CreateBuilder<ValuationPrice?>(prices.InstrumentCount);
        ImmutableArray<Orders.Refusal?>.Builder refusals = ImmutableArray.CreateBuilder<Orders.Refusal?>(prices.InstrumentCount);
        PriceVector moved = prices.WithAssets(values.ToImmutable());
        foreach (Instrument instrument in reference.Instruments)
        {
            bool option = instrument.Kind == InstrumentKind.Option;
            ValuationPrice? mark = prices.Mark(instrument.Id);
            if (option && mark is not null)
                mark = prices.Revalued(instrument, moved, 1m + VolatilityMove);
            else if (mark is { } known)
                mark = known with { Value = known.Value * MarkFactor(instrument.Kind, instrument.Base, instrument.Quote) };
            marks.Add(mark);
            refusals.Add(prices.MarkRefusal(instrument.Id)
                ?? (option && mark is null ? new Orders.Refusal(Orders.RefusalReason.PriceMissing, $"mark of {instrument.Symbol} in {Name}") : null));
        }

        return moved.WithMarks(marks.MoveToImmutable(), refusals.MoveToImmutable()) with
        {
            Options = OptionMark.Scaled(
                reference, prices.Options, option => (Factor(option.Base) / Factor(option.Option!.StrikeAsset), 1m + VolatilityMove)),
        };
    }
}
