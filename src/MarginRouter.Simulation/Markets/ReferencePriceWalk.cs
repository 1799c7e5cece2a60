namespace MarginRouter.Simulation.Markets;

/// <summary>Walks a <see cref="ReferencePricePath"/> forward.</summary>
internal sealed class ReferencePriceWalk(ReferencePricePath path)
{
    // A pull of 1/500 of the distance per step keeps the price within about one per cent of its start for the default step.
    private const int PullDivisor = 500;

    private readonly DeterministicRandom random = new(path.Seed);
    private long steps;

    /// <summary>Price after the steps walked so far.</summary>
    public decimal Price { get; private set; } = path.Start;

    /// <summary>Walks to a point in time.</summary>
    public void MoveTo(TimeSpan elapsed)
    {
        long target = (long)elapsed.TotalMilliseconds / path.StepMilliseconds;
        for (; steps < target; steps++)
        {
            long partsPerMillion = path.StepPartsPerMillion == 0
                ? 0
                : random.Below((2L * path.StepPartsPerMillion) + 1) - path.StepPartsPerMillion;
            decimal moved = Price + (path.Start * partsPerMillion / 1_000_000m) + ((path.Start - Price) / PullDivisor);
            Price = Math.Round(moved, 8, MidpointRounding.ToEven);
        }
    }
}
