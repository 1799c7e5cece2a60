using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>Reads and checks the entries of a stress file.</summary>
internal static class StressRuleJson
{
    /// <summary>The entries of the member "scenarios".</summary>
    public static ImmutableArray<StressRule> Read(RuleFields root)
    {
        ImmutableArray<StressRule>.Builder rules = ImmutableArray.CreateBuilder<StressRule>();
        foreach ((JsonElement value, string path) in root.Items("scenarios"))
        {
            RuleFields fields = root.Below(value, path);
            StressRule rule = Rule(fields, path);
            fields.RefuseOthers();
            if (rule.Name.Length > 0 && rules.Any(other => other.Name == rule.Name))
                fields.Fail("name", $"'{rule.Name}' stands twice");
            rules.Add(rule);
        }

        return rules.ToImmutable();
    }

    private static StressRule Rule(RuleFields fields, string path)
    {
        (decimal perpetual, decimal dated) = Basis(fields, path);
        StressRule rule = new()
        {
            Name = fields.Text("name"),
            Source = fields.Find("source") is null ? null : fields.Text("source"),
            Each = OptionalMove(fields, "each"),
            Market = Market(fields, path),
            WrongWay = WrongWay(fields, path),
            Assets = Moves(fields, path, "assets"),
            Beside = new StressScenario
            {
                Name = "beside",
                VolatilityMove = OptionalMove(fields, "volatility") ?? 0m,
                PerpetualBasis = perpetual,
                DatedBasis = dated,
                Funding = Funding(fields, path),
                Liquidity = Liquidity(fields, path),
            },
        };
        if ((rule.Each is null ? 0 : 1) + (rule.Market is null ? 0 : 1) + (rule.WrongWay is null ? 0 : 1) > 1)
            fields.Fail("", "has more than one of each, market and wrongWay");
        StressScenario beside = rule.Beside;
        bool moves = rule.Each is not null || rule.Market is not null || rule.WrongWay is not null || !rule.Assets.IsEmpty;
        if (!moves && beside is { VolatilityMove: 0m, PerpetualBasis: 0m, DatedBasis: 0m, Funding: null, Liquidity: null })
            fields.Fail("", "changes nothing");
        return rule;
    }

    private static MarketMove? Market(RuleFields parent, string path)
    {
        if (parent.Find("market") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, path + ".market");
        decimal move = fields.Number("move");
        var betas = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        decimal? others = null;
        if (fields.Find("betas") is { } table)
        {
            RuleFields row = fields.Below(table, path + ".market.betas");
            foreach ((string code, _, _) in fields.Members("betas"))
            {
                decimal beta = row.Number(code);
                if (beta * move <= -1m)
                    row.Fail(code, $"{beta} times {move} takes the whole price or more");
                if (code == StressSetJson.Others)
                    others = beta;
                else
                    betas[code] = beta;
            }
        }

        if (others is null)
            fields.Fail("betas", "must say with \"*\" what assets do that are not listed");
        fields.RefuseOthers();
        return new MarketMove(move, betas.ToImmutable(), others ?? 0m);
    }

    private static WrongWayMove? WrongWay(RuleFields parent, string path)
    {
        if (parent.Find("wrongWay") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, path + ".wrongWay");
        WrongWayMove move = new(fields.Number("position"), fields.Number("collateral"));
        fields.RefuseOthers();
        if (move.Position is <= 0m or >= 1m)
            fields.Fail("position", $"{move.Position} is not between 0 and 1");
        if (move.Collateral is <= -1m or > 0m)
            fields.Fail("collateral", $"{move.Collateral} is not in (-1, 0]");
        return move;
    }

    private static (decimal Perpetual, decimal Dated) Basis(RuleFields parent, string path)
    {
        if (parent.Find("basis") is not { } value)
            return (0m, 0m);
        RuleFields fields = parent.Below(value, path + ".basis");
        (decimal, decimal) basis = (OptionalMove(fields, "perpetual") ?? 0m, OptionalMove(fields, "dated") ?? 0m);
        fields.RefuseOthers();
        return basis;
    }

    private static FundingSpike? Funding(RuleFields parent, string path)
    {
        if (parent.Find("funding") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, path + ".funding");
        decimal rate = fields.Number("rate");
        decimal intervals = fields.Number("intervals");
        fields.RefuseOthers();
        if (rate is < -1m or > 1m)
            fields.Fail("rate", $"{rate} is not in [-1, 1]");
        bool whole = intervals is >= 1m and <= 10_000m && intervals == decimal.Truncate(intervals);
        if (!whole)
            fields.Fail("intervals", $"{intervals} is not a whole number from 1 to 10000");
        return new FundingSpike(rate, whole ? (int)intervals : 1);
    }

    private static LiquidityShock? Liquidity(RuleFields parent, string path)
    {
        if (parent.Find("liquidity") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, path + ".liquidity");
        LiquidityShock shock = new(fields.Number("depth"), fields.Number("spread"));
        fields.RefuseOthers();
        if (shock.Depth is <= 0m or > 1m)
            fields.Fail("depth", $"{shock.Depth} is not in (0, 1]");
        if (shock.Spread is < 0m or >= 2m)
            fields.Fail("spread", $"{shock.Spread} is not in [0, 2)");
        return shock;
    }

    private static ImmutableSortedDictionary<string, decimal> Moves(RuleFields parent, string path, string name)
    {
        var moves = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (parent.Find(name) is not { } value)
            return moves.ToImmutable();
        RuleFields fields = parent.Below(value, $"{path}.{name}");
        foreach ((string code, _, _) in parent.Members(name))
            moves[code] = OptionalMove(fields, code) ?? 0m;
        return moves.ToImmutable();
    }

    private static decimal? OptionalMove(RuleFields fields, string name)
    {
        decimal? move = fields.OptionalNumber(name);
        if (move is <= -1m)
            fields.Fail(name, $"{move} takes the whole price or more");
        return move;
    }
}
