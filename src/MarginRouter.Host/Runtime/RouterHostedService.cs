using MarginRouter.Host.Configuration;
using Microsoft.Extensions.Hosting;

namespace MarginRouter.Host.Runtime;

/// <summary>The router as a hosted service: a fault of the router stops the application.</summary>
internal sealed class RouterHostedService(
    RouterConfiguration configuration, RouterServices services, IHostApplicationLifetime lifetime) : IHostedService, IAsyncDisposable
{
    private RouterRuntime? router;

    /// <summary>What stopped the router, or null.</summary>
    public Exception? Failure { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        router = new RouterRuntime(configuration, services);
        router.Start();
        _ = WatchAsync(router);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        RouterRuntime? stopped = Interlocked.Exchange(ref router, null);
        if (stopped is not null)
            await stopped.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task WatchAsync(RouterRuntime watched)
    {
        Failure = await watched.Faulted;
        lifetime.StopApplication();
    }
}
