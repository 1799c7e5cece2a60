using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// The router is killed (SIGKILL) at a chosen point of a parent's life and started again. <see cref="CrashWorld.VerifyAsync"/> then
/// finds: no child sent twice, no fill lost or doubled, nothing reserved, the ledger as the venues state it, every decision replayed.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class KillPointTests
{
    private const decimal Above = 61_000m;

    [Fact]
    public async Task Kill_RightAfterTheDesksWrite_ParentIsTakenFromTheResendOrFromTheJournal()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        for (int i = 1; i <= 3; i++)
        {
            world.Desk.Send($"early-{i}", Side.Buy, 1m, Above);
            await world.KillAndRestartAsync(early: i == 2);

            // Resent before the venues are up it is refused by name: prices and margin are not known yet.
            WireReport final = await world.Desk.FinalAsync($"early-{i}");
            Assert.True(final.OrdStatus is '2' or '4' || (i == 2 && final.OrdStatus == '8'), $"{final}");
        }

        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_WhileTheDeskIsNotConnectedAnyMore_OrderFromItsStoreIsWorked()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        await world.Router.KillAsync();
        world.Desk.Send("offline", Side.Buy, 4m, Above);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("offline");
        Assert.Equal(4m, final.CumulativeQuantity);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_IntentsDurableAndOrdersSwallowed_ParentEndsWithNothingFilled()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.SwallowOrders();
        world.Desk.Send("swallowed", Side.Buy, 10m, Above);
        await world.ReceivedAsync(3);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("swallowed");
        Assert.Equal('4', final.OrdStatus);
        Assert.Equal(0m, final.CumulativeQuantity);
        Assert.Contains(nameof(RefusalReason.RouterRestarted), final.Text, StringComparison.Ordinal);
        Assert.Equal(3, world.Venues.Receptions.Count);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_OrdersExecutedAndNobodyToldTheRouter_FillsComeFromTheStatusAnswer()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Withhold();
        world.Desk.Send("withheld", Side.Buy, 10m, Above);
        await world.ReceivedAsync(3);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("withheld");
        Assert.Equal('2', final.OrdStatus);
        Assert.Equal(10m, final.CumulativeQuantity);

        // What was kept back comes now, to a router that knows the fills already.
        world.Venues.Release();
        world.Desk.Send("afterwards", Side.Sell, 10m, 59_000m);
        await world.Desk.FinalAsync("afterwards");
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_WithheldReportsArriveBeforeTheStatusAnswer_FillsAreBookedOnce()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Withhold();
        world.Desk.Send("late", Side.Buy, 10m, Above);
        await world.ReceivedAsync(3);
        await world.KillAsync();
        world.StartRouter();

        // The FIX venue resends, the others send to nobody.
        world.Venues.Release();
        await world.ConnectAsync();
        WireReport final = await world.Desk.FinalAsync("late");
        Assert.Equal(10m, final.CumulativeQuantity);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_AfterAPartialFill_DayParentGoesOnWithTheRest()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Faults.LimitNextFill(1m);
        world.Venues.Prime.Faults.WithholdAnswers(1);
        world.Desk.Send("partial", Side.Buy, 10m, Above, day: true);
        await world.ReceivedAsync(3);
        await world.JournaledFillsAsync(1);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("partial");
        Assert.Equal('2', final.OrdStatus);
        Assert.Equal(10m, final.CumulativeQuantity);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_AfterAPartialFill_ImmediateParentEndsWithWhatItHas()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Faults.LimitNextFill(1m);
        world.Venues.Prime.Faults.WithholdAnswers(1);
        world.Desk.Send("partial", Side.Buy, 10m, Above);
        await world.ReceivedAsync(3);
        await world.JournaledFillsAsync(1);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("partial");
        Assert.Equal('4', final.OrdStatus);
        Assert.InRange(final.CumulativeQuantity, 2m, 9m);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_EverythingFilledAndTheDeskAway_DeskGetsEveryReportByResend()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Withhold();
        world.Desk.Send("away", Side.Buy, 10m, Above);
        await world.ReceivedAsync(3);
        world.Desk.Disconnect();
        world.Venues.Release();
        await FilledInTheJournalAsync(world);
        Assert.DoesNotContain(world.Desk.Reports, report => report.ExecType == 'F');
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("away");
        Assert.Equal(10m, final.CumulativeQuantity);
        Assert.True(final.PossibleDuplicate);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_EverythingFilledAndTheDeskNotReading_DeskHasEveryReportOnce()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.Pause();
        world.Desk.Send("deaf", Side.Buy, 10m, Above);
        await FilledInTheJournalAsync(world);
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("deaf");
        Assert.Equal(10m, final.CumulativeQuantity);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_WhileACancelWaitsForAChild_ParentIsCanceledWithTheChildsFills()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Futures.Faults.LimitNextFill(3m);
        world.Venues.Withhold();
        world.Desk.Send("cancelled", Side.Buy, 10m, Above, day: true);
        await world.ReceivedAsync(3);
        world.Desk.Cancel("cancel", "cancelled", Side.Buy);
        await world.Desk.ReportAsync(report => report.ExecType == '6', "PendingCancel");
        await world.KillAndRestartAsync();
        WireReport final = await world.Desk.FinalAsync("cancelled");
        Assert.Equal('4', final.OrdStatus);
        Assert.Equal("cancel", final.ClientOrderId);
        Assert.Equal(world.Venues.Orders().Sum(order => order.CumulativeQuantity), final.CumulativeQuantity);
        Assert.Equal(3, world.Venues.Receptions.Count);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_RightAfterTheDesksCancel_CancelIsAnsweredOnceAndInOneSense()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.Send("waiting", Side.Buy, 10m, 60_015m, day: true);
        await world.Desk.ReportAsync(report => report.CumulativeQuantity > 0m, "a first fill");
        for (int i = 1; i <= 3; i++)
        {
            // A second and third request are refused, for the first one is on its way or has ended the parent.
            world.Desk.Cancel($"cancel-{i}", "waiting", Side.Buy);
            await world.KillAndRestartAsync();
        }

        WireReport final = await world.Desk.FinalAsync("waiting");
        Assert.Equal('4', final.OrdStatus);
        Assert.DoesNotContain(world.Desk.Reports, report => report.ClientOrderId == final.ClientOrderId && report.MessageType == '9');
        await world.Desk.ReportAsync(report => report.ClientOrderId == "cancel-3", "an answer to the last cancel");
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_BetweenTwoAttemptsOfADayParent_NextAttemptIsMadeAfterTheRestart()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.Send("day", Side.Buy, 10m, 60_015m, day: true);
        await world.Journal.UntilAsync(record => record.Decision is { Slice.Attempt: >= 3, Children.IsEmpty: true }, "an attempt without children");
        int before = world.Venues.Receptions.Count;
        await world.KillAndRestartAsync();
        Assert.Equal(before, world.Venues.Receptions.Count);
        world.Venues.Refill();
        WireReport final = await world.Desk.FinalAsync("day");
        Assert.Equal('2', final.OrdStatus);
        Assert.Equal(10m, final.CumulativeQuantity);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_AgainWhileItRecovers_StateIsTheSameAsAfterOneKill()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Withhold();
        world.Desk.Send("twice", Side.Buy, 10m, Above, day: true);
        await world.ReceivedAsync(3);
        await world.KillAsync();
        world.StartRouter();
        await world.Router.LineAsync("Recovering from the journal");
        await world.KillAsync();
        world.StartRouter();
        await world.Router.LineAsync("Desks connect to");
        await world.KillAsync();
        world.StartRouter();
        await world.ConnectAsync();
        WireReport final = await world.Desk.FinalAsync("twice");
        Assert.Equal('2', final.OrdStatus);
        Assert.Equal(3, world.Venues.Receptions.Count);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Kill_RequestsThatNeverBecameParents_AreAnsweredOnce()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        for (int i = 1; i <= 3; i++)
        {
            world.Desk.SendStop($"stop-{i}");
            world.Desk.SendUnknown($"unknown-{i}", "NO-SUCH");
            await world.KillAndRestartAsync();
            await world.Desk.FinalAsync($"stop-{i}");
            await world.Desk.FinalAsync($"unknown-{i}");
        }

        world.Desk.Send("good", Side.Buy, 1m, Above);
        await world.Desk.FinalAsync("good");
        await world.VerifyAsync();
        foreach (IGrouping<string, WireReport> request in world.Desk.Reports.GroupBy(report => report.Order))
            Assert.Single(request.Where(report => report.IsFinal).DistinctBy(report => report.ExecId));
    }

    private static Task FilledInTheJournalAsync(CrashWorld world) => Patience.UntilAsync(
        () => world.Journal.Recover().Engine.Parents is [{ Status: ParentStatus.Filled }],
        "the filled parent in the journal",
        () => string.Join("; ", world.Journal.Records().Where(record => record.Inbound is ChildFilled or ChildEnded or ChildLost)));
}
