using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Accounts;

/// <summary>What a venue does to its accounts by its own rules while time passes and markets move.</summary>
public sealed class AccountGuardTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Watch_DownTheLadder_CallsThenClosesToTheLowerTierThenAll()
    {
        MarginRuleSet rules = PublishedRules.Read("binance/usdm-cross") with
        {
            Ladder = [new LadderStep(0.8m, LadderAction.Warn), new LadderStep(1m, LadderAction.Liquidation)],
        };
        await using SimulatedExchange venue = Usdm(rules, isolated: false, 20_000m, new OpeningPosition("BTCUSDT", 4_000m, 100m));
        RecordingListener told = Listen(venue);
        SimulatedMarket market = venue.Market("BTCUSDT");

        // Maintenance of 4,000 at 96: 384,000 x 0.5 % - 300 = 1,620, of an equity of 4,000.
        market.FixMarkPrice(96m);
        venue.Step();
        Assert.Empty(told.Changes);
        market.FixMarkPrice(95.45m);
        venue.Step();
        Assert.Equal([AccountChangeKind.MarginCall], told.Changes.Select(change => change.Kind));
        venue.Step();
        Assert.Single(told.Changes);

        // At 95.39 equity is 1,560 and maintenance 1,607.8: the second tier is closed down to the bound of the first, 300,000.
        market.FixMarkPrice(95.39m);
        venue.Step();
        ExecutionUpdate last = told.Executions[^1];
        Assert.StartsWith("autoclose-", last.Order.ClientOrderId, StringComparison.Ordinal);
        Assert.True(last.Order.Terms.Request.IsLiquidation);
        decimal kept = venue.Statement(venue.Account("main")).Position("BTCUSDT")!.Quantity;
        Assert.InRange(kept * 95.39m, 299_900m, 300_000m);

        // What is left lies in the first tier and is closed whole once it is due; the fund pays what the wallet cannot.
        market.FixMarkPrice(90m);
        venue.Step();
        Assert.Equal(0m, venue.Statement(venue.Account("main")).Position("BTCUSDT")!.Quantity);
        Assert.True(venue.Statement(venue.Account("main")).Balance("USDT") >= 0m);
    }

    [Fact]
    public async Task Watch_PublishedRules_LiquidatesExactlyWhereTheModelSaysSo()
    {
        MarginRuleSet rules = PublishedRules.Read("binance/usdm-cross");
        await using SimulatedExchange venue = Usdm(rules, isolated: false, 1_000m, new OpeningPosition("BTCUSDT", -50m, 100m));
        RecordingListener told = Listen(venue);
        RuleSetMargin margin = new(rules);
        MarginFigures figures = margin.Measure(venue.Account("main"), venue.Markets)!;
        decimal price = margin.LiquidationPrice(figures, "BTCUSDT")!.Value;

        venue.Market("BTCUSDT").FixMarkPrice(price - 0.01m);
        venue.Step();
        Assert.Empty(told.Executions);
        venue.Market("BTCUSDT").FixMarkPrice(price + 0.01m);
        venue.Step();
        Assert.NotEmpty(told.Executions);
        Assert.Equal(0m, venue.Account("main").PositionQuantity("BTCUSDT"));
    }

    [Fact]
    public async Task Watch_IsolatedPosition_LosesItsOwnMarginAndNoMore()
    {
        MarginRuleSet rules = PublishedRules.Read("binance/usdm-isolated");
        await using SimulatedExchange venue = Usdm(rules, isolated: true, 1_000m, new OpeningPosition("BTCUSDT", 50m, 100m) { IsolatedMargin = 500m });
        RecordingListener told = Listen(venue);

        // Half as much as the wallet could bear: the position's own margin is what counts.
        venue.Market("BTCUSDT").FixMarkPrice(89m);
        for (decimal price = 99.9m; price > 80m; price -= 0.1m)
            venue.Market("BTCUSDT").SetLevel(BookSide.Bid, price, 0m);
        venue.Market("BTCUSDT").SetLevel(BookSide.Bid, 88m, 500m);
        venue.Step();

        Assert.Equal([AccountChangeKind.MarginCall, AccountChangeKind.Insurance], told.Changes.Select(change => change.Kind));
        AccountStatement after = venue.Statement(venue.Account("main"));
        Assert.Equal(0m, after.Position("BTCUSDT")!.Quantity);
        Assert.Equal(0m, after.Position("BTCUSDT")!.Position.IsolatedMargin);
        Assert.Equal(1_000m, after.Balance("USDT"));
    }

    [Fact]
    public async Task Place_IsolatedAccount_MovesMarginBetweenWalletAndPosition()
    {
        await using SimulatedExchange venue = Usdm(PublishedRules.Read("binance/usdm-isolated"), isolated: true, 1_000m);
        SimulatedAccount account = venue.Account("main");

        venue.Place(account, SimulatedWorld.Order("a", Side.Buy, 10m, 100.0m));
        AccountStatement open = venue.Statement(account);
        venue.Place(account, SimulatedWorld.Order("b", Side.Sell, 5m, 99.9m));
        AccountStatement half = venue.Statement(account);

        Assert.Equal((100m, 1_000m - 100m - 0.5m), (open.Position("BTCUSDT")!.Position.IsolatedMargin, open.Balance("USDT")));
        Assert.Equal(50m, half.Position("BTCUSDT")!.Position.IsolatedMargin);
        Assert.Equal(open.Balance("USDT") + 50m - 0.5m - (5m * 99.9m * 0.0005m), half.Balance("USDT"));
    }

    [Fact]
    public async Task Accrue_FundingFallsDue_PaysByTheMarkOnceATime()
    {
        ManualTime time = new();
        FundingTerms terms = new("BTCUSDT", 0.001m, null, InstantOf(Start.AddHours(4)), 8m);
        await using SimulatedExchange venue = Usdm(PublishedRules.Read("binance/usdm-cross"), isolated: false, 1_000m, time, terms, new OpeningPosition("BTCUSDT", 2m, 100m));
        RecordingListener told = Listen(venue);
        venue.Market("BTCUSDT").FixMarkPrice(110m);

        venue.Step();
        time.Move(TimeSpan.FromHours(5));
        venue.Step();
        venue.Step();
        time.Move(TimeSpan.FromHours(16));
        venue.Step();

        // 2 x 110 x 0.1 % after four hours, then two payments at once.
        Assert.Equal([-0.22m, -0.44m], told.Changes.Select(change => change.Quantity));
        Assert.All(told.Changes, change => Assert.Equal((AccountChangeKind.Funding, "USDT", "BTCUSDT"), (change.Kind, change.Subject, change.Symbol)));
        Assert.Equal(1_000m - 0.66m, venue.Account("main").Balance("USDT"));
    }

    [Fact]
    public async Task Accrue_BorrowedAsset_GrowsInterestUntilItIsPaidBack()
    {
        ManualTime time = new();
        MarginRuleSet rules = PublishedRules.Read("binance/spot-cross") with { Interest = new InterestRule(1m, false, 0.0001m, 0m, null) };
        await using SimulatedExchange venue = new(new SimulatedExchangeOptions
        {
            Clock = new MarketClock(time),
            Markets = [new SimulatedMarketOptions(TestInstruments.SpotBitcoin, new FixedBookSource(
                Level(TestInstruments.SpotBitcoin, BookSide.Ask, 100m, 500m), Level(TestInstruments.SpotBitcoin, BookSide.Bid, 99m, 500m)))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main", ApiKey = "key", ApiSecret = "secret",
                    Balances = new Dictionary<string, decimal> { ["USDT"] = 1_000m },
                    CreditLines = new Dictionary<string, decimal> { ["BTC"] = 5m },
                },
            ],
            MarginRule = new RuleSetMargin(rules),
            SpotFeeAsset = SpotFeeAsset.Quote,
        });
        SimulatedAccount account = venue.Account("main");

        OrderAnswer sold = venue.Place(account, SimulatedWorld.Order("a", Side.Sell, 2m, 99m));
        OrderAnswer beyond = venue.Place(account, SimulatedWorld.Order("b", Side.Sell, 4m, 99m));
        StatementBalance owing = venue.Statement(account).Balances.Single(balance => balance.Asset == "BTC");
        time.Move(TimeSpan.FromMinutes(90));
        venue.Step();
        StatementBalance later = venue.Statement(account).Balances.Single(balance => balance.Asset == "BTC");
        venue.Place(account, SimulatedWorld.Order("c", Side.Buy, 2.5m, 100m));
        StatementBalance repaid = venue.Statement(account).Balances.Single(balance => balance.Asset == "BTC");

        Assert.Null(sold.Rejection);
        Assert.NotNull(beyond.Rejection);
        Assert.Equal((0m, 2m, 0m, 3m), (owing.Quantity, owing.Borrowed, owing.Interest, owing.Borrowable!.Value));

        // A period that has begun is charged whole: two of them in ninety minutes.
        Assert.Equal(2m * 0.0002m, later.Interest);
        Assert.Equal((0.5m - 0.0004m, 0m, 0m, 5m), (repaid.Quantity, repaid.Borrowed, repaid.Interest, repaid.Borrowable!.Value));
    }

    private static Instant InstantOf(DateTimeOffset time) => new((time - DateTimeOffset.UnixEpoch).Ticks * 100);

    private static RecordingListener Listen(SimulatedExchange venue)
    {
        RecordingListener listener = new();
        venue.Attach(listener);
        return listener;
    }

    private static SimulatedExchange Usdm(MarginRuleSet rules, bool isolated, decimal wallet, params OpeningPosition[] positions) =>
        Usdm(rules, isolated, wallet, new ManualTime(), null, positions);

    private static SimulatedExchange Usdm(
        MarginRuleSet rules, bool isolated, decimal wallet, ManualTime time, FundingTerms? funding, params OpeningPosition[] positions) => new(new SimulatedExchangeOptions
        {
            Clock = new MarketClock(time),
            Markets =
            [
                new SimulatedMarketOptions(TestInstruments.PerpetualBitcoin, new FixedBookSource(
                    Level(TestInstruments.PerpetualBitcoin, BookSide.Ask, 100.0m, 5_000m),
                    Level(TestInstruments.PerpetualBitcoin, BookSide.Bid, 99.9m, 5_000m)))
                {
                    Funding = funding,
                },
            ],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = "main", ApiKey = "key", ApiSecret = "secret", IsIsolated = isolated, DefaultLeverage = 10,
                    Balances = new Dictionary<string, decimal> { ["USDT"] = wallet }, Positions = positions,
                },
            ],
            MarginRule = new RuleSetMargin(rules),
        });

    private static LevelChange Level(Instrument instrument, BookSide side, decimal price, decimal quantity) =>
        instrument.TryPrice(price, out PriceTicks ticks) && instrument.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid");
}
