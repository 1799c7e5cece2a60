using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// What clients can ask, whichever way they ask: over REST and over the WebSocket API. Each method returns the result as JSON or
/// throws a <see cref="BinanceRequestException"/>.
/// </summary>
internal sealed class BinanceOperations(SimulatedExchange exchange, IBinanceDialect dialect, BinanceFuturesAccount? futures)
{
    private const int DefaultDepth = 100;
    private const int DefaultTrades = 500;

    /// <summary>True for the spot market.</summary>
    public bool IsSpot => futures is null;

    /// <summary>What concerns orders.</summary>
    public BinanceOrders Orders { get; } = new(exchange, dialect);

    public byte[] Time() => BinanceJson.Object(writer => writer.WriteNumber("serverTime", exchange.Clock.Now.ToMilliseconds()));

    public byte[] ExchangeInfo(BinanceParameters parameters)
    {
        IEnumerable<SimulatedMarket> listed = parameters.Text("symbol") is null ? exchange.Markets.Values : [Market(parameters)];
        return dialect.ExchangeInfo(listed, exchange.Clock.Now);
    }

    /// <summary>What an account pays on a symbol.</summary>
    public byte[] Commission(BinanceParameters parameters) => dialect.Commission(Market(parameters).Instrument);

    public byte[] Depth(BinanceParameters parameters)
    {
        SimulatedMarket market = Market(parameters);
        long limit = parameters.Number("limit") ?? DefaultDepth;
        if (limit is < 1 or > 5_000)
            throw new BinanceRequestException(new BinanceError(-1130, "Data sent for parameter 'limit' is not valid."));
        return dialect.Snapshot(market.Copy((int)limit), market.Instrument);
    }

    public byte[] Trades(SimulatedAccount account, BinanceParameters parameters)
    {
        string symbol = Market(parameters).Instrument.Symbol;
        long? orderId = parameters.Number("orderId");
        long fromId = parameters.Number("fromId") ?? 0;
        long from = parameters.Number("startTime") ?? 0;
        long to = parameters.Number("endTime") ?? long.MaxValue;
        int limit = (int)Math.Clamp(parameters.Number("limit") ?? DefaultTrades, 1, 1_000);
        IEnumerable<(SimulatedOrder Order, SimulatedFill Fill)> trades = exchange.Orders(account)
            .Where(order => order.Symbol == symbol && (orderId is null || order.OrderId == orderId))
            .SelectMany(order => order.Fills.Select(fill => (Order: order, Fill: fill)))
            .Where(trade => trade.Fill.TradeId >= fromId && trade.Fill.Time.ToMilliseconds() >= from && trade.Fill.Time.ToMilliseconds() <= to)
            .OrderBy(trade => trade.Fill.TradeId);

        // Asked from an id or a time, the venue lists the oldest; else it lists the newest.
        return dialect.Trades(fromId > 0 || from > 0 ? trades.Take(limit) : trades.TakeLast(limit));
    }

    public byte[] Account(SimulatedAccount account) => dialect.Account(account, exchange.Statement(account));

    public byte[] PositionRisk(SimulatedAccount account, BinanceParameters parameters)
    {
        AccountStatement statement = exchange.Statement(account);
        return BinanceJson.Array(Listed(parameters), (writer, market) =>
            Futures.WritePositionRisk(writer, statement.Position(market.Instrument.Symbol) ?? Flat(account, market), statement, exchange.QueuePlace(account, market.Instrument.Symbol)));
    }

    public byte[] AdlQuantile(SimulatedAccount account, BinanceParameters parameters) => BinanceJson.Array(
        Listed(parameters).Where(market => account.PositionQuantity(market.Instrument.Symbol) != 0m),
        (writer, market) => BinanceFuturesAccount.WriteAdlQuantile(writer, market.Instrument.Symbol, exchange.QueuePlace(account, market.Instrument.Symbol)));

    public byte[] SymbolConfig(SimulatedAccount account, BinanceParameters parameters) => BinanceJson.Array(
        Listed(parameters),
        (writer, market) => Futures.WriteSymbolConfig(writer, market.Instrument.Symbol, account.Leverage(market.Instrument.Symbol), account.IsIsolated));

    public byte[] LeverageBracket(BinanceParameters parameters) =>
        BinanceJson.Array(Listed(parameters), (writer, market) => Futures.WriteBrackets(writer, market.Instrument.Symbol));

    public byte[] PremiumIndex(BinanceParameters parameters)
    {
        SimulatedMarket market = Market(parameters);
        decimal mark = market.MarkPrice ?? throw new BinanceRequestException(BinanceError.InvalidSymbol);
        Instant now = exchange.Clock.Now;
        return BinanceJson.Object(writer =>
        {
            writer.WriteString("symbol", market.Instrument.Symbol);
            writer.Amount("markPrice", mark);
            writer.Amount("indexPrice", mark);
            writer.Amount("estimatedSettlePrice", mark);
            writer.Amount("lastFundingRate", market.Funding?.Rate ?? 0);
            writer.Amount("interestRate", 0);
            writer.WriteNumber("nextFundingTime", BinanceFuturesEvents.NextFunding(market, now));
            writer.WriteNumber("time", now.ToMilliseconds());
        });
    }

    /// <summary>The pool of a symbol, or without one all pools: those of single symbols, and one for all the others.</summary>
    public byte[] InsuranceBalance(BinanceParameters parameters)
    {
        Instant now = exchange.Clock.Now;
        ILookup<SimulatedPool, SimulatedMarket> pools = exchange.Markets.Values.ToLookup(market => exchange.Funds.Of(market.Instrument.Symbol));
        if (parameters.Text("symbol") is not null)
        {
            SimulatedPool wanted = exchange.Funds.Of(Market(parameters).Instrument.Symbol);
            return BinanceJson.Object(writer => WritePool(writer, wanted, pools[wanted], now));
        }

        return BinanceJson.Array(pools, (writer, pool) => WritePool(writer, pool.Key, pool, now));
    }

    private static void WritePool(Utf8JsonWriter writer, SimulatedPool pool, IEnumerable<SimulatedMarket> markets, Instant now)
    {
        writer.WriteStartArray("symbols");
        foreach (SimulatedMarket market in markets)
            writer.WriteStringValue(market.Instrument.Symbol);
        writer.WriteEndArray();
        writer.WriteStartArray("assets");
        foreach (string asset in markets.Select(market => market.Instrument.Settlement.Code).Distinct())
        {
            writer.WriteStartObject();
            writer.WriteString("asset", asset);
            writer.Amount("marginBalance", pool.Balance);
            writer.WriteNumber("updateTime", now.ToMilliseconds());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private BinanceFuturesAccount Futures => futures ?? throw new BinanceRequestException(BinanceError.Unsupported("margin"));

    private IEnumerable<SimulatedMarket> Listed(BinanceParameters parameters) =>
        parameters.Text("symbol") is null ? exchange.Markets.Values : [Market(parameters)];

    private SimulatedMarket Market(BinanceParameters parameters) =>
        exchange.Markets.TryGetValue(parameters.RequiredText("symbol"), out SimulatedMarket? market)
            ? market
            : throw new BinanceRequestException(BinanceError.InvalidSymbol);

    private static StatementPosition Flat(SimulatedAccount account, SimulatedMarket market)
    {
        decimal leverage = account.Leverage(market.Instrument.Symbol);
        return new StatementPosition(new SimulatedPosition(market.Instrument, 0, 0, leverage, default) { IsIsolated = account.IsIsolated }, market.MarkPrice, 0);
    }
}
