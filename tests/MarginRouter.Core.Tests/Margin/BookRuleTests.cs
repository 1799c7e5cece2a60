using System.Text.Json;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Rules of the book models that no published example shows.</summary>
public sealed class BookRuleTests
{
    [Fact]
    public void WholePosition_AcrossABoundary_ReratesAllOfIt()
    {
        BookFigures Held(decimal contracts) => new BookFigures("okx/futures").Taker(0m)
            .Tiers("BTC-USDT-SWAP", (1_000m, .004m, null, null), (4_000m, .01m, null, null))
            .Collateral("USDT", 1_000_000m)
            .Hold("BTC-USDT-SWAP", "BTC", "linear", contracts, 60_000m, 60_000m, 10m, multiplier: .01m);
        Assert.Equal(1_000m * 600m * .004m, BookFigures.Number(Held(1_000m).Answer(), "maintenanceMargin"));
        Assert.Equal(1_001m * 600m * .01m, BookFigures.Number(Held(-1_001m).Answer(), "maintenanceMargin"));
        Refusal refusal = Held(4_001m).Refusal();
        Assert.Equal(RefusalReason.TierMissing, refusal.Reason);
        Assert.Equal("BTC-USDT-SWAP of this size in okx/futures", refusal.Subject);
    }

    [Fact]
    public void Unconfirmed_BeyondTheFirstTier_IsRefused()
    {
        BookFigures Held(decimal notional) => new BookFigures("kraken/futures-multi").Collateral("USD", 1_000_000m)
            .Hold("PF_XBTUSD", "BTC", "linear", notional / 50_000m, 50_000m, 50_000m, null);
        Assert.Equal(5_000m, BookFigures.Number(Held(500_000m).Answer(), "maintenanceMargin"));
        Assert.Equal(10_000m, BookFigures.Number(Held(500_000m).Answer(), "initialMargin"));
        Assert.Equal(RefusalReason.TierMissing, Held(500_050m).Refusal().Reason);
    }

    [Fact]
    public void NetsUnderlying_LongAndShort_RequireTheLargerSide()
    {
        JsonElement found = new BookFigures("kraken/futures-multi").Collateral("USD", 10_000m)
            .Tiers("FF_XBTUSD", (null, .01m, .02m, null))
            .Hold("PF_XBTUSD", "BTC", "linear", 2m, 50_000m, 50_000m, null)
            .Hold("FF_XBTUSD", "BTC", "linear", -1.5m, 50_000m, 50_000m, null).Answer();
        Assert.Equal(1_000m, BookFigures.Number(found, "maintenanceMargin"));
        Assert.Equal(2_000m, BookFigures.Number(found, "initialMargin"));
    }

    [Fact]
    public void Isolated_TwoPositions_EachLiquidatesAloneAndTheWorseIsShown()
    {
        JsonElement found = new BookFigures("binance/usdm-isolated").Collateral("USDT", 1_000_000m)
            .Hold("BTCUSDT-PERP", "BTC", "linear", 1m, 60_000m, 60_000m, 10m, 6_000m)
            .Hold("ETHUSDT-PERP", "ETH", "linear", -10m, 3_000m, 3_200m, 10m, 3_000m).Answer();
        Assert.Equal(128m / 1_000m, BookFigures.Number(found, "utilisation"));
        Assert.Equal(8_000m - 1_000m, BookFigures.Number(found, "equity"));
        Assert.Equal(54_000m / .996m, BookFigures.Number(found, "liquidationPrices", "BTCUSDT-PERP")!.Value, 8);
        Assert.Equal(33_000m / 10.04m, BookFigures.Number(found, "liquidationPrices", "ETHUSDT-PERP")!.Value, 8);
    }

    [Fact]
    public void Fill_OnIsolatedPosition_AveragesEntryAndAddsMargin()
    {
        JsonElement found = new BookFigures("binance/usdm-isolated").Collateral("USDT", 10_000m)
            .Hold("BTCUSDT-PERP", "BTC", "linear", 1m, 50_000m, 60_000m, 10m, 5_000m)
            .Fill("BTCUSDT-PERP", "buy", 1m, 60_000m).Answer();
        Assert.Equal(11_000m + 10_000m, BookFigures.Number(found, "equity"));
        JsonElement closed = new BookFigures("binance/usdm-isolated").Collateral("USDT", 10_000m)
            .Hold("BTCUSDT-PERP", "BTC", "linear", 1m, 50_000m, 60_000m, 10m, 5_000m)
            .Fill("BTCUSDT-PERP", "sell", .5m, 60_000m).Answer();
        Assert.Equal(2_500m + 5_000m, BookFigures.Number(closed, "equity"));
    }

