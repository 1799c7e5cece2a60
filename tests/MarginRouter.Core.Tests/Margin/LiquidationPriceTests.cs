using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

public sealed class LiquidationPriceTests
{
    private static readonly MarginRuleSet Rules = RuleFiles.Load("binance/usdm-cross");
    private static readonly IMarginModel Model = RuleFiles.Model("binance/usdm-cross");

    [Fact]
    public void LiquidationPrice_RandomAccounts_EqualsTheVenuesClosedFormInTheTierThatHolds()
    {
        int found = 0;
        int none = 0;
        for (int seed = 1; seed <= 400; seed++)
        {
            TieredCase one = new(seed, 1);
            MarginAssessment today = MarginAssessor.Assess(MarginWorld.Reference, Model, one.Account, [], [], MarginWorld.Prices(), out _)!;
            if (today.MaintenanceMargin >= today.Equity)
                continue;
            foreach (PositionSnapshot held in one.Account.Positions.Where(position => !position.Quantity.IsFlat))
            {
                decimal? price = MarginAssessor.LiquidationPrice(MarginWorld.Reference, Model, one.Account, held.Instrument, MarginWorld.Prices());
                decimal? formula = ClosedForm(one.Account, held);
                Assert.True((price is null) == (formula is null), $"seed {seed}: {price}, by formula {formula}");
                if (price is null)
                {
                    none++;
                    continue;
                }

                Assert.True(Math.Abs(price.Value - formula!.Value) < 1e-9m * price.Value, $"seed {seed}: {price}, by formula {formula}");
                found++;
            }
        }

        Assert.True(found > 100 && none > 20, $"{found} prices, {none} without");
    }

    [Fact]
    public void LiquidationDistance_TwoPositions_IsTheNearestMoveOfOneUnderlying()
    {
        MarginAccount account = MarginWorld.Account(
            Model.RuleSet,
            "USDT",
            0.5m,
            [("USDT", 50_000m)],
            MarginWorld.Position(MarginWorld.Btc, 5m, 60_000m, 20m),
            MarginWorld.Position(MarginWorld.Eth, -20m, 3_000m, 20m));
        decimal btc = MarginAssessor.LiquidationPrice(MarginWorld.Reference, Model, account, MarginWorld.Btc, MarginWorld.Prices())!.Value;
        Assert.Equal(
            1m - (btc / 60_000m),
            MarginAssessor.LiquidationDistance(MarginWorld.Reference, Model, account, MarginWorld.Prices())!.Value,
            15);
    }

    [Fact]
    public void LiquidationPrice_DueAlready_IsTodaysMark()
    {
        MarginAccount account = MarginWorld.Account(
            Model.RuleSet, "USDT", 0.5m, [("USDT", 100m)], MarginWorld.Position(MarginWorld.Btc, 5m, 60_000m, 20m));
        Assert.Equal(60_000m, MarginAssessor.LiquidationPrice(MarginWorld.Reference, Model, account, MarginWorld.Btc, MarginWorld.Prices()));
        Assert.Equal(0m, MarginAssessor.LiquidationDistance(MarginWorld.Reference, Model, account, MarginWorld.Prices()));
    }

    /// <summary>LP = (WB - TMM1 + UPNL1 + T - s Q E) / (Q mmr - s Q), in the one tier that its own notional lies in (margin-models 1.1).</summary>
    private static decimal? ClosedForm(MarginAccount account, PositionSnapshot held)
    {
        decimal wallet = account.Balances.Sum(balance => balance.Quantity);
        decimal others = 0m;
        foreach (PositionSnapshot other in account.Positions.Where(position => position.Instrument != held.Instrument))
        {
            decimal size = other.Quantity.Value * MarginWorld.Reference[other.Instrument].LotSize;
            decimal mark = MarginWorld.Marks[other.Instrument.Value];
            TierTable tiers = Rules.FindTiers(MarginWorld.Reference[other.Instrument].Symbol)!;
            MarginTier at = tiers.At(Math.Abs(size) * mark)!;
            others += (size * (mark - other.EntryPrice)) - ((Math.Abs(size) * mark * at.MaintenanceRate) - at.Deduction);
        }

        decimal quantity = Math.Abs(held.Quantity.Value) * MarginWorld.Reference[held.Instrument].LotSize;
        int sign = Math.Sign(held.Quantity.Value);
        TierTable table = Rules.FindTiers(MarginWorld.Reference[held.Instrument].Symbol)!;
        foreach (MarginTier tier in table.Tiers)
        {
            decimal price = (wallet + others + tier.Deduction - (sign * quantity * held.EntryPrice))
                / ((quantity * tier.MaintenanceRate) - (sign * quantity));
            decimal notional = price * quantity;
            if (price > 0m && notional >= tier.From && notional <= (tier.To ?? decimal.MaxValue))
                return price;
        }

        return null;
    }
}
