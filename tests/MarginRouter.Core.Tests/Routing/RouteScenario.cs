using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>A routing situation that tests change one thing at a time: linear perpetuals on a venue each, accounts, and one parent.</summary>
internal sealed class RouteScenario
{
    public const decimal ProductLot = 0.001m;
    public const decimal Tick = 0.1m;

    public static readonly Asset Tether = new("USDT");

    public List<InstrumentSpec> Instruments { get; } = [];

    public List<AccountSpec> Accounts { get; } = [];

    public Side Side { get; set; } = Side.Buy;

    public long Quantity { get; set; } = 100;

    public decimal? LimitPrice { get; set; }

    public int MaximumChildren { get; set; } = 12;

    public decimal CollarBasisPoints { get; set; } = 500m;

    public FillStatePolicy FillStates { get; set; } = FillStatePolicy.Any;

    public int WorkUnits { get; set; } = 100_000;

    /// <summary>Changes the policy of the request.</summary>
    public Func<RoutePolicy, RoutePolicy> Policy { get; set; } = policy => policy;

    /// <summary>What is special about venues; venues have the numbers of their instruments.</summary>
    public List<RouteVenue> Venues { get; } = [];

    /// <summary>Firm quotes for its instruments.</summary>
    public List<RouteQuote> Quotes { get; } = [];

    public long Tolerated { get; set; }

    public List<ExposureCap> Caps { get; } = [];

    public HashSet<string> UnpricedAssets { get; } = [];

    /// <summary>Adds an instrument with levels on the side that the parent takes, prices as distance from the mark in ticks.</summary>
    public InstrumentSpec Instrument(long markTicks, params (long Distance, long Lots)[] levels)
    {
        var spec = new InstrumentSpec { MarkTicks = markTicks };
        spec.Levels.AddRange(levels);
        Instruments.Add(spec);
        return spec;
    }

    /// <summary>Adds a firm quote: the price as distance from the mark in ticks, the least lots that may be taken.</summary>
    public FirmQuote Quote(int slot, long distance, long lots, long least)
    {
        var quote = new FirmQuote
        {
            Request = new QuoteRequestId(new ParentOrderId(7), 1, 0),
            QuoteId = $"Q{Quotes.Count}",
            Maker = "maker",
            Instrument = new InstrumentId(slot),
            Side = Side,
            Price = new PriceTicks(Instruments[slot].MarkTicks + ((Side == Side.Buy ? 1 : -1) * distance)),
            Quantity = new QuantityLots(lots),
            MinimumQuantity = new QuantityLots(least),
            ValidUntil = new Instant(1_000_000),
        };
        Quotes.Add(new RouteQuote(quote, null));
        return quote;
    }

    public AccountSpec Account(decimal wallet, params int[] slots)
    {
        var spec = new AccountSpec { Wallet = wallet };
        spec.Slots.AddRange(slots);
        Accounts.Add(spec);
        return spec;
    }

    /// <summary>A copy that shares instruments and accounts, changed.</summary>
    public RouteScenario With(Action<RouteScenario> change)
    {
        var copy = new RouteScenario
        {
            Side = Side,
            Quantity = Quantity,
            LimitPrice = LimitPrice,
            MaximumChildren = MaximumChildren,
            CollarBasisPoints = CollarBasisPoints,
            FillStates = FillStates,
            WorkUnits = WorkUnits,
            Policy = Policy,
            Tolerated = Tolerated,
            Models = Models,
        };
        copy.Instruments.AddRange(Instruments);
        copy.Accounts.AddRange(Accounts);
        copy.Venues.AddRange(Venues);
        copy.Quotes.AddRange(Quotes);
        copy.Caps.AddRange(Caps);
        change(copy);
        return copy;
    }

    /// <summary>Changes what is known of each venue.</summary>
    public void EachVenue(Func<RouteVenue, RouteVenue> change)
    {
        for (int i = 0; i < Venues.Count; i++)
            Venues[i] = change(Venues[i]);
    }

