namespace MarginRouter.Venues.Funds;

/// <summary>The largest balance of a pool within a window that moves on. Holds at most one entry for each reading in the window.</summary>
internal sealed class FundPeak(TimeSpan window)
{
    /// <summary>Balances that may yet become the largest: each is older and larger than the next.</summary>
    private readonly LinkedList<(DateTimeOffset At, decimal Balance)> falling = new();

    /// <summary>Takes a balance and gives the largest one in the window that ends with it.</summary>
    public decimal Take(DateTimeOffset at, decimal balance)
    {
        while (falling.Last is { } last && last.Value.Balance <= balance)
            falling.RemoveLast();
        falling.AddLast((at, balance));
        while (at - falling.First!.Value.At > window)
            falling.RemoveFirst();
        return falling.First!.Value.Balance;
    }
}
