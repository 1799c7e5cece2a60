namespace MarginRouter.Host.Tests.Crash;

/// <summary>Where the venues are.</summary>
internal sealed record CrashEndpoints
{
    private static readonly Uri Nowhere = new("http://nowhere.invalid");

    public Uri FuturesRest { get; init; } = Nowhere;

    public Uri FuturesSocket { get; init; } = Nowhere;

    public Uri Prime { get; init; } = new("tcp://nowhere.invalid:1");

    public Uri KrakenRest { get; init; } = Nowhere;

    public Uri KrakenPublic { get; init; } = Nowhere;

    public Uri KrakenPrivate { get; init; } = Nowhere;
}