    public RouteDecision Decide() => Optimizer().Decide(Request());

    public RouteOptimizer Optimizer() => new(Reference(), Models);

    /// <summary>The margin rules of the accounts.</summary>
    public MarginModelTable Models { get; set; } = TestMarginModels.Table();

    public ReferenceData Reference() => new(
        [.. Instruments.Select((_, slot) => new Venue(new VenueId(slot), $"venue{slot}"))],
        [.. Instruments.Select((spec, slot) => spec.Build(slot))],
        [new Product(new ProductId(0), "BTC-USDT", new Asset("BTC"), Tether, ProductLot, [.. Instruments.Select((_, slot) => new InstrumentId(slot))])]);

    public RouteRequest Request() => new()
    {
        Parent = new ParentOrderId(7),
        Attempt = 1,
        Product = new ProductId(0),
        Side = Side,
        Quantity = new QuantityLots(Quantity),
        LimitPrice = LimitPrice,
        Books = [.. Instruments.Select(Book).Where((_, slot) => !Instruments[slot].BookMissing)],
        Accounts = [.. Accounts.Select((spec, index) => spec.Build(new SubaccountId(index)))],
        Prices = Prices(),
        Venues = [.. Venues],
        Quotes = [.. Quotes],
        Caps = [.. Caps],
        Tolerated = new QuantityLots(Tolerated),
        Policy = Policy(new RoutePolicy(FillStates, BreachPolicy.ReduceOnly, MaximumChildren, CollarBasisPoints)),
        WorkUnits = WorkUnits,
    };

    private PriceVector Prices()
    {
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        foreach ((string code, decimal value) in new[] { ("USD", 1m), ("USDT", 1m), ("USDC", 1.0004m), ("BTC", 60_000m) })
        {
            if (!UnpricedAssets.Contains(code))
                assets[code] = new ValuationPrice(value, new Instant(1), PriceSource.Configured);
        }

        return new PriceVector(
            [.. Instruments.Select(spec => spec.MarkMissing ? (ValuationPrice?)null : new ValuationPrice(spec.MarkTicks * Tick, new Instant(1), PriceSource.VenueMark))],
            [.. Instruments.Select(_ => (Refusal?)null)],
            assets.ToImmutable());
    }

    private RouteBook Book(InstrumentSpec spec, int slot)
    {
        int sign = Side.Sign();
        ImmutableArray<BookLevel> levels =
        [
            .. spec.Levels.Select(level => new BookLevel(new PriceTicks(spec.MarkTicks + (sign * level.Distance)), new QuantityLots(level.Lots))),
        ];
        BookLevel? opposite = spec.OppositeMissing ? null : new BookLevel(new PriceTicks(spec.MarkTicks - (sign * spec.OppositeDistance)), new QuantityLots(1));
        return new RouteBook(new InstrumentId(slot), 1, new Instant(1), levels, opposite, spec.Unavailable) { FundingPerDay = spec.FundingPerDay, FillRatio = spec.FillRatio };
    }

    internal sealed class InstrumentSpec
    {
        public long MarkTicks { get; set; } = 600_000;

        public List<(long Distance, long Lots)> Levels { get; } = [];

        public long OppositeDistance { get; set; } = 5;

        /// <summary>Product lots in one lot.</summary>
        public long Lot { get; set; } = 1;

        public decimal TakerRate { get; set; } = 0.0005m;

        public long MinimumLots { get; set; } = 1;

        public decimal MinimumNotional { get; set; }

        public decimal FundingPerDay { get; set; }

        public decimal Ticket { get; set; }

        public decimal FillRatio { get; set; } = 1m;

        public string Quote { get; set; } = "USDT";

        public string? Symbol { get; set; }

        public InstrumentKind Kind { get; set; } = InstrumentKind.LinearPerpetual;

        public Refusal? Unavailable { get; set; }

