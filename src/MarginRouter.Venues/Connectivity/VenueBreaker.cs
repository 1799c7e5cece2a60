using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// Stops asking a venue over HTTP that does not answer: when half of at least twenty requests in ten seconds failed on the network, in time or
/// by a fault inside the venue, none leaves for two seconds, then one tries whether the venue is back.
/// </summary>
internal sealed class VenueBreaker(TimeProvider time)
{
    /// <summary>Requests of the last ten seconds below which nothing is judged.</summary>
    public const int LeastRequests = 20;

    private readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = LeastRequests,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = Pause,
            ShouldHandle = arguments => ValueTask.FromResult(IsFailure(arguments.Outcome.Exception)),
        })
        .Build();

    /// <summary>How long nothing leaves.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs a request. Throws what it throws, and <see cref="VenueHttpException"/> that counts as turned away when it was not sent at all.
    /// </summary>
    public async Task<byte[]> RunAsync(string path, Func<CancellationToken, Task<byte[]>> request, CancellationToken cancellation)
    {
        try
        {
            return await pipeline.ExecuteAsync(async token => await request(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        catch (BrokenCircuitException)
        {
            throw new VenueHttpException(HttpStatusCode.TooManyRequests, path, "not asked: most requests of the last ten seconds failed");
        }
    }

    private static bool IsFailure(Exception? fault) =>
        fault is HttpRequestException or TimeoutException || (fault is VenueHttpException { Status: var status } && (int)status >= 500);
}
