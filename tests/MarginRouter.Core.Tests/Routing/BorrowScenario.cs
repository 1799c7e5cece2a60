using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>
/// Two spot venues with an account each that may borrow what it pays with up to a maximum, with orders open in other pairs, and a parent
/// that no other limit stops. What is owed is computed here by hand, not by the router.
/// </summary>
internal sealed class BorrowScenario
{
    public const decimal OwnTakerRate = 0.0004m;

    private const decimal Lot = 0.001m;
    private const decimal Tick = 0.1m;
    private static readonly Asset Tether = new("USDT");
    private static readonly Asset Bitcoin = new("BTC");
    private static readonly Asset Ether = new("ETH");

    // For each venue its pair of the product, and the two others that may pay with either of its assets.
    private static readonly ImmutableArray<Instrument> Instruments =
    [
        .. Enumerable.Range(0, 2).SelectMany(venue => new[]
        {
            Pair((3 * venue) + 0, venue, Bitcoin, Tether, Tick),
            Pair((3 * venue) + 1, venue, Ether, Tether, Tick),
            Pair((3 * venue) + 2, venue, Ether, Bitcoin, 0.00001m),
        }),
    ];

    private readonly AccountTerms[] terms;

    /// <summary>A random situation.</summary>
    public BorrowScenario(int seed)
    {
        var random = new Random(seed);
        Side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        decimal price = Side == Side.Buy ? 60_000m : 1m;
        Wanted = random.Next(800, 2_900);
        terms =
        [
            .. Enumerable.Range(0, 2).Select(venue => new AccountTerms(
                random.Next(0, 60) * 0.01m * price,
                random.Next(3) == 0 ? random.Next(0, 300) * 0.001m * price : 0m,
                random.Next(0, 900) * 0.00123m * price,
                Open(random, 3 * venue))),
        ];
    }

    public Side Side { get; }

    /// <summary>Product lots of the parent.</summary>
    public long Wanted { get; }

    /// <summary>The price that the parent allows at worst: buys 60,060, sales 59,940.</summary>
    public decimal LimitPrice => Side == Side.Buy ? 60_060m : 59_940m;

    /// <summary>The asset that the parent pays with.</summary>
    public Asset Paid => Side == Side.Buy ? Tether : Bitcoin;

    /// <summary>What a lot adds to the debt at worst.</summary>
    public decimal Unit => Side == Side.Buy ? Lot * LimitPrice * (1m + OwnTakerRate) : Lot;

    public decimal Maximum(int account) => terms[account].Maximum;

    /// <summary>What an account owes when everything open has filled; negative when it has some.</summary>
    public decimal Owed(int account)
    {
        decimal owed = terms[account].Borrowed - terms[account].Has;
        foreach (PendingFill fill in terms[account].Open)
        {
            Instrument instrument = Instruments[fill.Instrument.Value];
            bool isProduct = instrument.Base == Bitcoin;
            if (fill.Side == Side.Sell && instrument.Base == Paid)
                owed += fill.Quantity.Value * Lot;
            else if (fill.Side == Side.Buy && instrument.Quote == Paid)
                owed += fill.Quantity.Value * (isProduct ? Unit : Lot * fill.LimitPrice.Value * instrument.TickSize * (1m + OwnTakerRate));
        }

        return owed;
    }

    /// <summary>Decides, without the maximum of some account if wanted.</summary>
    public RouteDecision Decide(int? without = null) =>
        new RouteOptimizer(Reference(), new MarginModelTable([MarginModelFactory.Create(PublishedRules.Read("binance/spot-cross"))])).Decide(Request(without));

    private static ReferenceData Reference() => new(
        [new Venue(new VenueId(0), "venue0"), new Venue(new VenueId(1), "venue1")],
        Instruments,
        [new Product(new ProductId(0), "BTC-USDT", Bitcoin, Tether, Lot, [new InstrumentId(0), new InstrumentId(3)])]);

