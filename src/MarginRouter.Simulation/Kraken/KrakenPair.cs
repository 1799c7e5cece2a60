using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Kraken;

/// <summary>A spot pair as this venue writes it: its names, and the fraction digits of its prices, quantities and costs.</summary>
internal sealed class KrakenPair
{
    /// <summary>Fraction digits of quantities; eight on every pair that was recorded.</summary>
    public const int LotDecimals = 8;

    /// <summary>Fraction digits of costs and fees in the quote asset; five on the recorded dollar pairs.</summary>
    public const int CostDecimals = 5;

    private readonly SimulatedMarket market;
    private readonly long lotUnits;
    private Steps steps;

    /// <summary>Derives the venue's view of a market whose symbol is written like BTC/USD; throws when the symbol or grid does not fit.</summary>
    public KrakenPair(SimulatedMarket market, int maximumLeverage)
    {
        Instrument instrument = market.Instrument;
        if (instrument.Symbol != $"{instrument.Base}/{instrument.Quote}")
            throw new ArgumentException($"{instrument.Symbol}: a pair is written {instrument.Base}/{instrument.Quote}", nameof(market));
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumLeverage, 1);
        this.market = market;
        MaximumLeverage = maximumLeverage;
        steps = Steps.Of(instrument.TickSize);
        lotUnits = (long)(KrakenNumber.Exact(instrument.LotSize, LotDecimals) * PowerOfTen(LotDecimals));
        WebSocketName = $"{KrakenAssetNames.Alternative(instrument.Base.Code)}/{KrakenAssetNames.Alternative(instrument.Quote.Code)}";
        AlternativeName = WebSocketName.Replace("/", string.Empty, StringComparison.Ordinal);
        Name = KrakenAssetNames.IsLegacy(instrument.Base.Code) && KrakenAssetNames.IsLegacy(instrument.Quote.Code)
            ? KrakenAssetNames.Rest(instrument.Base.Code) + KrakenAssetNames.Rest(instrument.Quote.Code)
            : AlternativeName;
    }

    /// <summary>The instrument as it is now.</summary>
    public Instrument Instrument => market.Instrument;

    /// <summary>The venue's word for its state.</summary>
    public string Status => market.Closed ?? "online";

    /// <summary>Its symbol on WebSocket v2, for example BTC/USD.</summary>
    public string Symbol => Instrument.Symbol;

    /// <summary>Its name in REST answers, for example XXBTZUSD.</summary>
    public string Name { get; }

    /// <summary>Its short REST name, for example XBTUSD.</summary>
    public string AlternativeName { get; }

    /// <summary>Its WebSocket v1 name, for example XBT/USD.</summary>
    public string WebSocketName { get; }

    /// <summary>Highest leverage offered; 1 when the pair has no margin trading. An order with margin on v2 uses it.</summary>
    public int MaximumLeverage { get; }

    /// <summary>Fraction digits of prices.</summary>
    public int PriceDecimals => Current.Decimals;

    /// <summary>The price as the venue writes it.</summary>
    public decimal Price(PriceTicks price) => KrakenNumber.Exact(Instrument.Price(price), PriceDecimals);

    /// <summary>The quantity as the venue writes it.</summary>
    public decimal Quantity(QuantityLots quantity) => KrakenNumber.Exact(Instrument.Quantity(quantity), LotDecimals);

    /// <summary>The price in units of its last digit: its text without point and leading zeros.</summary>
    public long PriceUnits(PriceTicks price) => price.Value * Current.TickUnits;

    /// <summary>The quantity in units of its last digit.</summary>
    public long QuantityUnits(QuantityLots quantity) => quantity.Value * lotUnits;

    private Steps Current => steps.TickSize == Instrument.TickSize ? steps : steps = Steps.Of(Instrument.TickSize);

    private static int FractionDigits(decimal step)
    {
        int digits = 0;
        while (decimal.Truncate(step) != step)
        {
            step *= 10;
            digits++;
        }

        return digits;
    }

    private static decimal PowerOfTen(int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    /// <summary>What follows from a price step.</summary>
    private sealed record Steps(decimal TickSize, int Decimals, long TickUnits)
    {
        public static Steps Of(decimal tickSize)
        {
            int decimals = FractionDigits(tickSize);
            return new Steps(tickSize, decimals, (long)(tickSize * PowerOfTen(decimals)));
        }
    }
}
