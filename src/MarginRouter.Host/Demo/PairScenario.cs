namespace MarginRouter.Host.Demo;

/// <summary>One order of two legs of the demo: spot is bought, the perpetual is sold.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Shows">What to look at, in one sentence.</param>
/// <param name="Desk">The desk that sends it.</param>
/// <param name="Quantity">Base units of each leg.</param>
/// <param name="MaximumLegging">Most base units by which the legs may be apart.</param>
internal sealed record PairScenario(string Name, string Shows, string Desk, decimal Quantity, decimal MaximumLegging)
{
    /// <summary>The demo's pairs.</summary>
    public static IReadOnlyList<PairScenario> All { get; } =
    [
        new(
            "pair decided jointly",
            "One account under portfolio margin: coins that it buys hedge the contracts that it sells, but a leg that fills alone hedges nothing.",
            "DELTA",
            4m,
            1m),
    ];
}
