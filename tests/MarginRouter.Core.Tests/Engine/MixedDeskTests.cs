using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>One desk with an isolated, a cross, a portfolio and an unmargined account at once: a block fills each up to its own limit.</summary>
public sealed class MixedDeskTests
{
    private const decimal Price = 60_000m;
    private const decimal Taker = 0.0005m;

    private static readonly string[] RuleNames = ["binance/usdm-isolated", "binance/usdm-cross", "okx/portfolio", "unmargined/spot"];
    private static readonly string[] Symbols = ["BTCUSDT", "BTCUSDT", "BTC-USDT-SWAP", "BTC-USDT"];
    private static readonly string[] Names = ["isolated", "cross", "portfolio", "unmargined"];
    private static readonly decimal[] Limits = [0.9m, 0.1m, 0.5m, 1m];
    private static readonly decimal[] Wallets = [30_000m, 10_000m, 100_000m, 120_000m];

    private readonly Firm firm = NewFirm();
    private readonly RouterEngine engine;
    private readonly CommandList commands = new();
    private Instant now = Instant.FromMilliseconds(1_800_000_000_000);

    public MixedDeskTests()
    {
        MarginModelTable models = new([.. RuleNames.Order(StringComparer.Ordinal).Select(RuleFiles.Model)]);
        engine = new RouterEngine(firm, new RouteOptimizer(firm.Reference, models), new FirmLedger(firm.Reference, firm.Subaccounts, _ => false));
    }

    [Fact]
    public void Apply_BlockLargerThanAllAccounts_FillsEachUpToItsOwnLimitAndNamesIt()
    {
        RouteDecision decision = Open(40m);
        Assert.Equal(4, decision.Children.Length);
        decimal[] sizes = [.. decision.Children.OrderBy(child => child.Terms.Subaccount.Value).Select(child => firm.Reference[child.Terms.Instrument].Quantity(child.Terms.Quantity))];

        // Isolated at 10x: a tenth of the value and the fee of each fill from 30,000.
        AssertLargest(sizes[0], btc => btc * Price * (0.1m + Taker) <= 30_000m);

        // Cross: 0.4 % of the value within a tenth of what the fees leave of 10,000.
        AssertLargest(sizes[1], btc => btc * Price * 0.004m <= 0.1m * (10_000m - (btc * Price * Taker)));

        // Portfolio: 12 % scan and 0.2 % basis within half of what the fees leave of 100,000.
        AssertLargest(sizes[2], btc => btc * Price * 0.122m <= 0.5m * (100_000m - (btc * Price * Taker)));

        // Unmargined: what 120,000 pays for with the fee.
        AssertLargest(sizes[3], btc => btc * Price * (1m + Taker) <= 120_000m);
        Assert.Equal(
            [
                (0, RefusalReason.VenueAcceptance),
                (1, RefusalReason.MaintenanceUtilisation),
                (2, RefusalReason.MaintenanceUtilisation),
                (3, RefusalReason.BalanceInsufficient),
            ],
            decision.Blocking.OrderBy(breach => breach.Subaccount.Value).Select(breach => (breach.Subaccount.Value, breach.Limit.Reason)));
        foreach (AccountMargin margin in decision.Margins)
        {
            Assert.Null(margin.Unknown);
            Assert.True(margin.WorstUtilisation <= margin.UtilisationLimit, $"{margin}");
        }
    }

    [Fact]
    public void Apply_ChildrenInFlight_LeaveNoRoomInAnyAccountUntilTheyEnd()
    {
        RouteDecision first = Open(40m);
        RouteDecision second = Decide("second", 40m);
        Assert.All(second.Children, child => Assert.True(child.Terms.Quantity.Value <= 2, $"{child}"));

        // The isolated child fills in part: its margin moves from the wallet to the position, and the rest comes free when it ends.
        RouteChild isolated = first.Children.Single(child => child.Terms.Subaccount.Value == 0);
        Apply(new ChildFilled(new Fill(isolated.Terms.Id, "t1", new QuantityLots(1_000), Price, Price * Taker, new Asset("USDT"), now)));
        AccountState account = engine.Ledger[new SubaccountId(0)];
        Assert.Equal(6_000m, account.Positions[0].IsolatedMargin);
        Assert.Equal(30_000m - 6_000m - (Price * Taker), account.Balances[0].Quantity);
        Apply(new ChildEnded(isolated.Terms.Id, new QuantityLots(1_000), "EXPIRED"));
        RouteDecision third = Decide("third", 40m);
        decimal size = third.Children.Where(child => child.Terms.Subaccount.Value == 0).Sum(child => child.Terms.Quantity.Value) / 1_000m;
        Assert.InRange(size, 3.8m, 4m);
    }

