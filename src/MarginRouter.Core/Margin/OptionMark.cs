using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>Terms of dated instruments under a price vector, and marks of options under another one.</summary>
internal static class OptionMark
{
    /// <summary>Years to expiry of a dated instrument; null with the refusal when it is unknown or over.</summary>
    public static decimal? Years(Instrument instrument, PriceVector prices, out Refusal? refusal)
    {
        refusal = null;
        decimal? years = prices.AsOf is { } now ? instrument.YearsFrom(now) : null;
        if (years is > 0m)
            return years;
        refusal = years is null
            ? new Refusal(RefusalReason.PriceMissing, $"time to expiry of {instrument.Symbol}")
            : new Refusal(RefusalReason.InstrumentExpired, instrument.Symbol);
        return null;
    }

    /// <summary>
    /// Terms of an option in a currency, its forward as a ratio to the price of the underlying; null with the refusal when the volatility or a
    /// price is missing.
    /// </summary>
    public static ScenarioOption? Terms(Instrument instrument, PriceVector prices, Asset currency, out Refusal? refusal)
    {
        if (instrument.Option is not { } contract)
        {
            refusal = new Refusal(RefusalReason.PriceMissing, $"strike of {instrument.Symbol}");
            return null;
        }

        if (!prices.TryOption(instrument, out OptionQuote quote, out refusal)
            || !prices.TryConvert(contract.StrikeAsset, currency, out decimal rate, out refusal)
            || !prices.TryConvert(instrument.Base, contract.StrikeAsset, out decimal index, out refusal))
            return null;
        return new ScenarioOption(contract.Right == OptionRight.Call, contract.Strike * rate, quote.Volatility)
        {
            ForwardRatio = quote.Forward is { } forward ? forward / index : 1m,
        };
    }

    /// <summary>
    /// The mark under other prices and another volatility: what it lies above or below the model today stays. The ratio of forward and index
    /// stays too. Null when a figure is missing; never below zero.
    /// </summary>
    /// <param name="instrument">The option.</param>
    /// <param name="today">Prices with its mark and quote.</param>
    /// <param name="moved">Asset values in the other state.</param>
    /// <param name="volatilityFactor">New volatility over old; not negative.</param>
    public static decimal? Moved(Instrument instrument, PriceVector today, PriceVector moved, decimal volatilityFactor)
    {
        if (today.Mark(instrument.Id) is not { } mark
            || instrument.Option is not { } contract
            || Years(instrument, today, out _) is not { } years
            || Terms(instrument, today, contract.StrikeAsset, out _) is not { } terms)
            return null;
        decimal? before = Worth(instrument, contract, today, terms, years);
        decimal? after = Worth(instrument, contract, moved, terms with { Volatility = terms.Volatility * volatilityFactor }, years);
        return before is { } old && after is { } now ? Math.Max(0m, mark.Value + now - old) : null;
    }

    /// <summary>Quotes after moves: forwards keep their ratio to the underlying.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="options">Quotes by instrument id.</param>
    /// <param name="factors">New forward over old and new volatility over old, of an option.</param>
    public static ImmutableSortedDictionary<int, OptionQuote> Scaled(
        ReferenceData reference, ImmutableSortedDictionary<int, OptionQuote> options, Func<Instrument, (decimal Forward, decimal Volatility)> factors)
    {
        if (options.IsEmpty)
            return options;
        var scaled = options.ToBuilder();
        foreach ((int id, OptionQuote quote) in options)
        {
            (decimal forward, decimal volatility) = factors(reference.Instruments[id]);
            scaled[id] = quote with { Forward = quote.Forward * forward, Volatility = quote.Volatility * volatility };
        }

        return scaled.ToImmutable();
    }

    /// <summary>Model value in the asset in which the option is priced.</summary>
    private static decimal? Worth(Instrument instrument, OptionContract contract, PriceVector prices, ScenarioOption terms, decimal years)
    {
        if (!prices.TryConvert(instrument.Base, contract.StrikeAsset, out decimal index, out _)
            || !prices.TryConvert(contract.StrikeAsset, instrument.Quote, out decimal rate, out _))
            return null;
        return rate * Black76.Value(new OptionTerms(terms.IsCall, index * terms.ForwardRatio, terms.Strike, years, terms.Volatility, 0m));
    }
}
