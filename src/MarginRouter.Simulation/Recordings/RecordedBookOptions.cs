namespace MarginRouter.Simulation.Recordings;

/// <summary>How a recording is played.</summary>
public sealed record RecordedBookOptions
{
    /// <summary>Recorded seconds per simulated second; positive, 1 is real time.</summary>
    public decimal Speed { get; init; } = 1;

    /// <summary>
    /// What happens at the end: true begins again with the recording's snapshot, which the market publishes as ordinary changes;
    /// false keeps the last book.
    /// </summary>
    public bool Loop { get; init; } = true;

    /// <summary>
    /// Added to every price, in the quote asset, a whole number of ticks. Lets recordings of different days stand side by side; zero
    /// plays the prices as they were.
    /// </summary>
    public decimal PriceShift { get; init; }
}
