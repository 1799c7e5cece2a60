using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>A small invented market: contracts on BTC and ETH, spot pairs, marks at round figures.</summary>
internal static class MarginWorld
{
    public static readonly InstrumentId Btc = new(0);
    public static readonly InstrumentId Eth = new(1);
    public static readonly InstrumentId MarginedBtc = new(2);
    public static readonly InstrumentId SpotBtc = new(3);
    public static readonly InstrumentId SpotEth = new(4);

    public static readonly decimal[] Marks = [60_000m, 3_000m, 60_000m, 60_000m, 3_000m];

    public static ReferenceData Reference { get; } = new(
        [new Venue(new VenueId(0), "venue")],
        [
            Contract(0, "BTCUSDT", InstrumentKind.LinearPerpetual, "BTC", "USDT", 0.1m, 0.001m, 0.0005m),
            Contract(1, "ETHUSDT", InstrumentKind.LinearPerpetual, "ETH", "USDT", 0.01m, 0.001m, 0.0005m),
            Contract(2, "BTC/USD", InstrumentKind.Spot, "BTC", "USD", 0.1m, 0.0001m, 0.004m),
            Contract(3, "BTCUSDT-SPOT", InstrumentKind.Spot, "BTC", "USDT", 0.01m, 0.00001m, 0.001m),
            Contract(4, "ETHUSDT-SPOT", InstrumentKind.Spot, "ETH", "USDT", 0.01m, 0.0001m, 0.001m),
        ],
        []);

    public static PriceVector Prices(decimal? usdt = 1m, params (InstrumentId Id, decimal? Price)[] changes)
    {
        ValuationPrice?[] marks = [.. Marks.Select(mark => (ValuationPrice?)Price(mark))];
        foreach ((InstrumentId id, decimal? price) in changes)
            marks[id.Value] = price is { } value ? Price(value) : null;
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        assets["USD"] = Price(1m);
        assets["BTC"] = Price(60_000m);
        assets["ETH"] = Price(3_000m);
        if (usdt is { } known)
            assets["USDT"] = Price(known);
        return new PriceVector([.. marks], [.. marks.Select(_ => (Refusal?)null)], assets.ToImmutable());
    }

    public static MarginAccount Account(
        string rules,
        string reporting,
        decimal limit,
        (string Asset, decimal Quantity)[] balances,
        params PositionSnapshot[] positions) =>
        new(
            new Subaccount(new SubaccountId(0), "desk", new VenueId(0), rules, new Asset(reporting), limit, [.. Reference.Instruments.Select(i => i.Id)]),
            1,
            new Instant(1),
            [.. balances.Select(balance => new AssetBalance(new Asset(balance.Asset), balance.Quantity))],
            [.. positions.OrderBy(position => position.Instrument.Value)]);

    public static PositionSnapshot Position(InstrumentId instrument, decimal contracts, decimal entry, decimal? leverage)
    {
        Assert.True(Reference[instrument].TryPosition(contracts, out PositionLots lots));
        return new PositionSnapshot(instrument, lots, entry, leverage);
    }

    public static PendingFill Fill(InstrumentId instrument, Side side, decimal contracts, decimal price)
    {
        Assert.True(Reference[instrument].TryQuantity(contracts, out QuantityLots lots));
        Assert.True(Reference[instrument].TryPrice(price, out PriceTicks ticks));
        return new PendingFill(instrument, side, lots, ticks);
    }

    public static AccountEvaluator Evaluator(
        IMarginModel model,
        MarginAccount account,
        PendingFill[]? pending = null,
        PriceVector? prices = null,
        FillStatePolicy fillStates = FillStatePolicy.Any,
        BreachPolicy breach = BreachPolicy.ReduceOnly) =>
        new(Reference, model, account, [.. pending ?? []], prices ?? Prices(), fillStates, breach);

    private static ValuationPrice Price(decimal value) => new(value, new Instant(1), PriceSource.VenueMark);

    private static Instrument Contract(
        int id, string symbol, InstrumentKind kind, string underlying, string quote, decimal tick, decimal lot, decimal taker) => new()
        {
            Id = new InstrumentId(id),
            Venue = new VenueId(0),
            Symbol = symbol,
            Kind = kind,
            Base = new Asset(underlying),
            Quote = new Asset(quote),
            Settlement = new Asset(quote),
            TickSize = tick,
            LotSize = lot,
            Multiplier = 1m,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(taker, 0m),
        };
}
