using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>
/// Random requests of <see cref="RandomScenario"/> over accounts that rule files of the repository judge as a whole. Where a file keeps tiers by
/// symbol a small table stands in, so that sizes of a few thousand reach several rows.
/// </summary>
internal static class WholeAccounts
{
    private const string SymbolPrefix = "S";
    private const int MostSymbols = 16;

    /// <summary>
    /// Rule files of every kind of formula that judges an account as a whole; by how much more money than in the original request makes limits
    /// bind in about half of the requests; and the largest mean of certified gaps, in basis points.
    /// </summary>
    public static readonly ImmutableArray<(string Name, decimal Scale, decimal MeanGap)> Files =
    [
        ("okx/portfolio", 1m, 0.2m),
        ("bybit/uta-portfolio", 1m, 0.1m),
        ("okx/multi-currency", 1m, 0.15m),
        ("bybit/uta-cross", 1m, 0.1m),
        ("kucoin/uta", 1m, 0.1m),
        ("binance/spot-cross", 3m, 0.2m),
        ("binance/spot-cross-pro", 3m, 0.1m),
    ];

    private static readonly MarginModelTable Models = new(
        [.. TestMarginModels.Table().Models, .. Files.Select(file => MarginModelFactory.Create(Tables(RuleFiles.Load(file.Name))))]);

    /// <summary>A coupled request whose accounts, but for one in four, are under a rule file.</summary>
    public static RouteScenario Coupled(int seed, int file) => Under(RandomScenario.Coupled(seed), seed, file);

    /// <summary>A request so small that every split can be tried.</summary>
    public static RouteScenario Tiny(int seed, int file)
    {
        var random = new Random(seed);
        RouteScenario scenario = RandomScenario.Tiny(seed, isPlain: true);
        scenario.Accounts.RemoveRange(1, scenario.Accounts.Count - 1);
        RouteScenario.AccountSpec shared = scenario.Accounts[0];
        shared.Slots.Clear();
        shared.Slots.AddRange(Enumerable.Range(0, scenario.Instruments.Count));
        shared.Positions.Clear();
        shared.Wallet = random.Next(4, 60);
        if (random.Next(2) == 0)
            scenario.Account(random.Next(4, 30), random.Next(scenario.Instruments.Count));
        return Under(scenario, seed, file);
    }

    /// <summary>What an account says to children, asked anew.</summary>
    public static Refusal? Check(RouteScenario scenario, RouteRequest request, RouteAccount account, PendingFill[] children)
    {
        Assert.True(scenario.Models.TryFind(account.Subaccount, out IMarginModel? model, out _));
        return new AccountEvaluator(
            scenario.Reference(), model!, account.Account!, account.Pending, request.Prices, request.Policy.FillStates, request.Policy.Breach).Check(children);
    }

    private static RouteScenario Under(RouteScenario scenario, int seed, int file)
    {
        var random = new Random(seed + 7_000_000);
        (string name, decimal scale, _) = Files[file];
        bool isPair = name.Contains("spot", StringComparison.Ordinal);
        for (int slot = 0; slot < scenario.Instruments.Count; slot++)
        {
            scenario.Instruments[slot].Symbol = $"{SymbolPrefix}{slot}";
            scenario.Instruments[slot].Kind = isPair ? InstrumentKind.Spot : InstrumentKind.LinearPerpetual;
        }

        foreach (RouteScenario.AccountSpec account in scenario.Accounts)
        {
            bool isWhole = isPair || account.Slots.Count > 1 || random.Next(4) != 0;
            if (!isWhole)
                continue;
            account.RuleSet = name;
            account.Reporting = RuleFiles.Load(name).Reporting;
            account.Wallet *= scale;
            account.UtilisationLimit = Math.Min(0.95m, account.UtilisationLimit + 0.3m);
            account.KeepsPositions = !isPair;
            if (isPair)
            {
                account.Positions.Clear();
                account.Pending.Clear();
                account.Borrowable = 1_000_000m;
                account.Others.Add(new AssetBalance(new Asset("BTC"), scenario.Side == Side.Buy ? 0m : 0.001m * random.Next(0, 20)) { Borrowable = 1_000m });
            }
        }

        scenario.Models = Models;
        return scenario;
    }

    private static MarginRuleSet Tables(MarginRuleSet loaded)
    {
        var tables = loaded.Tiers.ToBuilder();
        bool isMarginal = (loaded.Book?.Application ?? TierApplication.Marginal) == TierApplication.Marginal;
        decimal scale = loaded.TierUnit == TierUnit.Notional ? 60_000m : 1m;
        ImmutableArray<MarginTier> rows =
        [
            new(0m, 0.05m * scale, 0.02m, 0.01m, 0m, 50m),
            new(0.05m * scale, 0.2m * scale, 0.05m, 0.025m, isMarginal ? 0.00075m * scale : 0m, 20m),
            new(0.2m * scale, 400m * scale, 0.1m, 0.05m, isMarginal ? 0.00575m * scale : 0m, 10m),
        ];
        for (int symbol = 0; symbol < MostSymbols && loaded.Scenario is null && loaded.Positions == PositionKeeping.Derivative; symbol++)
            tables[$"{SymbolPrefix}{symbol}"] = new TierTable(rows);
        foreach (string coin in new[] { "loan", "BTC", "USDT", "USD", "USDC" })
            tables.TryAdd(coin, new TierTable([new(0m, 100_000m, 0.1m, 0.04m, 0m, null), new(100_000m, 2_000_000_000m, 0.2m, 0.06m, 2_000m, null)]));
        return loaded with
        {
            Tiers = tables.ToImmutable(),
            Haircuts = loaded.Haircuts.IsEmpty || loaded.Haircuts.ContainsKey("USDT")
                ? loaded.Haircuts
                : loaded.Haircuts.Add("USDT", new HaircutTable([new HaircutTier(0m, 40_000m, 0.99m), new HaircutTier(40_000m, null, 0.9m)])),
            Scenario = loaded.Scenario is not { } rule ? null : rule with
            {
                Gaps = [],
                ContractCharge = rule.ContractCharge ?? new ClassFigures(
                    ImmutableSortedDictionary.Create<string, ImmutableArray<decimal>>(StringComparer.Ordinal).Add("all", [0.001m]),
                    ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
                    "all"),
            },
        };
    }
}
