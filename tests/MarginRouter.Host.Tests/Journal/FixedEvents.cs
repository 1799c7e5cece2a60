using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Host.Tests.Journal;

/// <summary>One written-down instance of each journaled event, for the table of committed bytes.</summary>
internal static class FixedEvents
{
    private static readonly ChildOrderId Child = new(new ParentOrderId(300), 2, 1);
    private static readonly Instant At = Instant.FromMilliseconds(1_800_000_000_123);

    private static readonly ParentRequest Replacement = new("DESK", "A3", "BTC-USD", Side.Buy, 2m, OrderType.Market, null, TimeInForce.GoodTillDate)
    {
        ExpireAt = At,
        MinimumQuantity = 1m,
        MaximumShow = 0.5m,
        Account = "alpha-1",
        ListId = "L1",
        Parties = [new OrderParty("TRADER7", "D", 11)],
        Allocations = [new OrderAllocation("FUND-A", 1.5m), new OrderAllocation("FUND-B", 0.5m)],
    };

    private static readonly FirmQuote Quote = new()
    {
        Request = new QuoteRequestId(new ParentOrderId(300), 2, 1),
        QuoteId = "Q7",
        Maker = "alpha",
        Instrument = new InstrumentId(3),
        Side = Side.Buy,
        Price = new PriceTicks(600_001),
        Quantity = new QuantityLots(500),
        MinimumQuantity = new QuantityLots(100),
        ValidUntil = At,
        LastLookMilliseconds = 50,
        FeeIncluded = true,
        Subaccount = new SubaccountId(4),
    };

    private static readonly InboundEvent[] All =
    [
        new ParentReceived(new ParentRequest("DESK", "A1", "BTC-USD", Side.Buy, 12.50m, OrderType.Limit, 60_000.1m, TimeInForce.ImmediateOrCancel), true) { PossibleResend = true },
        new ParentReplaceRequested(Replacement, "A1") { Unsupported = new Refusal(RefusalReason.UnsupportedField, "StopPx(99)") },
        new ParentsCancelRequested("DESK", "M1", ParentScope.Symbol, "BTC-USD", Side.Sell, true),
        new ParentsStatusRequested("DESK", "S1", ParentScope.All, null, null),
        new ListStatusRequested("DESK", "L1", true),
        new ListCancelRequested("DESK", "L1"),
        new ExpiryReached(),
        new QuoteReceived(Quote),
        new QuoteEnded(Quote.Request, "Q7", QuoteEnding.Withdrawn, "moved"),
        new QuoteRequestEnded(Quote.Request, "alpha", QuoteRequestEnding.Refused, "closed"),
        new ChildTradeBusted(Child, "T1", At),
        new ChildTradeCorrected("T1", new Fill(Child, "T2", new QuantityLots(5), 60_000.5m, 0.25m, new Asset("USDT"), At)),
        new AllocationReceived(
            new AllocationRequest("DESK", "X2", AllocationAction.Replace)
            {
                Reference = "X1",
                Orders = [new AllocatedOrder("A1", new ParentOrderId(300)), new AllocatedOrder(null, new ParentOrderId(7)), new AllocatedOrder("A3", null)],
                Symbol = "BTC-USD",
                Side = Side.Sell,
                Quantity = 1.50m,
                AveragePrice = 60_000.25m,
                Shares = [new OrderAllocation("FUND-A", 1m), new OrderAllocation("FUND-B", 0.5m)],
            },
            true),
        new BasketReceived(
            new BasketRequest(
                "DESK",
                "B1",
                "CARRY",
                2m,
                [
                    new BasketLegRequest("spot", "BTC-USD", Side.Buy, 1m) { Kinds = [InstrumentKind.Spot] },
                    new BasketLegRequest("perp", "BTC-USD", Side.Sell, 0.5m) { LimitPrice = 60_000m, Kinds = [InstrumentKind.LinearPerpetual], Security = "BTCUSDT", Venue = "alpha" },
                ],
                ShortFillPolicy.Unwind,
                TimeInForce.GoodTillDate)
            {
                NetLimit = -12.5m,
                MaximumLegging = 0.25m,
                Side = BasketSide.Opposite,
                ExpireAt = At,
                Account = "alpha-1",
                Reporting = BasketReporting.Legs,
                Parties = [new OrderParty("TRADER7", "D", 11)],
            },
            true)
        {
            PossibleResend = true,
            Unsupported = new Refusal(RefusalReason.UnsupportedField, "StopPx(99)"),
        },
        new ParentUnsupported("DESK", "A2", "BTC-USD", Side.Sell, 1m, new Refusal(RefusalReason.UnsupportedOrderType, "OrdType 3", 1m, 2m, 3m)),
        new ParentCancelRequested("DESK", "C1", "A1"),
        new ParentStatusRequested("DESK", "A1", "BTC-USD", Side.Buy),
        new AccountReported(new AccountSnapshot(
            new SubaccountId(3),
            At,
            [new AssetBalance(new Asset("USDT"), -0.000001m)],
            [new PositionSnapshot(new InstrumentId(4), new PositionLots(-1_000), 59_999.9m, 10m) { AdlRank = new AdlRank(3m, 1m, 5m) }, new PositionSnapshot(new InstrumentId(5), PositionLots.Flat, 0m, null)])
        {
            Margin = new VenueMargin(new Asset("USDT"), 100m, null, 1.5m, null) { Marks = [new StatedMark(new InstrumentId(4), 60_001.5m)] },
        }),
        new VenueConnectionChanged(new VenueId(2), true, "up"),
        new KillSwitchChanged(true, "operator", "test"),
        new RecoveryCompleted(),
        new MarginTablesReceived(new SubaccountId(3), [new InstrumentTiers("BTCUSDT", [new MarginTier(0m, 300_000m, null, 0.004m, 0m, 150m), new MarginTier(300_000m, null, 0.01m, 0.005m, 300m, null)])]),
        new MarginRulesExpired("binance/usdm-cross"),
        new InstrumentTermsReceived(new InstrumentId(7), new InstrumentTerms(0.01m, 0.001m, null, 0.001m, 5m, "Settling")),
        new TickFollowed(new InstrumentId(7), 0.01m),
        new FeeRatesReceived(new SubaccountId(3), [new AccountTakerRate(new InstrumentId(7), 0.00055m)]),
        new ChildAccepted(Child, "987"),
        new ChildFilled(new Fill(Child, "t1", new QuantityLots(1_000_000), 60_000.25m, 0.03m, new Asset("BNB"), At)),
        new ChildEnded(Child, new QuantityLots(7), "EXPIRED"),
        new ChildRefused(Child, "-2019", "Margin is insufficient."),
        new ChildDropped(Child, "late"),
        new ChildLost(Child, "silence"),
        new ChildStatusReported(Child, VenueOrderState.Ended, new QuantityLots(5), 60_000m, null, At),
    ];

    public static InboundEvent Make(Type type) => All.Single(inbound => inbound.GetType() == type);
}
