namespace MarginRouter.LoadTests.Latency;

/// <summary>What a latency run does.</summary>
/// <param name="Seconds">Length of each case of each round.</param>
/// <param name="Rate">Orders a second.</param>
/// <param name="Rounds">Rounds that are reported; one more warms up.</param>
/// <param name="UpdatesPerSecond">Book updates of each venue in the background.</param>
internal sealed record LatencyOptions(int Seconds, int Rate, int Rounds, int UpdatesPerSecond)
{
    /// <summary>Orders of a case in one round.</summary>
    public int Orders => checked(Seconds * Rate);
}
