using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Tests.Engine;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>One random book written twice: as the live account that a route is judged by, and as the case of the margin command.</summary>
internal sealed class LiveCaseWorld
{
    private const decimal Lot = 0.01m;
    private const long YearMilliseconds = 365L * 86_400_000L;
    private static readonly Instant Now = Instant.FromMilliseconds(1_800_000_000_000);
    private readonly Random random;
    private readonly bool inverse;
    private readonly bool spot;
    private readonly Asset money;
    private readonly List<Instrument> instruments = [];
    private readonly List<(decimal Contracts, decimal Entry, decimal Mark, decimal? Volatility, decimal? Aside)> held = [];

    public LiveCaseWorld(string name, int seed)
    {
        random = new Random(seed);
        MarginRuleSet loaded = RuleFiles.Load(name);
        inverse = name is "binance/coinm" or "kraken/futures-single" or "deribit/portfolio" or "deribit/standard";
        spot = loaded.Positions != PositionKeeping.Derivative;
        money = inverse ? new Asset("BTC") : Money(loaded);
        Rules = Completed(loaded);
        Fill();
        Assets = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal)
            .Add("BTC", 60_000m).Add("ETH", 3_000m).Add("USD", 1m).Add("USDC", 1m).Add("USDT", 1m);
        Balances = Holdings();
    }

    public MarginRuleSet Rules { get; }

    public ImmutableSortedDictionary<string, decimal> Assets { get; }

    public ImmutableArray<AssetBalance> Balances { get; }

    public bool HasOptions => instruments.Exists(one => one.Kind == InstrumentKind.Option);

    public MarginAssessment? Live(out Refusal? refusal)
    {
        AccountQuestion question = Question();
        return MarginAssessor.Assess(question.Reference, MarginModelFactory.Create(Rules), question.Account, [], [], question.Prices, out refusal);
    }

    public MarginAssessment? Case(out Refusal? refusal) => MarginCaseEvaluator.Assess(AsCase(), out refusal);

    /// <summary>The live account without open orders.</summary>
    public AccountQuestion Question()
    {
        ReferenceData reference = new([new Venue(new VenueId(0), Rules.Venue)], [.. instruments], []);
        Subaccount subaccount = new(
            new SubaccountId(0), "desk", new VenueId(0), Rules.Name, Rules.Reporting, 1m, [.. instruments.Select(one => one.Id)]);
        return new AccountQuestion(reference, new MarginAccount(subaccount, 1, Now, Balances, Positions()), [], Prices(), FillStatePolicy.Final);
    }

    /// <summary>The account as a case.</summary>
    public MarginCase AsCase() => new()
    {
        Rules = Rules,
        Balances = [.. Balances.Select(one => new CaseBalance(one.Asset, one.Quantity, one.Asset == Rules.Reporting ? null : Assets[one.Asset.Code]))],
        Positions = [.. instruments.Select(Position)],
        Orders = [],
        Fills = [],
        Prices = Assets.Remove(Rules.Reporting.Code),
    };

    public override string ToString() =>
        $"{Rules.Name} balances {string.Join(",", Balances)} {string.Join("; ", instruments.Zip(held).Select(one => $"{one.First.Symbol} {one.Second}"))}";

    private static Asset Money(MarginRuleSet rules) =>
        rules.Haircuts.IsEmpty || rules.Haircuts.ContainsKey(rules.Reporting.Code) || rules.Scenario is null
            ? rules.Reporting
            : new Asset(rules.Haircuts.Keys.First(code => code.StartsWith("USD", StringComparison.Ordinal)));

    private static MarginRuleSet Completed(MarginRuleSet rules)
    {
        if (rules.Scenario is { } scenario)
        {
            return rules with
            {
                Scenario = OptionDesk.Completed(rules.Name).Scenario! with { Volatility = scenario.Volatility ?? new VolatilityShock(0.3m, 0.3m, 0.3m, 0.3m, 0m) },
            };
        }

        decimal scale = rules.TierUnit == TierUnit.Notional ? 60_000m : 1m;
        bool marginal = (rules.Book?.Application ?? TierApplication.Marginal) == TierApplication.Marginal;
        TierTable table = new(
        [
            new MarginTier(0m, 2m * scale, 0.02m, 0.01m, 0m, 50m),
            new MarginTier(2m * scale, 4_000m * scale, 0.05m, 0.025m, marginal ? 0.03m * scale : 0m, 20m),
        ]);
        string[] names = ["BTC-USDC-SWAP", "ETH-USDC-SWAP", "BTC-USDC-270101", "BTC-USDT-SWAP", "BTC-USD-SWAP", "ETH-USDT-SWAP", "ETH-USD-SWAP", "BTC-USDT-270101", "BTC-USD-270101", "BTC/USDT", "BTC/USD", "BTC", "ETH", "USDT", "USD", "USDC", "loan"];
        HaircutTable cash = new([new HaircutTier(0m, 40_000m, 0.99m), new HaircutTier(40_000m, null, 0.9m)]);
        bool weighs = rules.Haircuts.IsEmpty || rules.Haircuts.ContainsKey(rules.Reporting.Code) || rules.Model == MarginModelKind.CollateralLtv;
        rules = weighs ? rules : rules with { Haircuts = rules.Haircuts.Add(rules.Reporting.Code, cash) };
        return rules with { Tiers = rules.Tiers.SetItems(names.Select(one => KeyValuePair.Create(one, table))) };
    }

    private void Fill()
    {
        string quote = inverse ? "USD" : money.Code;
        if (Rules.Model == MarginModelKind.UnmarginedSpot)
            return;
        if (spot)
        {
            Add($"BTC/{quote}", InstrumentKind.Spot, "BTC", quote, Rules.Positions == PositionKeeping.SpotMargin ? 60_000m : 0m);
            return;
        }

        Add($"BTC-{quote}-SWAP", inverse ? InstrumentKind.InversePerpetual : InstrumentKind.LinearPerpetual, "BTC", quote, 60_000m);
        if (!inverse && Rules.Book?.PerSettlement != true)
            Add($"ETH-{quote}-SWAP", InstrumentKind.LinearPerpetual, "ETH", quote, 3_000m);
        if (Rules.Scenario is not null || random.Next(2) == 0)
            Add($"BTC-{quote}-270101", inverse ? InstrumentKind.InverseFuture : InstrumentKind.LinearFuture, "BTC", quote, 60_000m);
        if (Rules.Scenario is null && Rules.Book?.ShortOptions is null)
            return;
        bool coin = Rules.Scenario?.CoinOptions ?? true;
        Add($"BTC-{(coin ? "USD" : quote)}-270101-60000-C", InstrumentKind.Option, "BTC", coin ? "BTC" : quote, coin ? 0.08m : 4_800m, OptionRight.Call);
        Add($"BTC-{(coin ? "USD" : quote)}-270101-60000-P", InstrumentKind.Option, "BTC", coin ? "BTC" : quote, coin ? 0.07m : 4_200m, OptionRight.Put);
    }

    private void Add(string symbol, InstrumentKind kind, string underlying, string quote, decimal level, OptionRight? right = null)
    {
        bool inCoin = kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;
        decimal contracts = level == 0m ? 0m : random.Next(-150, 151) * Lot;
        decimal mark = level * (1m + (random.Next(-10, 11) / 1000m));
        instruments.Add(new Instrument
        {
            Id = new InstrumentId(instruments.Count),
            Venue = new VenueId(0),
            Symbol = symbol,
            Kind = kind,
            Base = new Asset(underlying),
            Quote = new Asset(quote),
            Settlement = new Asset(inCoin ? underlying : quote),
            TickSize = 0.0001m,
            LotSize = Lot,
            Multiplier = inCoin ? 6_000m : 1m,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(0m, 0m),
            Expiry = symbol.Contains("270101", StringComparison.Ordinal) ? Now.PlusMilliseconds(YearMilliseconds / 4) : null,
            Option = right is { } known ? new OptionContract(known, 60_000m, new Asset("USD")) : null,
        });
        decimal entry = contracts == 0m ? 0m : level * (1m + (random.Next(-20, 21) / 1000m));
        decimal value = contracts == 0m ? 0m : inCoin ? 6_000m * Math.Abs(contracts) / entry : Math.Abs(contracts) * entry;
        held.Add((contracts, entry, mark, right is null ? null : 0.5m + (random.Next(20) / 100m), value / 10m));
    }

    private ImmutableArray<AssetBalance> Holdings()
    {
        if (inverse)
            return [new AssetBalance(money, 0.5m + (random.Next(20) / 10m))];
        decimal cash = 20_000m + (random.Next(100) * 1_000m);
        bool coins = Rules.Book?.PerSettlement != true && (Rules.Haircuts.IsEmpty ? spot && Rules.Positions != PositionKeeping.SpotMargin : Rules.Haircuts.ContainsKey("BTC"));
        return coins && random.Next(2) == 0
            ? [new AssetBalance(new Asset("BTC"), 0.5m + (random.Next(10) / 10m)), new AssetBalance(money, cash)]
            : [new AssetBalance(money, cash)];
    }

    private ImmutableArray<PositionSnapshot> Positions() => spot && Rules.Positions != PositionKeeping.SpotMargin
        ? []
        : [.. instruments.Select((one, i) => new PositionSnapshot(one.Id, new PositionLots((long)(held[i].Contracts / Lot)), held[i].Entry, one.Option is null ? 10m : null)
        {
            IsolatedMargin = Rules.Book?.Scope == MarginScope.Isolated ? held[i].Aside : null,
        })];

    private PriceVector Prices()
    {
        ValuationPrice Priced(decimal value) => new(value, Now, PriceSource.VenueMark);
        return new PriceVector(
            [.. held.Select(one => one.Mark == 0m ? (ValuationPrice?)null : Priced(one.Mark))],
            [.. held.Select(_ => (Refusal?)null)],
            Assets.ToImmutableSortedDictionary(one => one.Key, one => Priced(one.Value), StringComparer.Ordinal))
        {
            AsOf = Now,
            Options = instruments.Where(one => one.Option is not null)
                .ToImmutableSortedDictionary(one => one.Id.Value, one => new OptionQuote(held[one.Id.Value].Volatility!.Value, null, Now)),
        };
    }

    private CasePosition Position(Instrument one, int i) => new(
        one.Symbol, one.Base, one.Kind, held[i].Contracts, one.Multiplier, held[i].Entry, held[i].Mark == 0m ? null : held[i].Mark, one.Option is null ? 10m : null)
    {
        Years = one.YearsFrom(Now),
        Option = one.Option is { } option ? new ScenarioOption(option.Right == OptionRight.Call, option.Strike, held[i].Volatility!.Value) : null,
        IsolatedMargin = Rules.Book?.Scope == MarginScope.Isolated ? held[i].Aside : null,
    };
}