    private RouteRequest Request(int? without) => new()
    {
        Parent = new ParentOrderId(1),
        Attempt = 1,
        Product = new ProductId(0),
        Side = Side,
        Quantity = new QuantityLots(Wanted),
        LimitPrice = LimitPrice,
        Books = [Book(0, 30), Book(3, 40)],
        Accounts = [.. terms.Select((one, index) => Account(index, one, index == without ? null : one.Maximum))],
        Prices = new PriceVector(
            [.. Instruments.Select(instrument => (ValuationPrice?)Price(instrument.Base == Bitcoin ? 60_000m : instrument.Quote == Bitcoin ? 0.05m : 3_000m))],
            [.. Instruments.Select(_ => (Refusal?)null)],
            ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal)
                .Add("USDT", Price(1m)).Add("BTC", Price(60_000m)).Add("ETH", Price(3_000m))),
        Policy = new RoutePolicy(FillStatePolicy.Any, BreachPolicy.ReduceOnly, 12, 500m),
        WorkUnits = 100_000,
    };

    private static ValuationPrice Price(decimal value) => new(value, new Instant(1), PriceSource.Configured);

    private RouteBook Book(int instrument, long distance)
    {
        int sign = Side.Sign();
        ImmutableArray<BookLevel> levels =
        [
            .. Enumerable.Range(0, 10).Select(level => new BookLevel(new PriceTicks(600_000 + (sign * (distance + (50 * level)))), new QuantityLots(300))),
        ];
        return new RouteBook(new InstrumentId(instrument), 1, new Instant(1), levels, new BookLevel(new PriceTicks(600_000 - (sign * 5)), new QuantityLots(1)), null);
    }

    private RouteAccount Account(int index, AccountTerms one, decimal? maximum)
    {
        InstrumentId[] own = [.. Enumerable.Range(3 * index, 3).Select(id => new InstrumentId(id))];
        var subaccount = new Subaccount(new SubaccountId(index), $"account{index}", new VenueId(index), "binance/spot-cross", Tether, 0.9m, [.. own])
        {
            Borrow = [new BorrowTerms(Ether, 0.0001m, 0m), new BorrowTerms(Paid, 0m, maximum)],
            TakerRates = [.. own.Select(id => new AccountTakerRate(id, OwnTakerRate))],
        };
        AssetBalance[] balances = [new(Ether, 100_000m), new(Side == Side.Buy ? Bitcoin : Tether, 100_000_000m), new(Paid, one.Has) { Borrowed = one.Borrowed, Borrowable = 1_000_000_000m }];
        var account = new MarginAccount(subaccount, 1, new Instant(1), [.. balances], []);
        return new RouteAccount(subaccount, account, [.. one.Open], null);
    }

    private static PendingFill[] Open(Random random, int first) =>
    [
        .. Enumerable.Range(0, random.Next(0, 4)).Select(_ => random.Next(3) switch
        {
            0 => new PendingFill(new InstrumentId(first), random.Next(2) == 0 ? Side.Buy : Side.Sell, new QuantityLots(random.Next(1, 80)), new PriceTicks(598_000)),
            1 => new PendingFill(new InstrumentId(first + 1), Side.Buy, new QuantityLots(random.Next(1, 2_000)), new PriceTicks(29_990)),
            _ => new PendingFill(new InstrumentId(first + 2), Side.Buy, new QuantityLots(random.Next(1, 2_000)), new PriceTicks(4_999)),
        }),
    ];

    private static Instrument Pair(int id, int venue, Asset asset, Asset quote, decimal tick) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(venue),
        Symbol = $"{asset.Code}{quote.Code}@{venue}",
        Kind = InstrumentKind.Spot,
        Base = asset,
        Quote = quote,
        Settlement = quote,
        TickSize = tick,
        LotSize = Lot,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0.0005m, 0m),
    };

    private sealed record AccountTerms(decimal Has, decimal Borrowed, decimal Maximum, PendingFill[] Open);
}