    private static void AssertLargest(decimal size, Func<decimal, bool> holds)
    {
        Assert.True(holds(size), $"{size} is too much");
        Assert.False(holds(size + 0.001m), $"{size} is not all");
    }

    /// <summary>Everything connected and stated, then one block.</summary>
    private RouteDecision Open(decimal block)
    {
        for (int i = 0; i < Names.Length; i++)
            Apply(new VenueConnectionChanged(new VenueId(i), Connected: true, "test"));
        for (int i = 0; i < Names.Length; i++)
        {
            InstrumentId id = new(i);
            BookImage image = new(id, 10);
            BookLevel Level(decimal price) => new(new PriceTicks((long)price), new QuantityLots(20_000));
            image.Load(BookState.Live, 1, now, [Level(Price - 1m)], [Level(Price)]);
            Apply(new BookChanged(image));
            if (i < 3)
                Apply(new MarkPriceReceived(id, Price, now));
            PositionSnapshot flat = new(id, PositionLots.Flat, 0m, i == 1 ? 100m : 10m) { IsolatedMargin = i == 0 ? 0m : null };
            Apply(new AccountReported(new AccountSnapshot(
                new SubaccountId(i), now, [new AssetBalance(new Asset("USDT"), Wallets[i])], i == 3 ? [] : [flat])));
        }

        return Decide("first", block);
    }

    private RouteDecision Decide(string id, decimal block)
    {
        ParentRequest request = new("DESK", id, "BTC-USDT", Side.Buy, block, OrderType.Limit, Price, TimeInForce.ImmediateOrCancel);
        return Apply(new ParentReceived(request, PossibleDuplicate: false)).OfType<RecordDecision>().Single().Decision;
    }

    private OutboundCommand[] Apply(InboundEvent inbound)
    {
        now = now.PlusMilliseconds(1);
        commands.Clear();
        engine.Apply(now, inbound, commands);
        return [.. Enumerable.Range(0, commands.Count).Select(i => commands[i])];
    }

    private static Firm NewFirm()
    {
        Asset usdt = new("USDT");
        ImmutableArray<Instrument> instruments = [.. Enumerable.Range(0, Names.Length).Select(One)];
        ReferenceData reference = new(
            [.. Names.Select((name, i) => new Venue(new VenueId(i), name))],
            instruments,
            [new Product(new ProductId(0), "BTC-USDT", new Asset("BTC"), usdt, 0.001m, [.. instruments.Select(one => one.Id)])]);
        return new Firm
        {
            Reference = reference,
            Subaccounts = [.. Names.Select((name, i) => new Subaccount(
                new SubaccountId(i), name, new VenueId(i), RuleNames[i], i == 2 ? new Asset("USD") : usdt, Limits[i], [new InstrumentId(i)]))],
            Desks =
            [
                new Desk(
                    "DESK",
                    [new ProductId(0)],
                    [.. Enumerable.Range(0, Names.Length).Select(i => new SubaccountId(i))],
                    new RoutePolicy(FillStatePolicy.Any, BreachPolicy.ReduceOnly, MaximumChildren: 12, CollarBasisPoints: 500m),
                    MaximumOrderNotional: 100_000_000m,
                    MaximumAttempts: 1,
                    ReattemptMilliseconds: 500),
            ],
            Valuation =
            [
                ValuationRule.Fixed(new Asset("USD"), 1m),
                ValuationRule.Fixed(usdt, 1m),
                ValuationRule.FirstBook(new Asset("BTC"), [new InstrumentId(3)], maximumAgeMilliseconds: 60_000),
            ],
            Ages = new AgeLimits(BookMilliseconds: 60_000, MarkMilliseconds: 60_000, IntentMilliseconds: 60_000),
            BookDepth = 10,
            WorkUnits = 20_000,
        };
    }

    private static Instrument One(int i) => new()
    {
        Id = new InstrumentId(i),
        Venue = new VenueId(i),
        Symbol = Symbols[i],
        Kind = i == 3 ? InstrumentKind.Spot : InstrumentKind.LinearPerpetual,
        Base = new Asset("BTC"),
        Quote = new Asset("USDT"),
        Settlement = new Asset("USDT"),
        TickSize = 1m,
        LotSize = 0.001m,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(Taker, 0m),
    };
}
