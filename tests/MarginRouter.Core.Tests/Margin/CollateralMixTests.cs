using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>An account's own limits on its collateral: before a trade, and in the answer to a case.</summary>
public sealed class CollateralMixTests
{
    private static readonly CollateralLimits Limits = new()
    {
        Order = [new Asset("USD"), new Asset("BTC")],
        Stable = [new Asset("USD")],
        LeastStableShare = 0.4m,
        LargestShare = 0.7m,
    };

    // 100,000 dollars may become 60,000 of coins: one coin at 60,000. What is working counts beside it.
    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(400, 600)]
    public void HeadRoom_BuyingACoin_EndsAtTheLeastStableShare(int working, int lots)
    {
        AccountEvaluator evaluator = Evaluator([("USD", 100_000m)], working == 0 ? [] : [Pair(Side.Buy, working)]);
        Assert.Equal(lots, evaluator.HeadRoom(Pair(Side.Buy, 1_500), [], out Refusal? blocking).Value);
        Assert.Equal((RefusalReason.CollateralMix, "share in stable assets"), (blocking!.Reason, blocking.Subject));
        Assert.Null(evaluator.Check([Pair(Side.Buy, lots)]));
        Assert.Equal(blocking, evaluator.Check([Pair(Side.Buy, lots + 1)]));
    }

    [Fact]
    public void Check_OverALimitAlready_OnlyWhatDoesNotWorsenItPasses()
    {
        AccountEvaluator evaluator = Evaluator([("USD", 10_000m), ("BTC", 1m)], []);
        Assert.Equal("share in stable assets", evaluator.Check([Pair(Side.Buy, 1)])!.Subject);
        Assert.Null(evaluator.Check([Pair(Side.Sell, 100)]));
        AccountEvaluator loose = Evaluator([("USD", 10_000m), ("BTC", 1m)], [], Limits with { LeastStableShare = 0m });
        Assert.Equal("share in BTC", loose.Check([Pair(Side.Buy, 1)])!.Subject);
    }

    [Fact]
    public void Figures_CaseWithLimits_TellConcentrationOrderAndWhatATermLoanLeavesOut()
    {
        string text = """
            {"rules": "binance/spot-cross-pro", "asOf": "2026-11-22",
             "tables": {"tiers": {"USDT": [{"from": "0", "to": null, "initialRate": "0.2", "maintenanceRate": "0.05"}], "ETH": [{"from": "0", "to": null, "initialRate": "0.2", "maintenanceRate": "0.05"}]}},
             "account": {"collateral": [{"asset": "BTC", "quantity": "1", "price": "60000"}, {"asset": "USDT", "quantity": "20000"}],
                         "liabilities": [{"asset": "USDT", "quantity": "10000", "maturity": "2027-11-22", "ratePerYear": "0.0365"}, {"asset": "ETH", "quantity": "10", "price": "3000"}], "positions": []},
             "collateralLimits": {"order": ["USDT", "BTC"], "stable": ["USDT"], "leastStableShare": "0.3"}}
            """;
        CaseCollateral found = ScenarioCaseText.Figures(text).Collateral!;
        Assert.Equal(80_000m, found.Total);
        Assert.Equal(0.75m, found.LargestShare);
        Assert.Equal(0.625m, found.Concentration);
        Assert.Equal("share in stable assets", found.Broken!.Subject);
        Assert.Equal([1m, null], found.Debts.Select(debt => debt.YearsToMaturity is { } years ? Math.Round(years, 2) : (decimal?)null));
        Assert.Equal([1m, null], found.Debts.Select(debt => debt.InterestPerDay));

        // The loan for a term is not due: only the other debt is covered, with the stable coin first.
        Assert.Equal(30_000m, found.Hole);
        Assert.Equal([("USDT", 20_000m), ("BTC", 10_000m)], found.Uses.Select(use => (use.Asset.Code, use.Covers)));
        Assert.Equal(0m, found.Uncovered);
        JsonElement document = ScenarioCaseText.Document(text).GetProperty("collateral");
        Assert.Equal("0.625", document.GetProperty("concentration").GetString());
        Assert.Equal("share in stable assets", document.GetProperty("brokenLimit").GetString());
        Assert.Equal("BTC", document.GetProperty("order")[1].GetProperty("asset").GetString());
    }

    [Fact]
    public void Outlook_LogarithmicLimit_GivesTheLargestPosition()
    {
        string text = """
            {"rules": "kucoin/futures-cross", "tables": {"tiers": {"XBTUSDTM": [{"from": "0", "to": null, "maintenanceRate": "0.005"}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "100000"}],
                         "positions": [{"instrument": "XBTUSDTM", "underlying": "BTC", "kind": "linear", "quantity": "1", "multiplier": "0.001", "entryPrice": "60000", "mark": "60000", "leverage": "10"}]}}
            """;

        // 490 x ln(100,000 x 10 / 60,000 / 490 + 1) = 16.39 coins (the venue's example).
        Assert.InRange(ScenarioCaseText.Figures(text).Outlook.Single().LargestPosition!.Value, 16.38m, 16.40m);
    }

    private static PendingFill Pair(Side side, long lots) => new(new InstrumentId(0), side, new QuantityLots(lots), new PriceTicks(60_000));

    private static AccountEvaluator Evaluator((string Code, decimal Quantity)[] balances, PendingFill[] pending, CollateralLimits? limits = null)
    {
        Instrument pair = new()
        {
            Id = new InstrumentId(0),
            Venue = new VenueId(0),
            Symbol = "BTC/USD",
            Kind = InstrumentKind.Spot,
            Base = new Asset("BTC"),
            Quote = new Asset("USD"),
            Settlement = new Asset("USD"),
            TickSize = 1m,
            LotSize = 0.001m,
            Multiplier = 1m,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(0m, 0m),
        };
        ReferenceData reference = new([new Venue(new VenueId(0), "venue")], [pair], []);
        Subaccount subaccount = new(new SubaccountId(0), "desk", new VenueId(0), "unmargined/spot", new Asset("USD"), 1m, [pair.Id]) { Collateral = limits ?? Limits };
        ValuationPrice Priced(decimal value) => new(value, new Instant(1), PriceSource.VenueMark);
        PriceVector prices = new(
            [Priced(60_000m)], [null], ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal).Add("BTC", Priced(60_000m)).Add("USD", Priced(1m)));
        MarginAccount account = new(subaccount, 1, new Instant(1), [.. balances.Select(one => new AssetBalance(new Asset(one.Code), one.Quantity)).OrderBy(one => one.Asset.Code, StringComparer.Ordinal)], []);
        return new AccountEvaluator(reference, RuleFiles.Model("unmargined/spot"), account, [.. pending], prices, FillStatePolicy.Any, BreachPolicy.ReduceOnly);
    }
}