    [Fact]
    public void Inverse_ClosedForm_AgreesWithTheSearch()
    {
        // 0.1 + 10,000 / 50,000 - 10,000 / P = 0.01 x 10,000 / P for a long of 10,000 USD with a tenth of a coin.
        JsonElement found = new BookFigures("binance/coinm").Flat("BTCUSD_PERP", .01m).Collateral("BTC", .1m)
            .Hold("BTCUSD_PERP", "BTC", "inverse", 10_000m, 50_000m, 50_000m, 10m).Answer();
        Assert.Equal(10_100m / .3m, BookFigures.Number(found, "liquidationPrices", "BTCUSD_PERP")!.Value, 8);
        Assert.Equal(.002m, BookFigures.Number(found, "maintenanceMargin"));
        Assert.Equal(.02m, BookFigures.Number(found, "initialMargin"));
        Assert.Equal(.02m, BookFigures.Number(found, "utilisation"));
    }

    [Fact]
    public void Portfolio_CarryTrade_LeavesTheLoanRoomOfTheDocumentation()
    {
        foreach ((decimal mark, decimal room) in new[] { (150_000m, 25_000m), (200_000m, 0m) })
        {
            JsonElement found = new BookFigures("hyperliquid/portfolio").Price("BTC", mark).Collateral("BTC", 1m)
                .Hold("BTC", "BTC", "linear", -1m, 100_000m, mark, 10m).Answer();
            decimal borrowed = mark - 100_000m;
            Assert.Equal(20m + (mark * .0125m) + borrowed, BookFigures.Number(found, "maintenanceMargin"));
            Assert.Equal(mark * .75m, BookFigures.Number(found, "equity"));
            decimal loan = BookFigures.Number(found, "venueAcceptance", "required")!.Value - (mark / 10m);
            Assert.Equal(room, BookFigures.Number(found, "venueAcceptance", "available") - loan);
        }
    }

    [Fact]
    public void Terms_OfEveryModel_AddUpToEquityAndRequirement()
    {
        BookFigures[] cases =
        [
            new BookFigures("kucoin/futures-cross").Flat("BTCUSDT", .005m).Collateral("USDT", 5_000m)
                .Hold("BTCUSDT", "BTC", "linear", .1m, 60_000m, 61_000m, 10m).Order("BTCUSDT", "buy", .1m, 60_000m),
            new BookFigures("binance/portfolio").Haircut("USDT", (null, 1m)).Collateral("USDT", 9_000m, 1m).Liability("BTC", .01m, 60_000m)
                .Hold("BTCUSDT", "BTC", "linear", .1m, 60_000m, 61_000m, 10m).Order("BTCUSDT", "buy", .1m, 62_000m),
            new BookFigures("kucoin/spot-cross").Collateral("BTC", 1m, 60_000m).Liability("USDT", 30_000m, 1m),
        ];
        foreach (BookFigures one in cases)
        {
            JsonElement found = one.Answer();
            decimal terms = found.GetProperty("terms").EnumerateArray().Sum(term => BookFigures.Number(term, "value")!.Value);
            decimal fees = found.GetProperty("terms").EnumerateArray()
                .Where(term => term.GetProperty("name").GetString()!.StartsWith("closingFee", StringComparison.Ordinal))
                .Sum(term => BookFigures.Number(term, "value")!.Value);
            Assert.Equal(BookFigures.Number(found, "equity") + BookFigures.Number(found, "maintenanceMargin") + fees, terms);
        }
    }

    [Fact]
    public void Ladder_OfPortfolioMargin_FollowsUniMmr()
    {
        foreach ((decimal equity, string action, decimal? utilisation) in new[]
        {
            (160m, "none", 1.05m / 1.6m), (150m, "warn", 1.05m / 1.5m), (120m, "reduceOnly", 1.05m / 1.2m), (105m, "liquidation", 1m),
        })
        {
            JsonElement found = new BookFigures("binance/portfolio-pro").Haircut("USDT", (null, 1m)).Flat("loan", 1m)
                .Collateral("USDT", equity + 100m, 1m).Liability("USDT", 100m, 1m).Answer();
            Assert.Equal(action, found.GetProperty("action").GetString());
            Assert.Equal(utilisation!.Value, BookFigures.Number(found, "utilisation")!.Value, 15);
        }
    }

    [Fact]
    public void MissingRule_IsNamed()
    {
        Assert.Equal("ETH as collateral in bybit/uta-cross", new BookFigures("bybit/uta-cross").Collateral("ETH", 1m, 3_000m).Refusal().Subject);
        Assert.Equal("borrowed ETH in bybit/uta-cross", new BookFigures("bybit/uta-cross").Collateral("USDT", 9_000m, 1m).Liability("ETH", 1m, 3_000m).Refusal().Subject);
        Assert.Equal("BTC in USDT", new BookFigures("kucoin/spot-cross").Collateral("BTC", 1m).Refusal().Subject);
        Assert.Equal("XRPUSD in binance/coinm", new BookFigures("binance/coinm").Hold("XRPUSD", "XRP", "inverse", 1m, 1m, 1m, 1m).Refusal().Subject);
    }
}
