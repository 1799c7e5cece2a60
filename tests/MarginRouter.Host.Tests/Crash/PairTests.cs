using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// NewOrderMultileg end to end: a desk's session, the router as a process of its own, two venues behind their protocols. What the desk is
/// told is what the venues executed, and every decision replays from the journal to the same bytes.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class PairTests
{
    private const string Complete = "40=1|59=3|5221=1";
    private const string TradeBack = "40=1|59=3|5221=2";
    private const string Stop = "40=1|59=3|5221=3";

    [Fact]
    public async Task Pair_SpotAgainstPerpetual_FillsBothLegsInRatio()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.SendPair("pair", 3m, Complete);
        WireReport final = await world.Desk.FinalAsync("pair");

        // Spot 60005, 60015 and 60025; the perpetual two at 59990 and one at 59980.
        Assert.Equal(('2', '3', 3m), (final.OrdStatus, final.Multileg, final.CumulativeQuantity));
        Assert.Equal(28.33m, decimal.Round(final.AveragePrice, 2, MidpointRounding.ToEven));
        Assert.Equal([("prime-main", 3m), ("usdm-main", 3m)], Executed(world));
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Pair_WithALegThatCannotBeAfforded_SendsNothing()
    {
        await using CrashWorld world = await CrashWorld.PrepareAsync();
        world.Files.Replace("venues/1-usdm.json", "\"utilisationLimit\": \"0.9\"", "\"utilisationLimit\": \"0.0001\"");
        world.StartRouter();
        await world.ConnectAsync();
        world.Desk.SendPair("whole", 10m, "40=1|59=4|5221=1");
        WireReport whole = await world.Desk.FinalAsync("whole");
        Assert.Equal('8', whole.OrdStatus);
        Assert.StartsWith("MinimumFill: FillOrKill, in units required 10 available 4.", whole.Text, StringComparison.Ordinal);
        Assert.Contains("MaintenanceUtilisation: leg perpetual: usdm-main required", whole.Text, StringComparison.Ordinal);
        Assert.Empty(world.Venues.Receptions);

        // What one leg can afford both get.
        world.Desk.SendPair("part", 10m, Complete);
        WireReport part = await world.Desk.FinalAsync("part");
        Assert.Equal('4', part.OrdStatus);
        Assert.InRange(part.CumulativeQuantity, 4m, 5m);
        Assert.Equal([("prime-main", part.CumulativeQuantity), ("usdm-main", part.CumulativeQuantity)], Executed(world));
        await world.StopAsync();
    }

    [Fact]
    public async Task Pair_ShortLegUnderComplete_IsFilledFromTheNextLevels()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Faults.LimitNextFill(1m);
        world.Desk.SendPair("pair", 3m, Complete);
        WireReport final = await world.Desk.FinalAsync("pair");
        Assert.Equal(('2', 3m), (final.OrdStatus, final.CumulativeQuantity));
        Assert.Equal([("prime-main", 3m), ("usdm-main", 3m)], Executed(world));
        Assert.Equal(3, world.Venues.Receptions.Count);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Pair_ShortLegUnderTradeBack_KeepsWhatIsInRatioUntilTheRestIsOpenedAnew()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Faults.LimitNextFill(1m);
        world.Desk.SendPair("pair", 3m, TradeBack);
        WireReport final = await world.Desk.FinalAsync("pair");
        Assert.Equal(('2', 3m), (final.OrdStatus, final.CumulativeQuantity));
        Assert.Contains(world.Desk.Reports, report => report is { Leg: "spot", ExecType: 'F', Side: '2', CumulativeQuantity: 1m });
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Pair_ShortLegUnderStop_EndsAndNamesTheUnevenLeg()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Faults.LimitNextFill(1m);
        world.Desk.SendPair("pair", 3m, Stop);
        WireReport final = await world.Desk.FinalAsync("pair");
        Assert.Equal(('4', 1m), (final.OrdStatus, final.CumulativeQuantity));
        Assert.StartsWith("LegsUneven: leg spot required 3 available 1", final.Text, StringComparison.Ordinal);
        Assert.Contains(world.Desk.Reports, report => report is { Leg: "perpetual", OrdStatus: '4', CumulativeQuantity: 1m });
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_BothLegsExecutedAndNobodyTold_FillsComeFromTheStatusAnswers()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Withhold();
        world.Desk.SendPair("pair", 3m, Complete);
        await world.ReceivedAsync(2);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("pair");
        Assert.Equal(('2', 3m), (final.OrdStatus, final.CumulativeQuantity));
        Assert.Equal(2, world.Venues.Receptions.Count);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_OneLegSwallowed_UnevenLegIsTradedBackAfterTheRestart()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Exchange.Faults.SwallowOrders(1);
        world.Desk.SendPair("pair", 3m, TradeBack);
        await world.ReceivedAsync(2);
        await world.JournaledFillsAsync(3);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("pair");
        Assert.Equal(('4', 0m), (final.OrdStatus, final.CumulativeQuantity));
        Assert.Contains(nameof(RefusalReason.RouterRestarted), final.Text, StringComparison.Ordinal);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_WhileItWaitsForItsNetPrice_GoesOnAfterTheRestart()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.SendPair("pair", 2m, "40=2|44=10|59=1|5221=1");
        await world.Desk.ReportAsync(report => report.ExecType == '0', "New");
        await world.KillAndRestartAsync();
        world.Desk.Ask("pair");
        WireReport status = await world.Desk.ReportAsync(report => report is { ExecType: 'I', Multileg: '3' }, "its state");
        Assert.Equal(('0', 0m), (status.OrdStatus, status.CumulativeQuantity));
        Assert.Empty(world.Venues.Receptions);

        world.Venues.Prime.Market("BTCUSD").SetLevel(BookSide.Ask, 59_995m, 2m);
        WireReport final = await world.Desk.FinalAsync("pair");
        Assert.Equal(('2', 2m, 5m), (final.OrdStatus, final.CumulativeQuantity, final.AveragePrice));
        await world.VerifyAsync();
    }

    /// <summary>What the venues executed, by account, in the order of their names.</summary>
    private static IEnumerable<(string Account, decimal Quantity)> Executed(CrashWorld world) => world.Venues.Exchanges
        .SelectMany(exchange => exchange.Accounts.Select(account => (account.Key, exchange.Orders(account.Value).Sum(order => order.CumulativeQuantity))))
        .Where(account => account.Item2 > 0m)
        .OrderBy(account => account.Key, StringComparer.Ordinal);
}
