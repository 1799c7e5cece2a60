using System.Numerics;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm.Pools;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>
/// The scenarios of the conformance suite as far as a chain can have them: a pool has no levels to set and fills orders whole or not at all, and a
/// block decides what other venues answer at once.
/// </summary>
public sealed class AmmConformanceTests
{
    private const decimal Dear = 70_000m;
    private const decimal Cheap = 50_000m;

    [Theory]
    [AmmRows]
    public async Task Connect_ReportsBookAndAccountBeforeTheVenueIsUp(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        List<InboundEvent> events = [.. world.Sink.Events];
        int connected = events.FindIndex(inbound => inbound is VenueConnectionChanged { Connected: true });
        Assert.Contains(events.Take(connected), inbound => inbound is AccountReported);
        await world.FollowedAsync();
        await world.AccountAgreesAsync();
    }

    [Theory]
    [AmmRows]
    public async Task Book_ThroughRandomTradesAndPositions_IsTheCurveOfTheChain(string row)
    {
        AmmSetting setting = AmmSetting.Of(row);
        await using AmmWorld world = await AmmWorld.ConnectedAsync(setting);
        const int seed = 20261122;
        Random random = new(seed);
        int around = setting.BaseIsToken0 ? 63_960 : -63_960;
        for (int round = 0; round < 25; round++)
        {
            bool paysBase = random.Next(2) == 0;
            BigInteger amount = paysBase ? random.NextInt64(100_000, 500_000_000) : random.NextInt64(60_000_000, 300_000_000_000);
            world.Chain.Trade(AmmWorld.PoolAddress, zeroForOne: paysBase == setting.BaseIsToken0, amount);
            if (setting.Kind == Venues.Amm.AmmPoolKind.Concentrated && round % 3 == 0)
            {
                int lower = around + (random.Next(-20, 20) * 60);
                world.Chain.Provide(AmmWorld.PoolAddress, lower, lower + (random.Next(1, 20) * 60), random.NextInt64(1, 90_000_000_000));
            }

            if (setting.Kind == Venues.Amm.AmmPoolKind.Concentrated && round == 12)
                world.Chain.Provide(AmmWorld.PoolAddress, (around / 60 * 60) - 60_000, (around / 60 * 60) + 60_000, -50_000_000_000);
            world.Chain.Mine(random.Next(1, 4));
            await world.FollowedAsync();
            AssertCurve(world, Side.Buy, $"seed {seed}, round {round}");
            AssertCurve(world, Side.Sell, $"seed {seed}, round {round}");
        }

        Assert.DoesNotContain(world.Sink.States, change => change.State is BookState.Gapped or BookState.Crossed);
    }

