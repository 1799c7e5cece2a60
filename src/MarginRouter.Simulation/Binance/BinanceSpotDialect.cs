using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The messages of spot: github.com/binance/binance-spot-api-docs, rest-api, web-socket-api and user-data-stream.</summary>
/// <param name="fees">The fees that account answers state now.</param>
internal sealed class BinanceSpotDialect(Func<FeeSchedule> fees) : IBinanceDialect
{
    private static readonly BinanceDepth LevelLists = new(BinanceJson.SpotDecimals, BinanceJson.SpotDecimals);

    public IReadOnlyList<BinanceRateLimit> Limits { get; } =
    [
        new("REQUEST_WEIGHT", "MINUTE", 1, 6_000),
        new("ORDERS", "SECOND", 10, 100),
        new("ORDERS", "DAY", 1, 200_000),
    ];

    public byte[] Depth(MarketTick tick) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "depthUpdate");
        writer.WriteNumber("E", tick.Time.ToMilliseconds());
        writer.WriteString("s", tick.Market.Instrument.Symbol);
        writer.WriteNumber("U", tick.FirstUpdateId);
        writer.WriteNumber("u", tick.LastUpdateId);
        LevelLists.Changes(writer, "b", tick, BookSide.Bid);
        LevelLists.Changes(writer, "a", tick, BookSide.Ask);
    });

    public byte[] Snapshot(BookCopy book, Instrument instrument) => BinanceJson.Object(writer =>
    {
        writer.WriteNumber("lastUpdateId", book.UpdateId);
        LevelLists.Levels(writer, "bids", instrument, book.Bids);
        LevelLists.Levels(writer, "asks", instrument, book.Asks);
    });

    public byte[] ExchangeInfo(IEnumerable<SimulatedMarket> markets, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("timezone", "UTC");
        writer.WriteNumber("serverTime", now.ToMilliseconds());
        writer.WritePropertyName("rateLimits");
        writer.Items(Limits, BinanceUsage.WriteLimit);
        writer.WriteStartArray("exchangeFilters");
        writer.WriteEndArray();
        writer.WritePropertyName("symbols");
        writer.Items(markets, BinanceSpotReference.WriteSymbol);
    });

    public byte[] Commission(Instrument instrument) => BinanceJson.Object(writer => BinanceSpotReference.WriteCommission(writer, instrument));

    public byte[] Placed(SimulatedOrder order, string? responseType) => BinanceJson.Object(writer =>
    {
        WriteIdentity(writer, order);
        writer.WriteNumber("transactTime", order.AcceptedAt.ToMilliseconds());
        if (responseType == "ACK")
            return;
        WriteProgress(writer, order);
        writer.WriteNumber("workingTime", order.AcceptedAt.ToMilliseconds());
        if (responseType != "RESULT")
        {
            writer.WritePropertyName("fills");
            writer.Items(order.Fills, WriteAnswerFill);
        }

        writer.WriteString("selfTradePreventionMode", BinanceOrderWords.SelfMatch(order));
    });

    public byte[] Cancelled(SimulatedOrder order) => BinanceJson.Object(writer => WriteCancelled(writer, order));

    public byte[] AllCancelled(IReadOnlyList<SimulatedOrder> orders) => BinanceJson.Array(orders, WriteCancelled);

    public byte[] Status(SimulatedOrder order) => BinanceJson.Object(writer =>
    {
        WriteIdentity(writer, order);
        WriteProgress(writer, order);
        writer.WriteString("stopPrice", "0.00000000");
        writer.WriteString("icebergQty", "0.00000000");
        writer.WriteNumber("time", order.AcceptedAt.ToMilliseconds());
        writer.WriteNumber("updateTime", order.UpdatedAt.ToMilliseconds());
        writer.WriteBoolean("isWorking", true);
        writer.WriteNumber("workingTime", order.AcceptedAt.ToMilliseconds());
        writer.WriteString("selfTradePreventionMode", BinanceOrderWords.SelfMatch(order));
    });

    public byte[] Trades(IEnumerable<(SimulatedOrder Order, SimulatedFill Fill)> trades) => BinanceJson.Array(trades, (writer, trade) =>
    {
        writer.WriteString("symbol", trade.Order.Symbol);
        writer.WriteNumber("id", trade.Fill.TradeId);
        writer.WriteNumber("orderId", trade.Order.OrderId);
        writer.WriteNumber("orderListId", -1);
        writer.Amount("price", trade.Fill.Price);
        writer.Amount("qty", trade.Fill.Quantity);
        writer.Amount("quoteQty", trade.Fill.Price * trade.Fill.Quantity);
        writer.Amount("commission", trade.Fill.Fee);
        writer.WriteString("commissionAsset", trade.Fill.FeeAsset);
        writer.WriteNumber("time", trade.Fill.Time.ToMilliseconds());
        writer.WriteBoolean("isBuyer", trade.Order.Terms.Side == Side.Buy);
        writer.WriteBoolean("isMaker", trade.Fill.IsMaker);
        writer.WriteBoolean("isBestMatch", true);
    });

    public byte[] Account(SimulatedAccount account, AccountStatement statement) => BinanceJson.Object(writer =>
    {
        BinanceSpotReference.WriteAccountHead(writer, statement, fees());
        writer.WritePropertyName("balances");
        writer.Items(statement.Balances, (target, balance) =>
        {
            target.WriteString("asset", balance.Asset);
            target.Amount("free", balance.Free);
            target.Amount("locked", balance.Locked);
        });
        writer.WriteStartArray("permissions");
        writer.WriteStringValue("SPOT");
        writer.WriteEndArray();
        writer.WriteNumber("uid", 1);
    });

    public IReadOnlyList<byte[]> UserEvents(ExecutionUpdate update, Instant now) => update.Fill is null && update.Kind != ExecutionUpdateKind.Cancelled
        ? [BinanceSpotEvents.ExecutionReport(update, now)]
        : [BinanceSpotEvents.ExecutionReport(update, now), BinanceSpotEvents.AccountPosition(update.Statement, now)];

    public IReadOnlyList<byte[]> UserEvents(AccountChange change, Instant now) => change.Kind switch
    {
        AccountChangeKind.Deposit or AccountChangeKind.Funding or AccountChangeKind.Interest or AccountChangeKind.Insurance =>
            [BinanceSpotEvents.BalanceUpdate(change, now), BinanceSpotEvents.AccountPosition(change.Statement, now)],
        AccountChangeKind.Leverage or AccountChangeKind.MarginCall => [],
    };

    public BinanceError Refusal(OrderRejection rejection) => rejection.Reason switch
    {
        RejectionReason.UnknownSymbol => BinanceError.InvalidSymbol,
        RejectionReason.PriceOffGrid => new BinanceError(-1013, "Filter failure: PRICE_FILTER"),
        RejectionReason.QuantityOffGrid => new BinanceError(-1013, "Filter failure: LOT_SIZE"),
        RejectionReason.BelowMinimumQuantity => new BinanceError(-1013, "Filter failure: LOT_SIZE"),
        RejectionReason.BelowMinimumNotional => new BinanceError(-1013, "Filter failure: NOTIONAL"),
        RejectionReason.DuplicateClientOrderId => new BinanceError(-2010, "Duplicate order sent."),
        RejectionReason.InsufficientBalance => new BinanceError(-2010, "Account has insufficient balance for requested action."),
        RejectionReason.InsufficientMargin => new BinanceError(-2010, "Account has insufficient balance for requested action."),
        RejectionReason.PositionLimit => new BinanceError(-2010, "Filter failure: MAX_POSITION"),
        RejectionReason.ReduceOnly => new BinanceError(-1104, "Not all sent parameters were read."),
        RejectionReason.WouldTake => new BinanceError(-2010, "Order would immediately match and take."),
        RejectionReason.UnknownOrder => BinanceError.UnknownOrder,
        RejectionReason.Injected => new BinanceError(-2010, rejection.Text),
        RejectionReason.TooManyOrders => BinanceError.TooManyOrders,
        RejectionReason.Maintenance => BinanceError.Unavailable,
    };

    private static void WriteCancelled(Utf8JsonWriter writer, SimulatedOrder order)
    {
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("origClientOrderId", order.ClientOrderId);
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("clientOrderId", BinanceOrderWords.CancelId(order));
        writer.WriteNumber("transactTime", order.UpdatedAt.ToMilliseconds());
        WriteProgress(writer, order);
        writer.WriteString("selfTradePreventionMode", BinanceOrderWords.SelfMatch(order));
    }

    private static void WriteIdentity(Utf8JsonWriter writer, SimulatedOrder order)
    {
        writer.WriteString("symbol", order.Symbol);
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteNumber("orderListId", -1);
        writer.WriteString("clientOrderId", order.ClientOrderId);
    }

    private static void WriteProgress(Utf8JsonWriter writer, SimulatedOrder order)
    {
        writer.Amount("price", order.Terms.Price);
        writer.Amount("origQty", order.Terms.Quantity);
        writer.Amount("executedQty", order.CumulativeQuantity);
        writer.Amount("origQuoteOrderQty", 0);
        writer.Amount("cummulativeQuoteQty", order.CumulativeValue);
        writer.WriteString("status", BinanceOrderWords.Status(order));
        writer.WriteString("timeInForce", BinanceOrderWords.TimeInForce(order, spot: true));
        writer.WriteString("type", BinanceOrderWords.SpotType(order));
        writer.WriteString("side", BinanceJson.Name(order.Terms.Side));
    }

    private static void WriteAnswerFill(Utf8JsonWriter writer, SimulatedFill fill)
    {
        writer.Amount("price", fill.Price);
        writer.Amount("qty", fill.Quantity);
        writer.Amount("commission", fill.Fee);
        writer.WriteString("commissionAsset", fill.FeeAsset);
        writer.WriteNumber("tradeId", fill.TradeId);
    }
}
