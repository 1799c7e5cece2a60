using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>A basket that tests change one thing at a time. Each leg has a product of its own over some instruments of 0.001 BTC a lot.</summary>
internal sealed class BasketScenario
{
    public const decimal Lot = 0.001m;
    public const decimal Tick = 0.1m;

    public List<Spec> Instruments { get; } = [];

    public List<Leg> Legs { get; } = [];

    public List<Account> Accounts { get; } = [];

    public long Blocks { get; set; } = 5;

    public long? MaximumLegging { get; set; }

    public decimal? NetLimit { get; set; }

    public BasketPurpose Purpose { get; set; } = BasketPurpose.Open;

    public int WorkUnits { get; set; } = 20_000;

    public decimal CollarBasisPoints { get; set; } = 500m;

    public Func<RoutePolicy, RoutePolicy> Policy { get; set; } = policy => policy;

    /// <summary>A leg over the instruments that follow, prices as distance from the mark in ticks on the side that it takes.</summary>
    public Leg AddLeg(Side side, long lotsPerBlock = 1)
    {
        Leg leg = new() { Side = side, LotsPerBlock = lotsPerBlock };
        Legs.Add(leg);
        return leg;
    }

    public Spec AddInstrument(Leg leg, params (long Distance, long Lots)[] levels)
    {
        Spec spec = new() { Leg = Legs.IndexOf(leg), Levels = [.. levels] };
        Instruments.Add(spec);
        return spec;
    }

    public Account AddAccount(decimal wallet, params int[] slots)
    {
        Account account = new() { Wallet = wallet, Slots = [.. slots] };
        Accounts.Add(account);
        return account;
    }

    public BasketDecision Decide() => Optimizer().Decide(Question());

    public BasketOptimizer Optimizer()
    {
        ReferenceData reference = Reference();
        return new BasketOptimizer(reference, new RouteOptimizer(reference, Rules));
    }

    /// <summary>The margin rules of the accounts.</summary>
    public MarginModelTable Rules { get; set; } = Models();

    public static MarginModelTable Models() => new(
        [.. TestMarginModels.Table().Models, RuleFiles.Model("okx/portfolio"), RuleFiles.Model("binance/usdm-cross"), RuleFiles.Model("unmargined/spot")]);

    public ReferenceData Reference() => new(
        [.. Instruments.Select((_, slot) => new Venue(new VenueId(slot), $"venue{slot}"))],
        [.. Instruments.Select((spec, slot) => spec.Build(slot))],
        [.. Legs.Select((_, leg) => new Product(
            new ProductId(leg), $"LEG{leg}", new Asset("BTC"), RouteScenario.Tether, Lot,
            [.. Instruments.Select((spec, slot) => (spec, slot)).Where(one => one.spec.Leg == leg).Select(one => new InstrumentId(one.slot))]))]);

    public BasketQuestion Question() => new()
    {
        Basket = new ParentOrderId(7),
        Purpose = Purpose,
        Blocks = Purpose == BasketPurpose.Open ? Blocks : 0,
        MaximumLegging = MaximumLegging,
        NetLimit = NetLimit,
        Legs = [.. Legs.Select(Ask)],
        Accounts = [.. Accounts.Select((account, index) => account.Build(new SubaccountId(index), Instruments))],
        Prices = Prices(),
        Policy = Policy(new RoutePolicy(FillStatePolicy.Any, BreachPolicy.ReduceOnly, 12, CollarBasisPoints)),
        WorkUnits = WorkUnits,
    };

    private LegQuestion Ask(Leg leg, int index) => new()
    {
        Parent = new ParentOrderId(7 + index),
        Attempt = 1,
        Product = new ProductId(index),
        Side = leg.Side,
        LotsPerBlock = leg.LotsPerBlock,
        Ratio = leg.LotsPerBlock * Lot,
        Quantity = new QuantityLots(leg.Quantity),
        FilledPrice = leg.FilledPrice,
        LimitPrice = leg.LimitPrice,
        Books = [.. Instruments.Select((spec, slot) => (spec, slot)).Where(one => one.spec.Leg == index).Select(one => one.spec.Book(one.slot, leg.Side))],
    };

