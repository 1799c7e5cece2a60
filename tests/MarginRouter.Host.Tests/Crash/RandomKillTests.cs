using System.Globalization;
using MarginRouter.Core.Instruments;

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

    private enum Fault
    {
        None = 1,
        Withheld = 2,
        Partial = 3,
        Disconnected = 4,
        DeskAway = 5,
    }

    [Fact]
    public async Task Kill_AtRandomMoments_NothingIsSentTwiceLostOrLeftReserved()
    {
        int runs = Number(RunsVariable) ?? DefaultRuns;
        int seed = Number(SeedVariable) ?? Random.Shared.Next();
        Random random = new(seed);
        int run = 0;
        try
        {
            await using CrashWorld world = await CrashWorld.StartAsync();
            for (run = 1; run <= runs; run++)
                await LiveAndDieAsync(world, $"run-{run}", random);
            await world.VerifyAsync();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{SeedVariable}={seed}, run {run} of {runs}: {exception.Message}", exception);
        }
    }

    private static async Task LiveAndDieAsync(CrashWorld world, string order, Random random)
    {
        world.Venues.Refill();
        Fault fault = (Fault)random.Next(1, 6);
        bool day = random.Next(3) == 0;
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        decimal quantity = random.Next(1, 160) / 10m;
        Order(world, fault, quantity);
        world.Desk.Send(order, side, quantity, side == Side.Buy ? 61_000m : 59_000m, day);
        if (fault == Fault.DeskAway)
            world.Desk.Disconnect();
        await Task.Delay(random.Next(LongestLifeMilliseconds), CancellationToken.None);
        await world.KillAndRestartAsync();
        world.Venues.Release();
        WireReport final = await world.Desk.FinalAsync(order);

        // The books hold ten times as much within the limit: a day parent is filled in the end.
        if (day)
            Assert.True(final.OrdStatus == '2' && final.CumulativeQuantity == quantity, $"{fault}: {final}");
        else
            Assert.True(final.OrdStatus is '2' or '4', $"{fault}: {final}");
    }

    private static void Order(CrashWorld world, Fault fault, decimal quantity)
    {
        switch (fault)
        {
            case Fault.Withheld:
                world.Venues.Withhold();
                break;
            case Fault.Partial:
                world.Venues.Futures.Faults.LimitNextFill(quantity / 10m);
                break;
            case Fault.Disconnected:
                world.Venues.Futures.Faults.Disconnect(Simulation.Faults.ConnectionKinds.Private);
                break;
            case Fault.None or Fault.DeskAway:
                break;
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
