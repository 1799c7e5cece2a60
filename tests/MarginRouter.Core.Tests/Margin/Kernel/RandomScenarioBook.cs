using System.Collections.Immutable;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Tests.Margin.Kernel;

/// <summary>Random scenario books under the rule files of the repository: contracts of several quotes and expiries, options, hedging balances, debts.</summary>
internal sealed class RandomScenarioBook
{
    private static readonly string[] Coins = ["BTC", "ETH", "LTC"];
    private readonly Random random;

    public RandomScenarioBook(string name, int seed)
    {
        random = new Random(seed);
        Rules = RuleFiles.Load(name);
        Context = $"{name} seed {seed}";
    }

    /// <summary>Every rule set with scenarios.</summary>
    public static TheoryData<string> RuleSets() => [.. RuleFiles.Names().Where(name => RuleFiles.Load(name).Scenario is not null)];

    /// <summary>The rules.</summary>
    public MarginRuleSet Rules { get; }

    /// <summary>Names rule set and seed for a failure's message.</summary>
    public string Context { get; }

    /// <summary>A book; most draws keep to what the rule set can judge, some do not.</summary>
    public ScenarioBook Next()
    {
        bool beyond = random.Next(8) == 0;
        string[] coins = [.. Coins.Where(coin => beyond || Rules.Scenario!.Prices.Find(coin) is not null)];
        var prices = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        var balances = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        prices["USD"] = 1m;
        prices["USDT"] = Amount(0.996m, 1.001m);
        prices["USDC"] = 1m;
        foreach (string coin in coins)
            prices[coin] = Amount(50m, 70_000m);
        foreach (string asset in prices.Keys.ToArray())
        {
            if (Rules.Haircuts.ContainsKey(asset) && random.Next(3) != 0)
                balances[asset] = Amount(0m, 900_000m) / prices[asset];
        }

        if (Rules.Scenario!.Borrowing is not null && random.Next(3) == 0)
            balances["USDT"] = -Amount(0m, 90_000m);
        var legs = ImmutableArray.CreateBuilder<ScenarioLeg>();
        for (int i = random.Next(1, 9); i > 0; i--)
            legs.Add(Leg(coins[random.Next(coins.Length)], i, prices, beyond));
        return new ScenarioBook { Legs = legs.ToImmutable(), Balances = balances.ToImmutable(), Prices = prices.ToImmutable(), FillProfit = Amount(-50m, 50m) };
    }

    /// <summary>A fill of one leg: opens, grows, shrinks, closes or turns it.</summary>
    public CandidateFill<decimal> Fill(PreparedScenarios<decimal> book, ScenarioNames names)
    {
        int index = random.Next(book.Legs.Length);
        ScenarioLeg leg = names.Legs[index];
        decimal units = random.Next(4) switch
        {
            0 => -leg.Units,
            1 => leg.Units * Amount(-2m, 1m),
            _ => Size(leg.Kind, book.Legs[index].Unit.Index) * (random.Next(2) == 0 ? 1m : -1m),
        };
        return new CandidateFill<decimal>(index, units, leg.Mark * Amount(0.97m, 1.03m), Amount(0m, 9m));
    }

    private ScenarioLeg Leg(string coin, int number, ImmutableSortedDictionary<string, decimal>.Builder prices, bool beyond)
    {
        bool options = Rules.Scenario!.Volatility is not null;
        bool contracts = !Rules.Scenario.Gaps.Contains(ScenarioGap.Contracts);
        ScenarioLegKind kind = (options, contracts) switch
        {
            (true, _) when !contracts || random.Next(2) == 0 => ScenarioLegKind.Option,
            _ => random.Next(3) == 0 ? ScenarioLegKind.Inverse : ScenarioLegKind.Linear,
        };
        string quote = kind == ScenarioLegKind.Linear ? random.Next(2) == 0 ? "USDT" : "USDC" : "USD";
        decimal index = prices[coin];
        bool dated = kind == ScenarioLegKind.Option || beyond;
        bool shortable = beyond || kind != ScenarioLegKind.Option || !Rules.Scenario.Gaps.Contains(ScenarioGap.ShortOptions);
        decimal size = random.Next(5) == 0 ? 0m : Size(kind, index);
        decimal mark = kind == ScenarioLegKind.Option ? Rules.Scenario.CoinOptions ? 0.02m : 0.02m * index : index * Amount(0.99m, 1.01m);
        return new ScenarioLeg
        {
            Instrument = $"{coin}-{number}",
            Underlying = coin,
            Kind = kind,
            Units = shortable && random.Next(2) == 0 ? -size : size,
            Entry = mark * Amount(0.9m, 1.1m),
            Mark = mark,
            Quote = quote,
            QuoteRate = prices[quote],
            Years = dated ? beyond ? Amount(0.01m, 0.9m) : 0.25m : null,
            Option = kind == ScenarioLegKind.Option ? new ScenarioOption(random.Next(2) == 0, index * Amount(0.7m, 1.4m), Amount(0.5m, 0.9m)) : null,
        };
    }

    private decimal Size(ScenarioLegKind kind, decimal index)
    {
        decimal value = Amount(0m, Rules.Scenario!.ExtremeDampener is null ? 400_000m : 40_000m);
        return kind == ScenarioLegKind.Inverse ? value : value / index;
    }

    private decimal Amount(decimal from, decimal to) => from + ((to - from) * Math.Round((decimal)random.NextDouble(), 9));
}