    [Theory]
    [AmmRows]
    public async Task Send_BothSides_FillWholeAtTheChainsAmountsAndTheAccountFollows(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        (decimal dollars, decimal bitcoins) = (world.Dollars, world.Bitcoins);
        foreach ((Side side, decimal limit) in new[] { (Side.Buy, Dear), (Side.Sell, Cheap) })
        {
            BigInteger quote = world.Quote(side, 12_345);
            ChildOrderTerms terms = await world.SendAcceptedAsync(side, 1.2345m, limit);
            await world.MineUntilAsync(() => world.Fills(terms).Count == 1, "a fill");
            ChildFilled fill = Assert.Single(world.Fills(terms));
            Assert.Equal(terms.Quantity, fill.Fill.Quantity);
            Assert.Equal((decimal)quote / 1_000_000m, Math.Round(fill.Fill.Price * 1.2345m, 10));
            Assert.Equal("ETH", fill.Fill.FeeAsset.Code);
            Assert.InRange(fill.Fill.Fee, 0.001m, 0.01m);
            decimal sign = side == Side.Buy ? 1m : -1m;
            Assert.Equal(bitcoins + (sign * 1.2345m), world.Bitcoins);
            Assert.Equal(dollars - (sign * (decimal)quote / 1_000_000m), world.Dollars);
            (dollars, bitcoins) = (world.Dollars, world.Bitcoins);
            await world.AccountAgreesAsync();
            Assert.Equal(1, world.Receptions(terms));
        }

        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildEnded or ChildLost or ChildRefused);
    }

    [Theory]
    [AmmRows]
    public async Task Send_BeyondItsLimit_IsRefusedBySimulationAndNeverSent(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        ChildOrderTerms buy = world.Send(Side.Buy, 1m, 60_000m);
        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(refusal => refusal.Child == buy.Id);
        Assert.Equal("REVERT", refused.Code);
        Assert.Contains(row.Contains("v2", StringComparison.Ordinal) ? "EXCESSIVE_INPUT_AMOUNT" : "Too much requested", refused.Message, StringComparison.Ordinal);
        ChildOrderTerms sell = world.Send(Side.Sell, 1m, 60_000m);
        await world.Sink.WaitForAsync<ChildRefused>(refusal => refusal.Child == sell.Id);
        Assert.Empty(world.Chain.Received);
    }

    [Theory]
    [AmmRows]
    public async Task Send_AtTheLimitOfTheBook_IsFilled(string row)
    {
        // The levels promise what the router plans with: their last price is a limit that the whole quantity keeps.
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            BookLevel[] levels = [.. world.Sink.Book(world.Instrument.Id)!.Levels(side == Side.Buy ? BookSide.Ask : BookSide.Bid)[..12]];
            ChildOrderTerms terms = await world.SendAcceptedAsync(
                side, world.Instrument.Quantity(new QuantityLots(levels.Sum(level => level.Quantity.Value))), world.Instrument.Price(levels[^1].Price));
            await world.MineUntilAsync(() => world.Fills(terms).Count == 1, "a fill");
        }
    }

    [Theory]
    [AmmRows]
    public async Task Send_RefusedByTheNode_IsRefusedWithItsWords(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        world.Chain.Faults.RefuseTransactions(1, "insufficient funds for transfer");
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, Dear);
        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(refusal => refusal.Child == terms.Id);
        Assert.Contains("insufficient funds for transfer", refused.Message, StringComparison.Ordinal);
        ChildOrderTerms next = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        await world.MineUntilAsync(() => world.Fills(next).Count == 1, "the next one filled");
    }

    [Theory]
    [AmmRows]
    public async Task Send_PastItsDeadlineOrAboveTheGasLimit_IsDroppedAndNeverArrives(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        ChildOrderTerms late = world.Terms(Side.Buy, 1m, Dear);
        world.Adapter.Send(new SendChild(late, AmmWorld.Now.PlusMilliseconds(-1)));
        await world.Sink.WaitForAsync<ChildDropped>(dropped => dropped.Child == late.Id);
        world.Chain.BaseFee = 200_000_000_000;
        world.Chain.Mine();
        await world.FollowedAsync();
        ChildOrderTerms dear = world.Send(Side.Buy, 1m, Dear);
        ChildDropped dropped = await world.Sink.WaitForAsync<ChildDropped>(drop => drop.Child == dear.Id);
        Assert.Contains("gas", dropped.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Chain.Received);
    }

    [Theory]
    [AmmRows]
    public async Task Send_ManyAtOnce_EachHasOneOutcomeAndOneFill(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        ChildOrderTerms[] orders = [.. Enumerable.Range(0, 12).Select(_ => world.Send(Side.Buy, 0.05m, Dear))];
        await world.Sink.UntilAsync(() => world.Sink.Events.Count(inbound => inbound is ChildAccepted) == 12, "all accepted");
        await world.MineUntilAsync(() => orders.All(order => world.Fills(order).Count == 1), "all fills");
        Assert.Equal(12, world.Sink.Events.Count(inbound => inbound is ChildAccepted or ChildRefused or ChildLost or ChildDropped));
        Assert.Equal(Enumerable.Range(0, 12).Select(nonce => (long)nonce), world.Chain.Received.Select(transaction => transaction.Nonce));
        Assert.All(orders, order => Assert.Equal(1, world.Receptions(order)));
        await world.AccountAgreesAsync();
    }

    [Theory]
    [AmmRows]
    public async Task Book_WordOfAnOlderBlockComesLate_StaysTheBookOfTheNewest(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        int before = world.Sink.States.Count;
        world.Chain.Faults.RepeatOldHeads(8);
        for (int block = 0; block < 9; block++)
        {
            world.Chain.Trade(AmmWorld.PoolAddress, zeroForOne: block % 2 == 0, 1_000_000);
            world.Chain.Mine();
            await world.FollowedAsync();
        }

        Assert.All(world.Sink.States.Skip(before), change => Assert.Equal(BookState.Live, change.State));
        AssertCurve(world, Side.Buy, "after late words");
    }

    [Theory]
    [AmmRows]
    public async Task MarketData_Disconnected_IsNotLiveUntilItIsBack(string row)
    {
        AmmSetting setting = AmmSetting.Of(row);
        await using AmmWorld world = await AmmWorld.ConnectedAsync(setting);
        int before = world.Sink.States.Count;
        if (setting.Polls)
            world.Chain.Faults.FailRequests(3);

        // The socket of new blocks opens after the first book is there: it is cut once there is one.
        await world.Sink.UntilAsync(
            () =>
            {
                world.Disconnect();
                return world.Sink.States.Skip(before).Any(change => change.State != BookState.Live);
            },
            "a book that is not live",
            poll: true);
        world.Chain.Trade(AmmWorld.PoolAddress, zeroForOne: true, 1_000_000);
        world.Chain.Mine();
        await world.FollowedAsync();
        AssertCurve(world, Side.Buy, "after the reconnection");
    }

    /// <summary>Between any two levels the chain's own arithmetic asks for what the level's price says, rounded to a tick against us.</summary>
    private static void AssertCurve(AmmWorld world, Side side, string where)
    {
        ReadOnlySpan<BookLevel> levels = world.Sink.Book(world.Instrument.Id)!.Levels(side == Side.Buy ? BookSide.Ask : BookSide.Bid);
        Assert.True(levels.Length > 20, $"{where}: only {levels.Length} levels");
        (long lots, BigInteger value) = (0, BigInteger.Zero);
        foreach (BookLevel level in levels)
        {
            BigInteger next = world.Quote(side, lots + level.Quantity.Value);

            // A lot at a tick is one unit of dollars: 0.0001 x 0.01 with six digits.
            BigInteger exact = next - value;
            BigInteger ticks = side == Side.Buy ? ChainInteger.DivUp(exact, level.Quantity.Value) : exact / level.Quantity.Value;
            Assert.True(ticks == level.Price.Value, $"{where}: {side} level at {level.Price.Value} x {level.Quantity.Value}, the chain says {ticks}");
            (lots, value) = (lots + level.Quantity.Value, next);
        }
    }
}
