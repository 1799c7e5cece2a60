namespace MarginRouter.Venues.Amm.Pools;

/// <summary>A swap would leave the ticks that were read from the chain: what it would cost is not known.</summary>
internal sealed class PoolRangeException : Exception
{
    public PoolRangeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
