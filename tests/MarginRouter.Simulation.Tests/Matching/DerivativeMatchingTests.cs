using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Matching;

public sealed class DerivativeMatchingTests
{
    [Fact]
    public async Task Place_OpenThenReduce_RealisesProfitIntoWallet()
    {
        await using SimulatedExchange venue = SimulatedWorld.Usdm(new ManualTime());
        SimulatedAccount account = venue.Account("main");

        venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 3m, 100.5m));
        AccountStatement opened = venue.Statement(account);
        OrderAnswer closing = venue.Place(account, SimulatedWorld.Order("b", Side.Sell, 1m, 99.9m));

        decimal entry = (100.0m + (2 * 100.1m)) / 3;
        decimal openFee = 0.05m + 0.1001m;
        Assert.Equal(entry, opened.Position("BTCUSDT")!.Position.EntryPrice);
        Assert.Equal(1_000m - openFee, opened.Balance("USDT"));
        decimal realised = Math.Round(99.9m - entry, 8, MidpointRounding.ToEven);
        Assert.Equal(realised, closing.Order!.Fills[0].RealisedProfit);
        AccountStatement after = venue.Statement(account);
        Assert.Equal(2m, after.Position("BTCUSDT")!.Quantity);
        Assert.Equal(1_000m - openFee + realised - 0.04995m, after.Balance("USDT"));
    }

    [Fact]
    public async Task Place_SellThroughFlat_ReversesAtTheFillPrice()
    {
        await using SimulatedExchange venue = SimulatedWorld.Usdm(new ManualTime(), 1_000, new OpeningPosition("BTCUSDT", 2m, 90m));
        SimulatedAccount account = venue.Account("main");

        venue.Place(account, SimulatedWorld.Order("a", Side.Sell, 5m, 99.0m));

        SimulatedPosition position = venue.Statement(account).Position("BTCUSDT")!.Position;
        Assert.Equal(-3m, position.Quantity);
        Assert.Equal(99.0m, position.EntryPrice);
        Assert.Equal(1_000m + 9.9m + 9.0m - (((99.9m) + (4 * 99.0m)) * 0.0005m), venue.Statement(account).Balance("USDT"));
    }

    [Fact]
    public async Task Statement_WithPosition_StatesEquityAndMarginByBracket()
    {
        await using SimulatedExchange venue = SimulatedWorld.Usdm(new ManualTime(), 50_000, new OpeningPosition("BTCUSDT", 4_000m, 90m));
        venue.Market("BTCUSDT").FixMarkPrice(100m);

        MarginFigures margin = venue.Statement(venue.Account("main")).Margin!;

        Assert.Equal(90_000m, margin.Equity);
        Assert.Equal(40_000m, margin.InitialMargin);
        Assert.Equal((400_000m * 0.005m) - 300m, margin.MaintenanceMargin);
        Assert.Equal(50_000m, margin.Available);
    }

    [Fact]
    public async Task Place_BeyondAvailableMargin_IsRefusedWhileReducingPasses()
    {
        await using SimulatedExchange venue = SimulatedWorld.Usdm(new ManualTime(), 10, new OpeningPosition("BTCUSDT", 1m, 100m));
        SimulatedAccount account = venue.Account("main");
        venue.Market("BTCUSDT").FixMarkPrice(100m);

        OrderAnswer adding = venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 1m, 100.1m));
        OrderAnswer reducing = venue.Place(account, SimulatedWorld.Order("b", Side.Sell, 1m, 99.9m, true));

        Assert.Equal(RejectionReason.InsufficientMargin, adding.Rejection!.Reason);
        Assert.Equal(OrderState.Filled, reducing.Order!.State);
    }

    [Fact]
    public async Task Place_ReduceOnlyLargerThanPosition_StopsAtFlat()
    {
        await using SimulatedExchange venue = SimulatedWorld.Usdm(new ManualTime(), 1_000, new OpeningPosition("BTCUSDT", -2m, 100m));
        SimulatedAccount account = venue.Account("main");

        OrderAnswer answer = venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 5m, 100.5m, true));
        OrderAnswer again = venue.Place(account, SimulatedWorld.Order("b", Side.Buy, 5m, 100.5m, true));

        Assert.Equal((OrderState.Expired, 2m), (answer.Order!.State, answer.Order.CumulativeQuantity));
        Assert.Equal(RejectionReason.ReduceOnly, again.Rejection!.Reason);
    }
}