    private PriceVector Prices()
    {
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        foreach ((string code, decimal value) in new[] { ("USD", 1m), ("USDT", 1m), ("BTC", 60_000m) })
            assets[code] = new ValuationPrice(value, new Instant(1), PriceSource.Configured);
        return new PriceVector(
            [.. Instruments.Select(spec => (ValuationPrice?)new ValuationPrice(spec.MarkTicks * Tick, new Instant(1), PriceSource.VenueMark))],
            [.. Instruments.Select(_ => (Refusal?)null)],
            assets.ToImmutable())
        {
            AsOf = new Instant(1),
        };
    }

    internal sealed class Leg
    {
        public Side Side { get; set; }

        public long LotsPerBlock { get; set; }

        public decimal? LimitPrice { get; set; }

        public long Quantity { get; set; }

        public decimal? FilledPrice { get; set; }
    }

    internal sealed class Spec
    {
        public int Leg { get; init; }

        public List<(long Distance, long Lots)> Levels { get; init; } = [];

        public long MarkTicks { get; set; } = 600_000;

        /// <summary>Product lots in one lot.</summary>
        public long LotScale { get; set; } = 1;

        public decimal TakerRate { get; set; } = 0.0005m;

        public string Symbol { get; set; } = TestMarginModels.Symbol;

        public InstrumentKind Kind { get; set; } = InstrumentKind.LinearPerpetual;

        /// <summary>When it ends; null for never.</summary>
        public Instant? Expiry { get; set; }

        public Instrument Build(int slot) => new()
        {
            Expiry = Expiry,
            Id = new InstrumentId(slot),
            Venue = new VenueId(slot),
            Symbol = Symbol,
            Kind = Kind,
            Base = new Asset("BTC"),
            Quote = RouteScenario.Tether,
            Settlement = RouteScenario.Tether,
            TickSize = Tick,
            LotSize = LotScale * Lot,
            Multiplier = 1m,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(TakerRate, 0m),
        };

        public RouteBook Book(int slot, Side side) => new(
            new InstrumentId(slot),
            1,
            new Instant(1),
            [.. Levels.Select(level => new BookLevel(new PriceTicks(MarkTicks + (side.Sign() * level.Distance)), new QuantityLots(level.Lots)))],
            new BookLevel(new PriceTicks(MarkTicks - (side.Sign() * 5)), new QuantityLots(1)),
            null);
    }

    internal sealed class Account
    {
        public decimal Wallet { get; set; }

        public decimal Coins { get; set; }

        public decimal UtilisationLimit { get; set; } = 0.5m;

        public decimal Leverage { get; set; } = TestMarginModels.Leverage;

        public List<int> Slots { get; init; } = [];

        public List<(int Slot, long Lots)> Positions { get; } = [];

        public string RuleSet { get; set; } = TestMarginModels.RuleSet;

        public RouteAccount Build(SubaccountId id, List<Spec> instruments)
        {
            var subaccount = new Subaccount(
                id, $"account{id.Value}", new VenueId(Slots[0]), RuleSet, RuleSet == "okx/portfolio" ? new Asset("USD") : RouteScenario.Tether,
                UtilisationLimit, [.. Slots.Select(slot => new InstrumentId(slot))]);
            IEnumerable<PositionSnapshot> positions = Slots.Where(slot => instruments[slot].Kind != InstrumentKind.Spot).Order().Select(slot =>
            {
                long lots = Positions.Where(one => one.Slot == slot).Sum(one => one.Lots);
                return new PositionSnapshot(new InstrumentId(slot), new PositionLots(lots), lots == 0 ? 0m : 60_000m, Leverage);
            });
            ImmutableArray<AssetBalance> balances = Coins == 0m
                ? [new AssetBalance(RouteScenario.Tether, Wallet)]
                : [new AssetBalance(new Asset("BTC"), Coins), new AssetBalance(RouteScenario.Tether, Wallet)];
            return new RouteAccount(subaccount, new MarginAccount(subaccount, 3, new Instant(1), balances, [.. positions]), [], null);
        }
    }
}
