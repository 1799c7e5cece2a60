namespace MarginRouter.Simulation.Accounts;

/// <summary>Where a position stands in the simulated venue's queue for auto-deleveraging.</summary>
/// <param name="Share">Share of the open interest of its side that is not closed before it, its own included; in (0, 1], 1 is closed first.</param>
/// <param name="IsInProfit">True when its mark is better than its entry.</param>
public readonly record struct QueuePlace(decimal Share, bool IsInProfit)
{
    /// <summary>The place as one of so many equal parts of the queue, 1 closed last.</summary>
    public int Part(int parts) => (int)Math.Ceiling(Share * parts);
}
