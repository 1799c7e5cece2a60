using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>What a chain can do to a transaction on its way, and what a node can do to an answer.</summary>
public sealed class AmmFaultTests
{
    private const decimal Dear = 70_000m;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    [Theory]
    [AmmRows]
    public async Task Swap_RevertedOnChain_IsRefusedAfterItsAcceptance(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        world.Chain.Faults.RevertTransactions(1);
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        await world.MineUntilAsync(() => world.Sink.Events.Any(inbound => inbound is ChildRefused), "a refusal");
        Assert.Equal((terms.Id, "REVERTED"), world.Sink.Events.OfType<ChildRefused>().Select(refused => (refused.Child, refused.Code)).Single());
        Assert.Empty(world.Fills(terms));

        // Its gas is paid, which the statement says, and the next order has the next nonce.
        await world.AccountAgreesAsync();
        ChildOrderTerms next = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        await world.MineUntilAsync(() => world.Fills(next).Count == 1, "the next one filled");
    }

    [Theory]
    [AmmRows]
    public async Task Swap_WhoseMarketMovedMeanwhile_RevertsByItsLimit(string row)
    {
        AmmSetting setting = AmmSetting.Of(row);
        await using AmmWorld world = await AmmWorld.ConnectedAsync(setting);
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, 61_500m);
        world.Chain.Trade(AmmWorld.PoolAddress, zeroForOne: !setting.BaseIsToken0, 600_000_000_000);
        await world.MineUntilAsync(() => world.Sink.Events.Any(inbound => inbound is ChildRefused), "a refusal");
        Assert.Empty(world.Fills(terms));
    }

    [Theory]
    [AmmRows]
    public async Task Swap_DroppedByTheNode_IsLostUntilItsDeadlineDecides(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row) with { Lifetime = TimeSpan.FromSeconds(60) });
        world.Chain.Faults.DropTransactions(1);
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        await world.MineUntilAsync(() => world.Sink.Events.Any(inbound => inbound is ChildLost), "a loss");
        world.Query(terms);
        world.Chain.Mine(5);
        await world.FollowedAsync();
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildStatusReported or ChildEnded);

        // A block's time stamp rises by a second at least: these are past the deadline.
        world.Chain.Mine(80);
        await world.FollowedAsync();
        await world.Sink.WaitForAsync<InboundEvent>(inbound => inbound is ChildStatusReported { State: VenueOrderState.Ended } or ChildEnded);
        Assert.Empty(world.Fills(terms));
    }

    [Theory]
    [AmmRows]
    public async Task Swap_ReplacedByAnotherTransaction_EndsUnfilledOnceThatIsCertain(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row) with { Confirmations = 2 });
        world.Chain.Faults.ReplaceTransactions(1);
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        world.Chain.Mine();
        await world.FollowedAsync();
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        await world.MineUntilAsync(() => world.Sink.Events.Any(inbound => inbound is ChildEnded), "an end");
        ChildEnded ended = world.Sink.Events.OfType<ChildEnded>().Single();
        Assert.Equal((terms.Id, QuantityLots.Zero), (ended.Child, ended.CumulativeQuantity));
        Assert.Contains("REPLACED", ended.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [AmmRows]
    public async Task Swap_Delayed_FillsLateAndIsNeverLost(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        world.Chain.Faults.DelayTransactions(1, 6);
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        world.Chain.Mine(4);
        await world.FollowedAsync();
        Assert.Empty(world.Fills(terms));
        await world.MineUntilAsync(() => world.Fills(terms).Count == 1, "a fill");
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildLost);
    }

    [Theory]
    [AmmRows]
    public async Task Swap_ReorganisedBeforeItsConfirmations_IsToldOnceAsItEndsUp(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row) with { Confirmations = 3 });
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        world.Chain.Mine(2);
        await world.FollowedAsync();
        Assert.Empty(world.Fills(terms));
        decimal once = world.Dollars;
        world.Chain.Trade(AmmWorld.PoolAddress, zeroForOne: true, 1_000_000);
        world.Chain.Reorganise(2, keepsTransactions: true);
        await world.FollowedAsync();
        Assert.Contains(world.Sink.States, change => change.State == BookState.Gapped);
        await world.MineUntilAsync(() => world.Fills(terms).Count > 0, "a fill");
        ChildFilled fill = Assert.Single(world.Fills(terms));
        Assert.Equal(1_000_000m - world.Dollars, Math.Round(fill.Fill.Price, 10));
        Assert.NotEqual(once, world.Dollars);
        await world.AccountAgreesAsync();
    }

    [Theory]
    [AmmRows]
    public async Task Swap_GoneWithAReorganisation_IsNotFilled(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row) with { Confirmations = 3, Lifetime = TimeSpan.FromSeconds(60) });
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        world.Chain.Mine(2);
        await world.FollowedAsync();
        world.Chain.Reorganise(2, keepsTransactions: false);
        await world.FollowedAsync();
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        world.Chain.Mine(80);
        await world.FollowedAsync();
        await world.Sink.WaitForAsync<ChildEnded>(ended => ended.Child == terms.Id);
        Assert.Empty(world.Fills(terms));
        Assert.Equal(1_000_000m, world.Dollars);
    }

    [Theory]
    [AmmRows]
    public async Task Acknowledgement_Lost_IsLostAndTheQueryTellsTheTruth(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row) with { Patience = Short });
        world.Chain.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, Dear);
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        world.Chain.Mine(3);
        await world.FollowedAsync();
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal((VenueOrderState.Filled, terms.Quantity), (status.State, status.CumulativeQuantity));
        Assert.Single(world.Fills(terms).DistinctBy(fill => fill.Fill.VenueTradeId));
        Assert.Equal(1, world.Receptions(terms));
    }

    [Theory]
    [AmmRows]
    public async Task Transaction_TakenAndAnsweredWithAnUnclearError_IsLostUntilItsFillIsTold(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        world.Chain.Faults.AnswerWithErrors(1);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, Dear);
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        await world.MineUntilAsync(() => world.Fills(terms).Count == 1, "the fill of a transaction that seemed to have failed");
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildRefused);
        Assert.Equal(1, world.Receptions(terms));
    }

    [Theory]
    [AmmRows]
    public async Task Transaction_ThatNeverArrived_EndsOnlyWhenItCanNoLongerBeMined(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row) with { Patience = Short, Lifetime = TimeSpan.FromSeconds(60) });
        world.Chain.Faults.SwallowTransactions(1);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, Dear);
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        world.Query(terms);
        world.Chain.Mine(10);
        await world.FollowedAsync();
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildStatusReported or ChildEnded);

        // Its nonce is free: the next order takes it, and then the lost one can never be mined.
        ChildOrderTerms next = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        await world.MineUntilAsync(() => world.Fills(next).Count == 1, "the next one filled");
        await world.Sink.WaitForAsync<InboundEvent>(inbound => inbound is ChildStatusReported { State: VenueOrderState.Ended } or ChildEnded);
        Assert.Empty(world.Fills(terms));
    }

    [Theory]
    [AmmRows]
    public async Task Query_AfterARestart_FindsTheSwapOfAnEarlierProcessByTheIdBehindItsCall(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        ChildOrderTerms other = await world.SendAcceptedAsync(Side.Buy, 0.5m, Dear);
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        world.Chain.Mine(3);
        await world.RestartAsync(options => options with { SwapLifetime = TimeSpan.FromSeconds(1) });
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal((VenueOrderState.Filled, terms.Quantity), (status.State, status.CumulativeQuantity));
        Assert.Equal(terms.Quantity, world.Fills(terms)[0].Fill.Quantity);
        Assert.Empty(world.Fills(other));

        // One that was never sent is denied once nothing of the earlier process can still be mined.
        ChildOrderTerms never = world.Terms(Side.Buy, 1m, Dear);
        world.Query(never);
        await world.MineUntilAsync(
            () => world.Sink.Events.OfType<ChildStatusReported>().Any(report => report.Child == never.Id && report.State == VenueOrderState.NotFound), "not found");
    }

    [Theory]
    [AmmRows]
    public async Task Orders_WhileTheNodeFails_TheVenueGoesDownAndComesBackWithAStatement(string row)
    {
        await using AmmWorld world = await AmmWorld.ConnectedAsync(AmmSetting.Of(row));
        ChildOrderTerms terms = await world.SendAcceptedAsync(Side.Buy, 1m, Dear);
        int before = world.Sink.Events.Count;
        world.Chain.Faults.FailRequests(4);
        world.Chain.Mine();
        world.Disconnect();
        await world.Sink.UntilAsync(() => world.Sink.States.Any(change => change.State != BookState.Live), "a book that is not live");
        await world.MineUntilAsync(() => world.Fills(terms).Count == 1, "a fill after all");
        await world.AccountAgreesAsync();
        Assert.True(world.Sink.Events.Count > before);
    }

    [Fact]
    public async Task Configuration_ThatIsNotTheChains_EndsTheAdapterByName()
    {
        await using AmmWorld world = await AmmWorld.StartedAsync(AmmSetting.Of("uniswap v3"));
        foreach ((Func<AmmOptions, AmmOptions> change, string words) in new (Func<AmmOptions, AmmOptions>, string)[]
        {
            (options => options with { ChainId = 10 }, "chain 1"),
            (options => options with { Pools = [options.Pools[0] with { FeePips = 500 }] }, "fee"),
            (options => options with { Pools = [options.Pools[0] with { TickSpacing = 10 }] }, "tickSpacing"),
            (options => options with { Pools = [options.Pools[0] with { Base = new AmmToken("0x00000000000000000000000000000000000000c1", 8) }] }, "token0"),
        })
        {
            await using AmmAdapter adapter = world.CreateAdapter(change);
            VenueConfigurationException fault = await Assert.ThrowsAsync<VenueConfigurationException>(
                () => adapter.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        }

        VenueConfigurationException key = Assert.Throws<VenueConfigurationException>(() => world.CreateAdapter(options => options with
        {
            Accounts = [options.Accounts[0] with { Key = "0x00000000000000000000000000000000000000c1" }],
        }));
        Assert.DoesNotContain("0123456789", key.Message, StringComparison.Ordinal);
    }
}
