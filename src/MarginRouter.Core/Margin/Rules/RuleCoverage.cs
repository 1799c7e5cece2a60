using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>What a rule set can judge with its own tables: a mode works only for instruments whose figures are complete.</summary>
/// <param name="Rules">The rule set.</param>
/// <param name="Instruments">Instruments with complete figures, in ordinal order.</param>
/// <param name="Collateral">Assets that count as collateral; "*" stands for all.</param>
/// <param name="Borrowable">Assets whose debts can be judged; "*" stands for all.</param>
/// <param name="Missing">What is missing, in words of the file, and what the tables themselves lack.</param>
/// <param name="ServesRoutes">True when routes can be judged by it, false when only cases can (scenario rules).</param>
public sealed record RuleCoverage(
    MarginRuleSet Rules,
    ImmutableArray<CoveredInstrument> Instruments,
    ImmutableArray<string> Collateral,
    ImmutableArray<string> Borrowable,
    ImmutableArray<string> Missing,
    bool ServesRoutes)
{
    private const string Any = "*";
    private const string AnyLoan = "loan";

    /// <summary>The coverage of a rule set.</summary>
    public static RuleCoverage Of(MarginRuleSet rules)
    {
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        missing.AddRange(rules.Missing);
        ImmutableArray<CoveredInstrument> instruments = rules.Scenario is { } scenario
            ? Scenario(rules, scenario, missing)
            : [.. rules.Tiers.Where(table => !IsDebt(rules, table.Key)).Select(table => Tiered(rules, table.Key, table.Value))];
        if (instruments.IsEmpty && NeedsTiers(rules))
            missing.Add("No instrument has a table: every position needs the case's.");
        return new RuleCoverage(rules, instruments, Collaterals(rules), Debts(rules), missing.ToImmutable(), rules.Scenario is null);
    }

    /// <summary>Age of the figures in whole days; negative for a day to come.</summary>
    public int AgeInDays(DateOnly today) => today.DayNumber - Rules.AsOf.DayNumber;

    private static bool NeedsTiers(MarginRuleSet rules) =>
        rules.Model is MarginModelKind.TieredDerivative or MarginModelKind.PooledMaintenance or MarginModelKind.CollateralLtv or MarginModelKind.UsedMarginLevel;

    private static CoveredInstrument Tiered(MarginRuleSet rules, string name, TierTable table)
    {
        ImmutableArray<string> symbols = [.. rules.Symbols.Where(symbol => symbol.Value == name).Select(symbol => symbol.Key)];
        decimal? upTo = rules.Book is { Application: TierApplication.Unconfirmed } ? table.Tiers[0].To : table.Top;
        bool initial = rules.Book is not { NoInitial: true } && (rules.Book is not { InitialFromTier: true } || table.Tiers.All(tier => tier.InitialRate is not null));
        return new CoveredInstrument(name, symbols, upTo, rules.TierUnit, initial);
    }

    private static ImmutableArray<CoveredInstrument> Scenario(MarginRuleSet rules, ScenarioRule scenario, ImmutableArray<string>.Builder missing)
    {
        ClassFigures?[] needed = [scenario.Prices, scenario.Extremes, scenario.Basis, scenario.ContractCharge, scenario.MinimumCharge, scenario.LargestDelta];
        foreach (ScenarioGap gap in scenario.Gaps)
            missing.Add($"Books with {Words(gap)} are refused{scenario.Lacking(gap)}.");
        if (scenario.Gaps.Contains(ScenarioGap.Contracts) && (scenario.Volatility is null || scenario.Gaps.Contains(ScenarioGap.Options)))
            return [];
        return
        [
            .. needed.Where(part => part is not null).SelectMany(part => part!.Assets.Keys).Distinct().Order(StringComparer.Ordinal)
                .Where(asset => needed.All(part => part is null || part.Find(asset) is not null))
                .Select(asset => new CoveredInstrument(asset, [], null, rules.TierUnit, true)),
        ];
    }

    private static string Words(ScenarioGap gap) => gap switch
    {
        ScenarioGap.Contracts => "contracts",
        ScenarioGap.DatedContracts => "dated contracts",
        ScenarioGap.Options => "options",
        ScenarioGap.ShortOptions => "options sold",
        ScenarioGap.OptionSpreads => "options of several expiries",
        ScenarioGap.Orders => "open orders",
        ScenarioGap.Borrowing => "borrowed assets",
    };

    private static ImmutableArray<string> Collaterals(MarginRuleSet rules) => rules switch
    {
        { Book.PerSettlement: true } => ["the settlement coin"],
        { Model: MarginModelKind.DebtRatio or MarginModelKind.UnmarginedSpot } => [Any],
        _ => [.. rules.Haircuts.Keys],
    };

    private static ImmutableArray<string> Debts(MarginRuleSet rules)
    {
        if (rules.Model == MarginModelKind.DebtRatio)
            return [Any];
        if (rules.Scenario?.Borrowing is { } borrowing && !rules.Scenario.Gaps.Contains(ScenarioGap.Borrowing))
            return borrowing.Others is null ? [.. borrowing.Assets.Keys] : [Any];
        if (rules.Model == MarginModelKind.CollateralLtv)
            return [rules.Reporting.Code];
        return rules.Tiers.ContainsKey(AnyLoan) ? [Any] : [.. rules.Tiers.Keys.Where(name => IsDebt(rules, name))];
    }

    /// <summary>True for a table of a borrowed asset: it bears an asset's name in a rule set that knows debts by tiers.</summary>
    private static bool IsDebt(MarginRuleSet rules, string name) =>
        rules.Book is { BorrowTiers: true } && (name == AnyLoan || rules.Model == MarginModelKind.TieredLiability || rules.Haircuts.ContainsKey(name));
}
