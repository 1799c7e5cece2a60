using System.Globalization;
using System.Net;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>Venues and a desk that stay, and between them a router that is killed and started again over the same files.</summary>
internal sealed class CrashWorld : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-crash-");
    private readonly CrashConfiguration files;
    private RouterProcess? router;

    private CrashWorld() => files = new CrashConfiguration(folder.FullName);

    public CrashVenues Venues { get; private set; } = null!;

    public TestDesk Desk { get; } = new(CrashConfiguration.Desk);

    public RouterConfiguration Configuration { get; private set; } = null!;

    public JournalView Journal { get; private set; } = null!;

    /// <summary>The running router.</summary>
    public RouterProcess Router => router ?? throw new InvalidOperationException("no router runs");

    /// <summary>The configuration on disk.</summary>
    public CrashConfiguration Files => files;

    /// <summary>Starts the venues and writes the configuration; no router yet.</summary>
    public static async Task<CrashWorld> PrepareAsync()
    {
        CrashWorld world = new();
        try
        {
            world.Venues = await CrashVenues.StartAsync(world.files);
            world.Configuration = world.files.Load();
            world.Journal = new JournalView(world.Configuration);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts venues and router, logs the desk on, and waits until orders are judged on their merits.</summary>
    public static async Task<CrashWorld> StartAsync()
    {
        CrashWorld world = await PrepareAsync();
        try
        {
            world.StartRouter();
            await world.ConnectAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process and returns at once.</summary>
    public RouterProcess StartRouter()
    {
        router?.Dispose();
        return router = RouterProcess.Start(CrashConfiguration.Secrets, "run", "--config", files.Folder);
    }

    /// <summary>Waits until the running router is ready and logs the desk on; or logs it on at once, before any venue may be up.</summary>
    public async Task ConnectAsync(bool early = false)
    {
        string address = (await Router.LineAsync(@"Desks connect to (\S+)")).Groups[1].Value;
        if (early)
            await Desk.ConnectAsync(IPEndPoint.Parse(address));
        await Router.LineAsync("Ready: every venue, book and mark is there");
        if (!early)
            await Desk.ConnectAsync(IPEndPoint.Parse(address));
    }

    /// <summary>SIGKILL. The desk notices and gives its connection up.</summary>
    public async Task KillAsync()
    {
        await Router.KillAsync();
        Desk.Resume();
        Desk.Disconnect();
    }

    /// <summary>Kills, starts again, and has the desk log on again.</summary>
    public async Task KillAndRestartAsync(bool early = false)
    {
        await KillAsync();
        StartRouter();
        await ConnectAsync(early);
    }

    /// <summary>Starts a killed router again, or kills it while it recovers and starts it once more; then the desk logs on.</summary>
    public async Task KillAndRestartOnceMoreAsync(bool again)
    {
        StartRouter();
        if (again)
        {
            await Router.LineAsync("Recovering from the journal");
            await KillAsync();
            StartRouter();
        }

        await ConnectAsync();
    }

    /// <summary>Waits until the venues have received so many orders in total since the first start.</summary>
    public Task ReceivedAsync(int orders) => Patience.UntilAsync(
        () => Venues.Receptions.Count >= orders, $"order {orders} at the venues", () => $"received {Venues.Receptions.Count}; {Router.Everything}");

    /// <summary>Waits until the journal holds a number of fills since the first start.</summary>
    public Task JournaledFillsAsync(int fills) => Patience.UntilAsync(
        () => Journal.Records().Count(record => record.Inbound is ChildFilled) >= fills, $"fill {fills} in the journal", () => Router.Everything);

    /// <summary>
    /// Ends the router as a service manager does and compares everything that is left: what the venues received and executed, what the
    /// desk was told, what the journal makes of it.
    /// </summary>
    public async Task VerifyAsync()
    {
        CrashChecks checks = new(this);
        await Patience.UntilAsync(() => checks.LedgerFault() is null, "a ledger equal to the venues' statements", checks.LedgerFault!);
        await StopAsync();
        Assert.Null(checks.LedgerFault());
        checks.NoChildTwice();
        checks.FillsReachedTheDesk();
        checks.ReportsAreUnique();
        checks.ReportsAreTheJournals();
        checks.DecisionsReplay();
        Venues.AssertSound();
    }

    /// <summary>SIGTERM, and expects exit code 0.</summary>
    public async Task StopAsync()
    {
        await Router.TerminateAsync();
        int exitCode = await Router.ExitCodeAsync();
        Assert.True(exitCode == 0, string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}:{Environment.NewLine}{Router.Everything}"));
    }

    public async ValueTask DisposeAsync()
    {
        router?.Dispose();
        Desk.Dispose();
        if (Venues is not null)
            await Venues.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
