using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Benchmarks.Routing;

/// <summary>A seeded routing situation: a perpetual on each venue, tiered margin, the parent takes about half of what is shown.</summary>
internal static class RoutingSituation
{
    /// <summary>The rule set of all accounts.</summary>
    public const string RuleSet = "benchmark/linear";
    private const decimal Lot = 0.001m;
    /// <summary>What everything is settled in.</summary>
    public static readonly Asset Tether = new("USDT");

    /// <summary>Builds an optimiser and a request for it.</summary>
    public static (RouteOptimizer Optimizer, RouteRequest Request) Build(int instruments, int levels, int accounts, Room room)
    {
        var random = new Random(7);
        ReferenceData reference = Reference(instruments);
        ImmutableArray<RouteBook> books = [.. Enumerable.Range(0, instruments).Select(slot => Book(random, slot, levels))];
        long shown = books.Sum(book => book.Levels.Sum(level => level.Quantity.Value));
        decimal need = shown / 2 * Lot * 60_000m * 0.005m / 0.65m;
        ImmutableArray<RouteAccount> routeAccounts = [.. Enumerable.Range(0, accounts).Select(index => Account(index, instruments, Wallet(index, need, accounts, room)))];
        var request = new RouteRequest
        {
            Parent = new ParentOrderId(1),
            Attempt = 1,
            Product = new ProductId(0),
            Side = Side.Buy,
            Quantity = new QuantityLots(shown / 2),
            LimitPrice = null,
            Books = books,
            Accounts = routeAccounts,
            Prices = new PriceVector(
                [.. Enumerable.Range(0, instruments).Select(_ => (ValuationPrice?)new ValuationPrice(60_000m, new Instant(1), PriceSource.VenueMark))],
                [.. new Refusal?[instruments]],
                ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal).Add("USDT", new ValuationPrice(1m, new Instant(1), PriceSource.Configured))),
            Policy = new RoutePolicy(FillStatePolicy.Any, BreachPolicy.ReduceOnly, 12, 500m),
            WorkUnits = 10_000,
        };
        return (new RouteOptimizer(reference, Models()), request);
    }

    private static decimal Wallet(int index, decimal need, int accounts, Room room) => room switch
    {
        Room.Ample => need * 10m,
        Room.SomeBind => index < 2 ? need * 0.15m : need * 2m,
        Room.AllBind => need * 0.8m / accounts,
    };

    /// <summary>So many venues with one perpetual each, all of one product.</summary>
    public static ReferenceData Reference(int instruments) => new(
        [.. Enumerable.Range(0, instruments).Select(slot => new Venue(new VenueId(slot), $"venue{slot}"))],
        [.. Enumerable.Range(0, instruments).Select(Perpetual)],
        [new Product(new ProductId(0), "BTC-USDT", new Asset("BTC"), Tether, Lot, [.. Enumerable.Range(0, instruments).Select(slot => new InstrumentId(slot))])]);

    private static Instrument Perpetual(int slot) => new()
    {
        Id = new InstrumentId(slot),
        Venue = new VenueId(slot),
        Symbol = "BTCUSDT",
        Kind = InstrumentKind.LinearPerpetual,
        Base = new Asset("BTC"),
        Quote = Tether,
        Settlement = Tether,
        TickSize = 0.1m,
        LotSize = Lot,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 5m,
        Fees = new FeeSchedule(0.0004m + (slot * 0.00003m), 0m),
    };

    private static RouteBook Book(Random random, int slot, int levels)
    {
        long price = 600_000 + random.Next(1, 30);
        var builder = ImmutableArray.CreateBuilder<BookLevel>(levels);
        for (int i = 0; i < levels; i++)
        {
            builder.Add(new BookLevel(new PriceTicks(price), new QuantityLots(random.Next(50, 3_000))));
            price += random.Next(1, 20);
        }

        return new RouteBook(
            new InstrumentId(slot), 1, new Instant(1), builder.MoveToImmutable(), new BookLevel(new PriceTicks(599_990), new QuantityLots(100)), null);
    }

    private static RouteAccount Account(int index, int instruments, decimal wallet)
    {
        var instrument = new InstrumentId(index % instruments);
        var subaccount = new Subaccount(
            new SubaccountId(index), $"account{index}", new VenueId(instrument.Value), RuleSet, Tether, 0.65m, [instrument]);
        var account = new MarginAccount(
            subaccount,
            1,
            new Instant(1),
            [new AssetBalance(Tether, wallet)],
            [new PositionSnapshot(instrument, new PositionLots(index * 100), 60_010m, 100m)]);
        return new RouteAccount(subaccount, account, [], null);
    }

    /// <summary>Tiered cross margin.</summary>
    public static MarginModelTable Models() => new([MarginModelFactory.Create(new MarginRuleSet
    {
        Name = RuleSet,
        Venue = "benchmark",
        Model = MarginModelKind.TieredDerivative,
        AsOf = new DateOnly(2025, 1, 1),
        Confidence = RuleConfidence.Low,
        Sources = ["made for benchmarks"],
        Reporting = Tether,
        Positions = PositionKeeping.Derivative,
        Haircuts = ImmutableSortedDictionary.Create<string, HaircutTable>(StringComparer.Ordinal).Add("USDT", new HaircutTable([new HaircutTier(0m, null, 1m)])),
        Tiers = ImmutableSortedDictionary.Create<string, TierTable>(StringComparer.Ordinal).Add("BTCUSDT", new TierTable(
        [
            new MarginTier(0m, 1_000_000m, null, 0.004m, 0m, null),
            new MarginTier(1_000_000m, 10_000_000m, null, 0.005m, 1_000m, null),
            new MarginTier(10_000_000m, null, null, 0.01m, 51_000m, null),
        ])),
    })]);
}
