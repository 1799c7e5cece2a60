using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The messages of USD-M futures, and those of COIN-M market data: developers.binance.com/docs, derivatives.</summary>
/// <param name="accounts">Writes the account answers; null for COIN-M, which has none here.</param>
internal sealed class BinanceFuturesDialect(BinanceFuturesAccount? accounts) : IBinanceDialect
{
    public IReadOnlyList<BinanceRateLimit> Limits { get; } =
    [
        new("REQUEST_WEIGHT", "MINUTE", 1, 2_400),
        new("ORDERS", "SECOND", 10, 300),
        new("ORDERS", "MINUTE", 1, 1_200),
    ];

    private BinanceFuturesAccount Accounts => accounts ?? throw new BinanceRequestException(BinanceError.Unsupported("accounts"));

    public byte[] Depth(MarketTick tick) => BinanceJson.Object(writer =>
    {
        Instrument instrument = tick.Market.Instrument;
        writer.WriteString("e", "depthUpdate");
        writer.WriteNumber("E", tick.Time.ToMilliseconds());
        writer.WriteNumber("T", tick.Time.ToMilliseconds());
        writer.WriteString("s", instrument.Symbol);
        if (accounts is null)
            writer.WriteString("ps", instrument.Base.Code + instrument.Quote.Code);
        writer.WriteNumber("U", tick.FirstUpdateId);
        writer.WriteNumber("u", tick.LastUpdateId);
        writer.WriteNumber("pu", tick.PreviousLastUpdateId);
        LevelLists(instrument).Changes(writer, "b", tick, BookSide.Bid);
        LevelLists(instrument).Changes(writer, "a", tick, BookSide.Ask);
    });

    public byte[] Snapshot(BookCopy book, Instrument instrument) => BinanceJson.Object(writer =>
    {
        writer.WriteNumber("lastUpdateId", book.UpdateId);
        if (accounts is null)
        {
            writer.WriteString("symbol", instrument.Symbol);
            writer.WriteString("pair", instrument.Base.Code + instrument.Quote.Code);
        }

        writer.WriteNumber("E", book.Time.ToMilliseconds());
        writer.WriteNumber("T", book.Time.ToMilliseconds());
        LevelLists(instrument).Levels(writer, "bids", instrument, book.Bids);
        LevelLists(instrument).Levels(writer, "asks", instrument, book.Asks);
    });

