using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// Runs a session (connect, work until it breaks) again and again with back-off. A session that got as far as healthy starts the back-off
/// anew; faults that no reconnection cures leave the loop.
/// </summary>
internal sealed partial class ReconnectLoop
{
    private readonly string name;
    private readonly TimeSpan firstDelay;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly ResiliencePipeline pipeline;

    public ReconnectLoop(string name, ReconnectOptions options, TimeProvider time, ILogger logger)
    {
        this.name = name;
        this.time = time;
        this.logger = logger;
        firstDelay = options.FirstDelay;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } fault
                    && ConnectionFault.IsTransient(fault, arguments.Context.CancellationToken)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                OnRetry = arguments =>
                {
                    LogRetry(logger, name, arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Exception!.Message);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Runs until cancelled. The session is handed the call by which it says that it is healthy.</summary>
    public async Task RunAsync(Func<Action, CancellationToken, Task> session, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await pipeline.ExecuteAsync(token => RunOnceAsync(session, token), cancellation).ConfigureAwait(false);
                await Task.Delay(firstDelay, time, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async ValueTask RunOnceAsync(Func<Action, CancellationToken, Task> session, CancellationToken cancellation)
    {
        bool healthy = false;
        try
        {
            await session(() => healthy = true, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (healthy && ConnectionFault.IsTransient(fault, cancellation))
        {
            LogBroken(logger, name, fault.Message);
        }
    }
}
