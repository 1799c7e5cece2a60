using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// The events of @trade and @aggTrade. Each public trade here is one trade of one taker order, so that an aggregate holds one trade and both
/// have one number. Numbers rise by one for each market. Used under the venue's gate.
/// </summary>
internal sealed class BinanceTradeTape(BinanceMarketKind kind)
{
    private readonly Dictionary<string, long> last = new(StringComparer.Ordinal);

    /// <summary>The number of the next trade of a market.</summary>
    public long Next(string symbol) => last[symbol] = last.GetValueOrDefault(symbol) + 1;

    /// <summary>An event of @trade; USD-M says there how the trade came about.</summary>
    public byte[] Trade(MarketTick tick, PublicTrade trade, long id) => Event("trade", "t", tick, trade, id);

    /// <summary>An event of @aggTrade.</summary>
    public byte[] Aggregate(MarketTick tick, PublicTrade trade, long id) => Event("aggTrade", "a", tick, trade, id);

    private byte[] Event(string type, string idName, MarketTick tick, PublicTrade trade, long id) => BinanceJson.Object(writer =>
    {
        Instrument instrument = tick.Market.Instrument;
        bool isSpot = kind == BinanceMarketKind.Spot;
        decimal price = instrument.Price(trade.Price);
        decimal quantity = instrument.Quantity(trade.Quantity);
        writer.WriteString("e", type);
        writer.WriteNumber("E", tick.Time.ToMilliseconds());
        writer.WriteString("s", instrument.Symbol);
        writer.WriteNumber(idName, id);
        writer.WriteString("p", isSpot ? BinanceJson.Fixed(price, BinanceJson.SpotDecimals) : BinanceFuturesReference.Price(instrument, price));
        writer.WriteString("q", isSpot ? BinanceJson.Fixed(quantity, BinanceJson.SpotDecimals) : BinanceFuturesReference.Quantity(instrument, quantity));
        if (type == "aggTrade")
        {
            writer.WriteNumber("f", id);
            writer.WriteNumber("l", id);
        }
        else if (!isSpot)
        {
            writer.WriteString("X", "MARKET");
        }

        writer.WriteNumber("T", tick.Time.ToMilliseconds());
        writer.WriteBoolean("m", trade.TakerSide == Side.Sell);
        if (isSpot)
            writer.WriteBoolean("M", true);
    });
}