    public byte[] ExchangeInfo(IEnumerable<SimulatedMarket> markets, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteStartArray("exchangeFilters");
        writer.WriteEndArray();
        writer.WritePropertyName("rateLimits");
        writer.Items(Limits, BinanceUsage.WriteLimit);
        writer.WriteNumber("serverTime", now.ToMilliseconds());
        writer.WriteString("timezone", "UTC");
        writer.WriteString("futuresType", "U_MARGINED");
        writer.WritePropertyName("assets");
        writer.Items(markets.Select(market => market.Instrument.Settlement.Code).Distinct(), (target, asset) =>
        {
            target.WriteString("asset", asset);
            target.WriteBoolean("marginAvailable", true);
            target.WriteString("autoAssetExchange", "0");
        });
        writer.WritePropertyName("symbols");
        writer.Items(markets, BinanceFuturesReference.WriteSymbol);
    });

    public byte[] Commission(Instrument instrument) => BinanceJson.Object(writer =>
    {
        writer.WriteString("symbol", instrument.Symbol);
        writer.Amount("makerCommissionRate", instrument.Fees.MakerRate);
        writer.Amount("takerCommissionRate", instrument.Fees.TakerRate);
        writer.Amount("rpiCommissionRate", 0m);
    });

    public byte[] Placed(SimulatedOrder order, string? responseType)
    {
        // ACK, the default, answers before the matching; RESULT tells how an immediate order ended.
        SimulatedOrder told = responseType == "RESULT"
            ? order
            : order with { State = OrderState.New, Fills = [], UpdatedAt = order.AcceptedAt };
        return BinanceJson.Object(writer =>
        {
            WriteOrder(writer, told);
            writer.Amount("cumQty", told.CumulativeQuantity, BinanceJson.DecimalsOf(order.Terms.Instrument.LotSize));
        });
    }

    public byte[] Cancelled(SimulatedOrder order) => BinanceJson.Object(writer =>
    {
        WriteOrder(writer, order);
        writer.Amount("cumQty", order.CumulativeQuantity, BinanceJson.DecimalsOf(order.Terms.Instrument.LotSize));
    });

    public byte[] AllCancelled(IReadOnlyList<SimulatedOrder> orders) => BinanceJson.Object(writer =>
    {
        writer.WriteNumber("code", 200);
        writer.WriteString("msg", "The operation of cancel all open order is done.");
    });

    public byte[] Status(SimulatedOrder order) => BinanceJson.Object(writer =>
    {
        WriteOrder(writer, order);
        writer.WriteNumber("time", order.AcceptedAt.ToMilliseconds());
    });

    public byte[] Trades(IEnumerable<(SimulatedOrder Order, SimulatedFill Fill)> trades) => BinanceJson.Array(trades, (writer, trade) =>
    {
        Instrument instrument = trade.Order.Terms.Instrument;
        writer.WriteString("symbol", trade.Order.Symbol);
        writer.WriteNumber("id", trade.Fill.TradeId);
        writer.WriteNumber("orderId", trade.Order.OrderId);
        writer.WriteString("side", BinanceJson.Name(trade.Order.Terms.Side));
        writer.WriteString("price", BinanceFuturesReference.Price(instrument, trade.Fill.Price));
        writer.WriteString("qty", BinanceFuturesReference.Quantity(instrument, trade.Fill.Quantity));
        writer.Amount("realizedPnl", trade.Fill.RealisedProfit);
        writer.Amount("quoteQty", trade.Fill.Price * trade.Fill.Quantity);
        writer.Amount("commission", trade.Fill.Fee);
        writer.WriteString("commissionAsset", trade.Fill.FeeAsset);
        writer.WriteNumber("time", trade.Fill.Time.ToMilliseconds());
        writer.WriteString("positionSide", "BOTH");
        writer.WriteBoolean("buyer", trade.Order.Terms.Side == Side.Buy);
        writer.WriteBoolean("maker", trade.Fill.IsMaker);
    });

    public byte[] Account(SimulatedAccount account, AccountStatement statement) =>
        BinanceJson.Object(writer => Accounts.WriteAccount(writer, statement));

    public IReadOnlyList<byte[]> UserEvents(ExecutionUpdate update, Instant now) => update.Fill is null
        ? [BinanceFuturesEvents.OrderTradeUpdate(update, now)]
        : [BinanceFuturesEvents.AccountUpdate(update, now), BinanceFuturesEvents.OrderTradeUpdate(update, now)];

    public IReadOnlyList<byte[]> UserEvents(AccountChange change, Instant now) => change.Kind switch
    {
        AccountChangeKind.Deposit or AccountChangeKind.Funding or AccountChangeKind.Interest or AccountChangeKind.Insurance =>
            [BinanceFuturesEvents.BalanceUpdate(change, now)],
        AccountChangeKind.MarginCall => [BinanceFuturesEvents.MarginCall(change, Accounts, now)],
        AccountChangeKind.Leverage => [BinanceFuturesEvents.LeverageUpdate(change, now)],
    };

    public BinanceError Refusal(OrderRejection rejection) => rejection.Reason switch
    {
        RejectionReason.UnknownSymbol => BinanceError.InvalidSymbol,
        RejectionReason.PriceOffGrid => new BinanceError(-4014, "Price not increased by tick size."),
        RejectionReason.QuantityOffGrid => new BinanceError(-4023, "Qty not increased by step size."),
        RejectionReason.BelowMinimumQuantity => new BinanceError(-4004, "Quantity less than min quantity."),
        RejectionReason.BelowMinimumNotional => new BinanceError(-4164, "Order's notional must be no smaller than the symbol's minimum (unless you choose reduce only)."),
        RejectionReason.DuplicateClientOrderId => new BinanceError(-4116, "ClientOrderId is duplicated."),
        RejectionReason.InsufficientBalance => new BinanceError(-2018, "Balance is insufficient."),
        RejectionReason.InsufficientMargin => new BinanceError(-2019, "Margin is insufficient."),
        RejectionReason.PositionLimit => new BinanceError(-2027, "Exceeded the maximum allowable position at current leverage."),
        RejectionReason.ReduceOnly => new BinanceError(-2022, "ReduceOnly Order is rejected."),
        RejectionReason.WouldTake => new BinanceError(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected."),
        RejectionReason.UnknownOrder => BinanceError.UnknownOrder,
        RejectionReason.Injected => new BinanceError(-2010, rejection.Text),
        RejectionReason.TooManyOrders => BinanceError.TooManyOrders,
        RejectionReason.Maintenance => BinanceError.Unavailable,
    };

    private static BinanceDepth LevelLists(Instrument instrument) =>
        new(BinanceFuturesReference.PriceDecimals(instrument), BinanceJson.DecimalsOf(instrument.LotSize));

    private static void WriteOrder(Utf8JsonWriter writer, SimulatedOrder order)
    {
        Instrument instrument = order.Terms.Instrument;
        writer.WriteNumber("orderId", order.OrderId);
        writer.WriteString("symbol", order.Symbol);
        writer.WriteString("status", BinanceOrderWords.Status(order));
        writer.WriteString("clientOrderId", order.ClientOrderId);
        writer.WriteString("price", BinanceFuturesReference.Price(instrument, order.Terms.Price));
        writer.WriteString("avgPrice", BinanceJson.Fixed(order.AveragePrice, BinanceFuturesReference.AveragePriceDecimals));
        writer.WriteString("origQty", BinanceFuturesReference.Quantity(instrument, order.Terms.Quantity));
        writer.WriteString("executedQty", BinanceFuturesReference.Quantity(instrument, order.CumulativeQuantity));
        writer.Amount("cumQuote", order.CumulativeValue);
        writer.WriteString("timeInForce", BinanceOrderWords.TimeInForce(order, spot: false));
        writer.WriteString("type", "LIMIT");
        writer.WriteBoolean("reduceOnly", order.Terms.Request.ReduceOnly);
        writer.WriteBoolean("closePosition", false);
        writer.WriteString("side", BinanceJson.Name(order.Terms.Side));
        writer.WriteString("positionSide", "BOTH");
        writer.WriteString("stopPrice", "0.00");
        writer.WriteString("workingType", "CONTRACT_PRICE");
        writer.WriteBoolean("priceProtect", false);
        writer.WriteString("origType", "LIMIT");
        writer.WriteString("priceMatch", "NONE");
        writer.WriteString("selfTradePreventionMode", BinanceOrderWords.SelfMatch(order));
        writer.WriteNumber("goodTillDate", 0);
        writer.WriteNumber("updateTime", order.UpdatedAt.ToMilliseconds());
    }
}
