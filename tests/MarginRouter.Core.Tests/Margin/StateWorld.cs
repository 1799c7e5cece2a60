using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.States;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Random small accounts under any rule set: a few lots of a few instruments, so that every partial fill can be tried.</summary>
internal sealed class StateWorld
{
    private readonly Random random;
    private readonly MarginRuleSet rules;
    private readonly bool contracts;

    public StateWorld(string name, int seed)
        : this(name, seed, strained: false)
    {
    }

    private StateWorld(string name, int seed, bool strained)
    {
        random = new Random(seed);
        rules = Tables(RuleFiles.Load(name));
        contracts = rules.Positions == PositionKeeping.Derivative;
        Rules = MarginModelFactory.State(rules.Book is null && rules.Model == MarginModelKind.TieredDerivative ? AsBook(rules) : rules);
        Model = MarginModelFactory.Create(rules);
        Reference = Instruments(rules, strained && !contracts ? 0.05m : 0.5m);
        Asset stable = rules.Reporting;
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        foreach ((string code, decimal price) in new[] { ("USD", 1m), ("USDT", 1m), ("USDC", 1m), ("BTC", 60_000m), ("ETH", 3_000m) })
            assets[code] = Priced(price);
        Prices = new PriceVector(
            [.. Marks.Select(mark => (ValuationPrice?)Priced(mark))], [.. Marks.Select(_ => (Refusal?)null)], assets.ToImmutable());
        decimal limit = random.Next(30, 95) / 100m;
        Account = new MarginAccount(
            new Subaccount(new SubaccountId(0), "desk", new VenueId(0), rules.Name, stable, limit, [.. Reference.Instruments.Select(one => one.Id)])
            {
                AcceptanceReserve = random.Next(3) == 0 ? 0.02m : 0m,
            },
            1,
            new Instant(1),
            Balances(),
            contracts ? Positions() : []);
        Pending = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Fill(random.Next(1, 3), null))];
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        Candidates = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Fill(random.Next(1, 5), side))];
        if (!strained)
            return;
        Account = Strain();
        Pending = [.. Pending.Select(fill => random.Next(2) == 0 ? Reducing(fill) : fill)];
        Candidates = [.. Candidates.Select(fill => random.Next(5) != 0 ? Reducing(fill) : fill)];
    }

    /// <summary>An account with a limit close to its own utilisation, mostly over it, and children that mostly reduce what it holds.</summary>
    public static StateWorld Strained(string name, int seed) => new(name, seed, strained: true);

    /// <summary>An account that holds money alone, and the first slice of a pair: a spot purchase beside a sale of contracts of the same coin.</summary>
    public static StateWorld FirstSlice(string name, int seed)
    {
        StateWorld world = new(name, seed);
        world.Account = world.Account with
        {
            Balances = [.. world.Account.Balances.Where(balance => balance.Asset.Code != "BTC")],
            Positions = [.. world.Account.Positions.Select(position => new PositionSnapshot(position.Instrument, PositionLots.Flat, 0m, position.Leverage))],
        };
        world.Pending = [];
        world.Candidates =
        [
            world.Fill(2, Side.Buy, world.random.Next(1, 5)), world.Fill(0, Side.Sell, world.random.Next(1, 5)),
        ];
        return world;
    }

    public IMarginModel Model { get; }

    public IStateRules Rules { get; }

    public ReferenceData Reference { get; }

    public PriceVector Prices { get; }

    public MarginAccount Account { get; private set; }

    public PendingFill[] Pending { get; private set; }

    public PendingFill[] Candidates { get; private set; }

    public AccountEvaluator Evaluator(FillStatePolicy states, BreachPolicy breach = BreachPolicy.Oracle) =>
        new(Reference, Model, Account, [.. Pending], Prices, states, breach);

    public AccountQuestion Question(FillStatePolicy states) => new(Reference, Account, [.. Pending], Prices, states);

    private decimal[] Marks => [60_000m, rules.Scenario is not null || IsInverse(rules) ? 60_000m : 3_000m, 60_000m, 60_000m, 3_000m];

    public override string ToString() =>
        $"{Account.Subaccount.RuleSet} limit {Account.Subaccount.UtilisationLimit} balances {string.Join(",", Account.Balances)} positions {string.Join(",", Account.Positions)} pending {string.Join(",", Pending)} candidates {string.Join(",", Candidates)}";

    /// <summary>Where a file has no tiers of its own, or only one, a table with several rows stands in, so that jumps are met.</summary>
    private static MarginRuleSet Tables(MarginRuleSet loaded)
    {
        if (loaded.Scenario is { } scenario)
            return loaded with { Scenario = Charged(scenario) };
        TierApplication application = loaded.Book?.Application ?? TierApplication.Marginal;
        decimal scale = loaded.TierUnit switch
        {
            TierUnit.Notional => 60_000m,
            TierUnit.Coins or TierUnit.Contracts => 1m,
        };
        ImmutableArray<MarginTier> rows =
        [
            new(0m, 2m * scale, 0.02m, 0.01m, 0m, 50m),
            new(2m * scale, 5m * scale, 0.05m, 0.025m, application == TierApplication.Marginal ? 0.03m * scale : 0m, 20m),
            new(5m * scale, 400m * scale, 0.1m, 0.05m, application == TierApplication.Marginal ? 0.155m * scale : 0m, 10m),
        ];
        ImmutableArray<MarginTier> debts =
        [
            new(0m, 100_000m, 0.1m, 0.04m, 0m, null),
            new(100_000m, 2_000_000_000m, 0.2m, 0.06m, 2_000m, null),
        ];
        var tables = ImmutableSortedDictionary.CreateBuilder<string, TierTable>(StringComparer.Ordinal);
        tables["ONE"] = new TierTable(rows);
        tables["TWO"] = new TierTable(rows);
        tables["loan"] = new TierTable(debts);
        foreach (string coin in new[] { "BTC", "ETH", "USDT", "USD", "USDC" })
            tables[coin] = new TierTable(debts);
        Asset money = Money(loaded);
        return loaded with
        {
            Tiers = tables.ToImmutable(),
            Haircuts = loaded.Haircuts.IsEmpty || loaded.Haircuts.ContainsKey(money.Code) || loaded.Model == MarginModelKind.CollateralLtv
                ? loaded.Haircuts
                : loaded.Haircuts.Add(money.Code, new HaircutTable([new HaircutTier(0m, 40_000m, 0.99m), new HaircutTier(40_000m, null, 0.9m)])),
        };
    }

    /// <summary>The same rules written as those of a whole account, by which affine frames are judged.</summary>
    private static MarginRuleSet AsBook(MarginRuleSet frame) => frame with { Book = new BookRules { Orders = OrderNetting.LargerSide } };

    /// <summary>What a file leaves out is filled in, so that contracts can be judged.</summary>
    private static ScenarioRule Charged(ScenarioRule rule) => rule with
    {
        Gaps = [],
        ContractCharge = rule.ContractCharge ?? new ClassFigures(
            ImmutableSortedDictionary.Create<string, ImmutableArray<decimal>>(StringComparer.Ordinal).Add("all", [0.001m]),
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
            "all"),
    };

    /// <summary>The stable coin in which the account pays.</summary>
    private static Asset Money(MarginRuleSet rules) =>
        rules.Haircuts.IsEmpty || rules.Haircuts.ContainsKey(rules.Reporting.Code) || rules.Model == MarginModelKind.CollateralLtv
            ? rules.Scenario is null || IsInverse(rules) ? rules.Reporting : new Asset("USDT")
            : new Asset(rules.Haircuts.Keys.FirstOrDefault(code => code.StartsWith("USD", StringComparison.Ordinal)) ?? "USDT");

    private static bool IsInverse(MarginRuleSet rules) => rules.Name is "binance/coinm" or "deribit/portfolio";

    private static ReferenceData Instruments(MarginRuleSet rules, decimal pairLot)
    {
        bool inverse = IsInverse(rules);
        string quote = inverse ? "USD" : Money(rules).Code;
        InstrumentKind kind = inverse ? InstrumentKind.InversePerpetual : InstrumentKind.LinearPerpetual;
        return new ReferenceData(
            [new Venue(new VenueId(0), "venue")],
            [
                One(0, "ONE", kind, "BTC", quote, inverse ? 60_000m : 1m),
                rules.Scenario is not null && !inverse
                    ? One(1, "TWO", kind, "BTC", "USDC", 0.05m)
                    : One(1, "TWO", kind, inverse ? "BTC" : "ETH", quote, inverse ? 3_000m : 20m),
                One(2, "PAIR", InstrumentKind.Spot, "BTC", quote, 1m, pairLot),
                One(3, "PAIR2", InstrumentKind.Spot, "BTC", quote, 1m, pairLot),
                One(4, "PAIR3", InstrumentKind.Spot, "ETH", quote, 1m, pairLot),
            ],
            []);
    }

    private static Instrument One(int id, string symbol, InstrumentKind kind, string underlying, string quote, decimal multiplier, decimal lot = 0.5m) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(0),
        Symbol = symbol,
        Kind = kind,
        Base = new Asset(underlying),
        Quote = new Asset(quote),
        Settlement = new Asset(kind == InstrumentKind.InversePerpetual ? underlying : quote),
        TickSize = 1m,
        LotSize = lot,
        Multiplier = multiplier,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0.0005m, 0m),
    };

    private static ValuationPrice Priced(decimal value) => new(value, new Instant(1), PriceSource.VenueMark);

    private ImmutableArray<AssetBalance> Balances()
    {
        decimal money = random.Next(1, 40) * 2_500m;
        decimal coins = random.Next(4) * 0.4m;
        if (IsInverse(rules))
            return [new AssetBalance(new Asset("BTC"), 0.1m + coins)];
        var held = ImmutableArray.CreateBuilder<AssetBalance>();
        bool weighted = rules.Haircuts.IsEmpty || rules.Haircuts.ContainsKey("BTC");
        if (weighted && rules.Book?.PerSettlement != true)
        {
            held.Add(new AssetBalance(new Asset("BTC"), contracts ? coins : coins - 0.5m)
            {
                Borrowed = !contracts && random.Next(3) == 0 ? 0.3m : 0m,
                Interest = 0.001m * random.Next(2),
                Borrowable = random.Next(4) == 0 ? null : 0.5m * random.Next(1, 6),
            });
        }

        held.Add(new AssetBalance(Money(rules), contracts ? money : money - 20_000m) { Borrowable = random.Next(4) == 0 ? null : 400_000m });
        return held.ToImmutable();
    }

    private ImmutableArray<PositionSnapshot> Positions()
    {
        var positions = ImmutableArray.CreateBuilder<PositionSnapshot>();
        for (int i = 0; i < 2; i++)
        {
            int lots = random.Next(3) == 0 ? 0 : random.Next(-8, 9);
            decimal entry = lots == 0 ? 0m : Marks[i] * (1m + (random.Next(-20, 21) / 1000m));
            decimal leverage = random.Next(2, 11);
            decimal contractsHeld = Math.Abs(lots) * 0.5m;
            Instrument one = Reference.Instruments[i];
            decimal value = lots == 0 ? 0m : one.Kind == InstrumentKind.InversePerpetual ? contractsHeld * one.Multiplier / entry : contractsHeld * one.Multiplier * entry;
            positions.Add(new PositionSnapshot(new InstrumentId(i), new PositionLots(lots), entry, leverage)
            {
                IsolatedMargin = rules.Book?.Scope == MarginScope.Isolated ? value / leverage : null,
            });
        }

        return positions.ToImmutable();
    }

    /// <summary>The account with a limit close to its utilisation, mostly below it; two of three with little equity left above the requirement.</summary>
    private MarginAccount Strain()
    {
        MarginAccount account = Account;
        if (random.Next(3) != 0 && MarginAssessor.Assess(Reference, Model, account, [], [], Prices, out _) is { } whole)
            account = Drained(account, ((whole.LiquidationRequirement ?? whole.MaintenanceMargin) * random.Next(105, 250) / 100m) - whole.Equity);
        MarginAssessment? today = MarginAssessor.Assess(Reference, Model, account, [], [], Prices, out _);
        decimal factor = random.Next(4) == 0 ? random.Next(1_001, 1_200) / 1_000m : random.Next(500, 1_000) / 1_000m;
        return today?.Utilisation is > 0m and { } utilisation
            ? account with { Subaccount = account.Subaccount with { UtilisationLimit = Math.Clamp(utilisation * factor, 0.0001m, 1m) } }
            : account;
    }

    /// <summary>The account with other cash; with isolated positions both they and the cash are thin.</summary>
    private MarginAccount Drained(MarginAccount account, decimal change)
    {
        bool isolated = rules.Book?.Scope == MarginScope.Isolated && contracts;
        Asset coin = IsInverse(rules) ? new Asset("BTC") : Money(rules);
        decimal unit = IsInverse(rules) && rules.Reporting.Code != "BTC" ? 60_000m : 1m;
        decimal thin = random.Next(0, 300);
        return account with
        {
            Balances = [.. account.Balances.Select(balance => balance.Asset == coin
                ? balance with { Quantity = isolated ? thin : contracts ? Math.Max(0.001m, balance.Quantity + (change / unit)) : balance.Quantity + change }
                : balance)],
            Positions = [.. account.Positions.Select(position => position with
            {
                IsolatedMargin = position.IsolatedMargin * random.Next(20, 100) / 1000m * (position.Leverage ?? 10m),
            })],
        };
    }

    /// <summary>The child on the side that shrinks a position, or a debt where there are only balances; one in three at a poor price.</summary>
    private PendingFill Reducing(PendingFill fill)
    {
        PositionSnapshot[] held = [.. Account.Positions.Where(position => !position.Quantity.IsFlat)];
        if (contracts && held.Length == 0)
            return fill;
        PositionSnapshot? one = contracts ? held[random.Next(held.Length)] : null;
        InstrumentId instrument = one?.Instrument ?? fill.Instrument;
        bool buys = one is { } position ? position.Quantity.Value < 0 : Account.Balances.Any(balance => balance.Asset.Code == "BTC" && balance.Net < 0m);
        decimal slip = random.Next(3) == 0 ? random.Next(20, 80) / 1000m : random.Next(-10, 4) / 1000m;
        decimal price = Marks[instrument.Value] * (buys ? 1m + slip : 1m - slip);
        return new PendingFill(instrument, buys ? Side.Buy : Side.Sell, fill.Quantity, new PriceTicks((long)price));
    }

    private PendingFill Fill(int instrument, Side side, int lots) => new(
        new InstrumentId(instrument), side, new QuantityLots(lots), new PriceTicks((long)(Marks[instrument] * (1m + (random.Next(-15, 16) / 1000m)))));

    private PendingFill Fill(int lots, Side? side)
    {
        int instrument = contracts && ((rules.Book is null && rules.Scenario is null) || rules.Book?.PerSettlement == true || rules.Model == MarginModelKind.TieredDerivative || random.Next(3) > 0)
            ? random.Next(2)
            : random.Next(2, 4);
        decimal price = Marks[instrument] * (1m + (random.Next(-15, 16) / 1000m));
        return new PendingFill(
            new InstrumentId(instrument), side ?? (random.Next(2) == 0 ? Side.Buy : Side.Sell), new QuantityLots(lots), new PriceTicks((long)price));
    }
}