        public bool BookMissing { get; set; }

        public bool OppositeMissing { get; set; }

        public bool MarkMissing { get; set; }

        public Instrument Build(int slot) => new()
        {
            Id = new InstrumentId(slot),
            Venue = new VenueId(slot),
            Symbol = Symbol ?? TestMarginModels.Symbol,
            Kind = Kind,
            Base = new Asset("BTC"),
            Quote = new Asset(Quote),
            Settlement = new Asset(Quote),
            TickSize = Tick,
            LotSize = Lot * ProductLot,
            Multiplier = 1m,
            MinimumQuantity = new QuantityLots(MinimumLots),
            MinimumNotional = MinimumNotional,
            Fees = new FeeSchedule(TakerRate, 0m) { Ticket = Ticket },
        };
    }

    internal sealed class AccountSpec
    {
        public decimal Wallet { get; set; }

        public decimal UtilisationLimit { get; set; } = 0.5m;

        public List<int> Slots { get; } = [];

        public List<(int Slot, long Lots, decimal Entry)> Positions { get; } = [];

        public List<PendingFill> Pending { get; } = [];

        /// <summary>Places in the venues' deleveraging queues by instrument; positions without one have none stated.</summary>
        public Dictionary<int, AdlRank> Ranks { get; } = [];

        public string RuleSet { get; set; } = TestMarginModels.RuleSet;

        public Asset Reporting { get; set; } = Tether;

        /// <summary>What it has beside its wallet.</summary>
        public List<AssetBalance> Others { get; } = [];

        /// <summary>What it may still borrow of what it pays with; null where nothing is said.</summary>
        public decimal? Borrowable { get; set; }

        /// <summary>False where positions are not kept: pairs that are bought and borrowed for.</summary>
        public bool KeepsPositions { get; set; } = true;

        public decimal CapitalRatePerYear { get; set; }

        public decimal? MinimumLiquidationDistance { get; set; }

        /// <summary>Taker rate of the account's tier on all its instruments; null for the listed one.</summary>
        public decimal? OwnTakerRate { get; set; }

        public Refusal? Unavailable { get; set; }

        public bool StatementMissing { get; set; }

        public RouteAccount Build(SubaccountId id)
        {
            var subaccount = new Subaccount(
                id, $"account{id.Value}", new VenueId(Slots[0]), RuleSet, Reporting, UtilisationLimit, [.. Slots.Select(slot => new InstrumentId(slot))])
            {
                CapitalRatePerYear = CapitalRatePerYear,
                MinimumLiquidationDistance = MinimumLiquidationDistance,
                TakerRates = OwnTakerRate is { } rate ? [.. Slots.Select(slot => new AccountTakerRate(new InstrumentId(slot), rate))] : [],
            };
            IEnumerable<PositionSnapshot> flat = Slots.Where(slot => Positions.All(position => position.Slot != slot))
                .Select(slot => new PositionSnapshot(new InstrumentId(slot), PositionLots.Flat, 0m, TestMarginModels.Leverage));
            IEnumerable<PositionSnapshot> held = Positions.Select(position =>
                new PositionSnapshot(new InstrumentId(position.Slot), new PositionLots(position.Lots), position.Entry, TestMarginModels.Leverage) { AdlRank = position.Lots == 0 ? null : Ranks.GetValueOrDefault(position.Slot) });
            AssetBalance[] balances = [.. Others, new AssetBalance(Tether, Wallet) { Borrowable = Borrowable }];
            PositionSnapshot[] positions = KeepsPositions ? [.. flat.Concat(held).OrderBy(position => position.Instrument.Value)] : [];
            var account = new MarginAccount(
                subaccount, 3, new Instant(1), [.. balances.OrderBy(balance => balance.Asset.Code, StringComparer.Ordinal)], [.. positions]);
            return new RouteAccount(subaccount, StatementMissing ? null : account, [.. Pending], Unavailable);
        }
    }
}
