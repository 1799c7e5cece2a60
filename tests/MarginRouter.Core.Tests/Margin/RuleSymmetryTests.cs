using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>
/// Symmetries of every rule file of the repository. Where a venue's rules break one, the file is listed with the reason, and a listed
/// exemption that no account breaks fails the test.
/// </summary>
public sealed class RuleSymmetryTests
{
    private const int Draws = 60;
    private const decimal Tolerance = 0.000000000001m;

    /// <summary>Maintenance of a mirrored book differs.</summary>
    private static readonly SortedDictionary<string, string> NotMirrored = new(StringComparer.Ordinal)
    {
        ["bybit/isolated"] = "closing fees count at the price of bankruptcy, which lies above the mark for what is short",
        ["bybit/uta-cross"] = "closing fees count at the price of bankruptcy, which lies above the mark for what is short",
        ["bybit/uta-portfolio"] = "what is short in options is charged for, what is long is paid for",
        ["deribit/portfolio"] = "what is short in options is charged for, what is long is paid for",
        ["deribit/standard"] = "what is short in options is charged for, what is long is paid for",
        ["okx/portfolio"] = "what is short in options is charged for, what is long is paid for",
    };

    /// <summary>Twice the account does not need twice the margin.</summary>
    private static readonly SortedDictionary<string, string> NotScaled = new(StringComparer.Ordinal)
    {
        ["hyperliquid/portfolio"] = "a fixed amount is required beside what follows the size",
    };

    /// <summary>Maintenance may exceed initial margin.</summary>
    private static readonly SortedDictionary<string, string> MaintenanceAbove = new(StringComparer.Ordinal)
    {
        ["binance/portfolio-pro"] = "the programme knows no initial margin",
    };

    /// <summary>More of an asset may raise utilisation: nowhere.</summary>
    private static readonly SortedDictionary<string, string> CollateralHarms = new(StringComparer.Ordinal);

    public static TheoryData<string> RuleSets => [.. RuleFiles.Names()];

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Assess_PositionsMirroredAtTheirMarks_MarginStays(string name) => Holds(name, NotMirrored, (_, margin) =>
    {
        MarginCase flat = margin with { Positions = [.. margin.Positions.Select(position => position with { EntryPrice = position.Mark ?? position.EntryPrice })] };
        MarginCase mirrored = flat with { Positions = [.. flat.Positions.Select(position => position with { Quantity = -position.Quantity })] };
        return Assess(flat) is { } one && Assess(mirrored) is { } other
            ? Same(one.MaintenanceMargin, other.MaintenanceMargin) && Same(one.InitialMargin, other.InitialMargin)
            : null;
    });

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Assess_TwiceTheAccount_NeedsTwiceTheMargin(string name) => Holds(name, NotScaled, (_, margin) =>
    {
        // Small enough that no row of a table ends between the two.
        MarginCase small = Scaled(margin, 0.01m);
        return Assess(small) is { } one && Assess(Scaled(margin, 0.02m)) is { } two
            ? Same(2m * one.Equity, two.Equity) && Same(2m * one.MaintenanceMargin, two.MaintenanceMargin) && Same(2m * one.InitialMargin, two.InitialMargin)
                && (one.Utilisation is null || Same(one.Utilisation.Value, two.Utilisation!.Value))
            : null;
    });

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Assess_AnyAccount_MaintenanceIsWithinInitial(string name) => Holds(name, MaintenanceAbove, (_, margin) =>
        Assess(margin) is { } found ? found.MaintenanceMargin <= found.InitialMargin * (1m + Tolerance) : null);

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Assess_MoreOfAnAsset_NeverRaisesUtilisation(string name) => Holds(name, CollateralHarms, (draw, margin) =>
    {
        if (Assess(margin) is not { } before)
            return null;
        bool holds = true;
        bool known = false;
        foreach (CaseBalance balance in margin.Balances)
        {
            MarginCase richer = margin with
            {
                Balances = [.. margin.Balances.Select(one => one == balance ? one with { Quantity = one.Quantity + Math.Max(0.01m, Math.Abs(one.Quantity) * draw / Draws) } : one)],
            };
            if (Assess(richer) is not { } after)
                continue;
            known = true;
            holds &= (after.Utilisation ?? decimal.MaxValue) <= ((before.Utilisation * (1m + Tolerance)) ?? decimal.MaxValue);
        }

        return known ? holds : null;
    });

    private static void Holds(string name, SortedDictionary<string, string> exemptions, Func<int, MarginCase, bool?> property)
    {
        int known = 0;
        string? broken = null;
        for (int draw = 1; draw <= Draws; draw++)
        {
            LiveCaseWorld world = new(name, draw);
            if (property(draw, Indebted(world.AsCase(), draw)) is not { } holds)
                continue;
            known++;
            broken ??= holds ? null : $"draw {draw}: {world}";
        }

        Assert.True(known >= Draws / 3, $"{name}: only {known} of {Draws} accounts are known");
        if (exemptions.TryGetValue(name, out string? reason))
            Assert.True(broken is not null, $"{name} is exempt ({reason}), yet no account breaks it");
        else
            Assert.True(broken is null, $"{name}: {broken}");
    }

    /// <summary>Where nothing but balances is held, one coin stands against a debt in cash: else nothing would be required.</summary>
    private static MarginCase Indebted(MarginCase margin, int draw) =>
        margin.Rules.Model is MarginModelKind.DebtRatio or MarginModelKind.TieredLiability or MarginModelKind.CollateralLtv
        || (margin.Rules.Model == MarginModelKind.PooledMaintenance && margin.Positions.All(position => position.Quantity == 0m))
            ? margin with
            {
                Balances =
                [
                    new CaseBalance(new Asset("BTC"), 0.5m + (draw / 20m), margin.Rules.Reporting.Code == "BTC" ? null : 60_000m),
                    new CaseBalance(margin.Balances[^1].Asset, -5_000m - (300m * draw), margin.Balances[^1].Price),
                ],
            }
            : margin;

    private static MarginAssessment? Assess(MarginCase margin) => MarginCaseEvaluator.Assess(margin, out _);

    private static MarginCase Scaled(MarginCase margin, decimal factor) => margin with
    {
        Balances = [.. margin.Balances.Select(balance => balance with { Quantity = balance.Quantity * factor })],
        Positions = [.. margin.Positions.Select(position => position with { Quantity = position.Quantity * factor, IsolatedMargin = position.IsolatedMargin * factor })],
    };

    private static bool Same(decimal one, decimal other) => Math.Abs(one - other) <= Tolerance * Math.Max(1m, Math.Abs(one));
}
