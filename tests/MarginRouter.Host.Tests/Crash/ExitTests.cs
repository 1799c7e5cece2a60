using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>How the service ends: by a signal, by a mistake of the operator, by a disk that fails.</summary>
[Collection(ProcessTests.Name)]
public sealed class ExitTests
{
    [Fact]
    public async Task Run_SigtermWhileAChildIsOpen_EndsWithZeroAndTheNextStartFindsItsFills()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Venues.Withhold();
        world.Desk.Send("open", Side.Buy, 10m, 61_000m, day: true);
        await world.ReceivedAsync(3);
        await world.StopAsync();
        world.Desk.Disconnect();
        world.StartRouter();
        await world.ConnectAsync();
        WireReport final = await world.Desk.FinalAsync("open");
        Assert.Equal(10m, final.CumulativeQuantity);
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Run_SigtermWhileReportsAreOnTheirWay_EndsWithZeroAndLosesNone()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        for (int i = 1; i <= 20; i++)
        {
            world.Venues.Refill();
            world.Desk.Send($"busy-{i}", i % 2 == 0 ? Side.Buy : Side.Sell, 2m, i % 2 == 0 ? 61_000m : 59_000m);
        }

        await world.StopAsync();
        world.Desk.Disconnect();
        world.StartRouter();
        await world.ConnectAsync();
        for (int i = 1; i <= 20; i++)
            await world.Desk.FinalAsync($"busy-{i}");
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Run_JournalOfARunningRouter_IsRefusedInOneLine()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        using RouterProcess second = RouterProcess.Start(CrashConfiguration.Secrets, "run", "--config", world.Files.Folder);
        Assert.Equal(2, await second.ExitCodeAsync());
        string error = Assert.Single(second.Errors);
        Assert.Contains(world.Files.JournalFolder, error, StringComparison.Ordinal);
        Assert.Contains("in use", error, StringComparison.Ordinal);

        // The first one does not notice.
        world.Desk.Send("first", Side.Buy, 1m, 61_000m);
        await world.Desk.FinalAsync("first");
        await world.VerifyAsync();
    }

    [Fact]
    public async Task Run_JournalThatIsNoJournal_IsRefusedInOneLine()
    {
        await using CrashWorld world = await CrashWorld.PrepareAsync();
        Directory.CreateDirectory(world.Files.JournalFolder);
        await File.WriteAllTextAsync(FirstSegment(world), new string('x', 100_000));
        await IsRefusedAsync(world);
    }

    [Fact]
    public async Task Run_JournalDamagedInTheMiddle_IsRefusedInOneLineAndLeftAsItIs()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.Send("before", Side.Buy, 4m, 61_000m);
        await world.Desk.FinalAsync("before");
        await world.StopAsync();
        world.Desk.Disconnect();
        byte[] bytes = await File.ReadAllBytesAsync(FirstSegment(world));
        bytes[300] ^= 1;
        await File.WriteAllBytesAsync(FirstSegment(world), bytes);
        await IsRefusedAsync(world);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(FirstSegment(world)));
    }

    [Fact]
    public async Task Run_BadConfiguration_ListsEveryErrorAndExitsWithTwo()
    {
        await using CrashWorld world = await CrashWorld.PrepareAsync();
        world.Files.Replace("router.json", "\"workUnits\": 20000", "\"workUnits\": 1, \"workunits\": 7");
        world.Files.Replace("venues/1-usdm.json", "\"lot\": \"0.001\"", "\"lot\": \"many\"");
        world.Files.Replace("venues/2-prime.json", "unmargined/spot", "unmargined/nothing");
        world.Files.Replace("desks/solo.json", "BTC-USD", "ETH-USD");
        world.StartRouter();
        Assert.Equal(2, await world.Router.ExitCodeAsync());
        IReadOnlyList<string> errors = world.Router.Errors;
        Assert.Contains(errors, error => error.Contains("router.json", StringComparison.Ordinal) && error.Contains("workUnits", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("router.json", StringComparison.Ordinal) && error.Contains("workunits", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("venues/1-usdm.json", StringComparison.Ordinal) && error.Contains("lot", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("unmargined/nothing", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("desks/solo.json", StringComparison.Ordinal) && error.Contains("ETH-USD", StringComparison.Ordinal));
        Assert.False(Directory.Exists(world.Files.JournalFolder), "a journal was begun with a bad configuration");
    }

    [Fact]
    public async Task Run_SecretsNotSet_ListsThemAllAndExitsWithTwo()
    {
        await using CrashWorld world = await CrashWorld.PrepareAsync();
        using RouterProcess router = RouterProcess.Start(new Dictionary<string, string>(), "run", "--config", world.Files.Folder);
        Assert.Equal(2, await router.ExitCodeAsync());
        string[] files = [.. Directory.EnumerateFiles(world.Files.Folder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] named = [.. CrashConfiguration.Secrets.Keys.Where(secret => files.Any(file => file.Contains($"env:{secret}\"", StringComparison.Ordinal)))];
        Assert.NotEmpty(named);
        foreach (string secret in named)
            Assert.Contains(router.Errors, error => error.Contains($"env:{secret} is not set", StringComparison.Ordinal));
        Assert.False(Directory.Exists(world.Files.JournalFolder), "a journal was begun without secrets");
    }

    [Fact]
    public async Task Run_JournalCannotGrow_StopsWithThreeAndKeepsWhatItAcknowledged()
    {
        await using CrashWorld world = await CrashWorld.StartAsync();
        world.Desk.Send("before", Side.Buy, 4m, 61_000m);
        await world.Desk.FinalAsync("before");

        // The folder is taken away: open segments still take records, but no further one can be begun.
        string aside = world.Files.JournalFolder + ".aside";
        Directory.Move(world.Files.JournalFolder, aside);
        await File.WriteAllTextAsync(world.Files.JournalFolder, "no folder");
        string symbol = new('X', 20_000);
        for (int i = 0; i < 250; i++)
            world.Desk.SendUnknown($"fill-{i}", symbol);
        Assert.Equal(3, await world.Router.ExitCodeAsync());

        File.Delete(world.Files.JournalFolder);
        Directory.Move(aside, world.Files.JournalFolder);
        world.Desk.Disconnect();
        world.StartRouter();
        await world.ConnectAsync();
        for (int i = 0; i < 250; i++)
            await world.Desk.FinalAsync($"fill-{i}");
        await world.VerifyAsync();
    }

    private static string FirstSegment(CrashWorld world) => Path.Combine(world.Files.JournalFolder, "0000000000000000001.segment");

    private static async Task IsRefusedAsync(CrashWorld world)
    {
        world.StartRouter();
        Assert.Equal(2, await world.Router.ExitCodeAsync());
        Assert.Contains(world.Files.JournalFolder, Assert.Single(world.Router.Errors), StringComparison.Ordinal);
    }
}
