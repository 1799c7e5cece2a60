using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Faults;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// One router over one journal, killed again and again at random moments of random parents, with random faults of the venues in between.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class RandomKillTests
{
    private const string RunsVariable = "MARGINROUTER_CRASH_RUNS";
    private const string SeedVariable = "MARGINROUTER_CRASH_SEED";
    private const int DefaultRuns = 20;
    private const int LongestLifeMilliseconds = 60;

    private const int LongestRecoveryMilliseconds = 1_200;

    private enum Fault
    {
        None = 1,
        Withheld = 2,
        Partial = 3,
        Disconnected = 4,
        DeskAway = 5,
        Cancelled = 6,
        KilledAgain = 7,
    }

    [Fact]
    public async Task Kill_AtRandomMoments_NothingIsSentTwiceLostOrLeftReserved()
    {
        int runs = Number(RunsVariable) ?? DefaultRuns;
        int seed = Number(SeedVariable) ?? Random.Shared.Next();
        Random random = new(seed);
        await using CrashWorld world = await CrashWorld.StartAsync();
        int run = 0;
        try
        {
            for (run = 1; run <= runs; run++)
                await LiveAndDieAsync(world, $"run-{run}", random);
            await world.VerifyAsync();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"{SeedVariable}={seed}, run {run} of {runs}: {exception.Message}{Environment.NewLine}{world.Router.Everything}", exception);
        }
    }

    private static async Task LiveAndDieAsync(CrashWorld world, string order, Random random)
    {
        world.Venues.Refill();
        Fault fault = (Fault)random.Next(1, 8);
        bool day = random.Next(3) == 0;
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        decimal quantity = random.Next(1, 160) / 10m;
        Prepare(world.Venues, fault, random, quantity / 10m);
        world.Desk.Send(order, side, quantity, side == Side.Buy ? 61_000m : 59_000m, day);
        if (fault == Fault.DeskAway)
            world.Desk.Disconnect();
        if (fault == Fault.Cancelled)
        {
            await Task.Delay(random.Next(LongestLifeMilliseconds), CancellationToken.None);
            world.Desk.Cancel($"{order}-cancel", order, side);
        }

        await Task.Delay(random.Next(LongestLifeMilliseconds), CancellationToken.None);
        await world.KillAsync();
        world.StartRouter();
        if (fault == Fault.KilledAgain)
        {
            await Task.Delay(random.Next(LongestRecoveryMilliseconds), CancellationToken.None);
            await world.KillAsync();
            world.StartRouter();
        }

        await world.ConnectAsync();
        world.Venues.Release();
        WireReport final = await world.Desk.FinalAsync(order);

        // The books hold ten times as much within the limit: a day parent that nobody cancels is filled in the end.
        if (day && fault != Fault.Cancelled)
            Assert.True(final.OrdStatus == '2' && final.CumulativeQuantity == quantity, $"{fault}: {final}");
        else
            Assert.True(final.OrdStatus is '2' or '4' || (fault == Fault.Cancelled && final.IsFilledUnderCancel && final.CumulativeQuantity == quantity), $"{fault}: {final}");
    }

    private static void Prepare(CrashVenues venues, Fault fault, Random random, decimal part)
    {
        SimulatedFaults faults = venues.Exchanges[random.Next(venues.Exchanges.Count)].Faults;
        switch (fault)
        {
            case Fault.Withheld:
                venues.Withhold();
                break;
            case Fault.Partial:
                faults.LimitNextFill(part);
                break;
            case Fault.Disconnected:
                faults.Disconnect(ConnectionKinds.Private | ConnectionKinds.Public);
                break;
            case Fault.None or Fault.DeskAway or Fault.Cancelled or Fault.KilledAgain:
                break;
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
