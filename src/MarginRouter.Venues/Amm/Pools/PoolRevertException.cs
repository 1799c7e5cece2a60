namespace MarginRouter.Venues.Amm.Pools;

/// <summary>The pool's contract would refuse the call; the message is the contract's reason (SPL, AS) or says which of its checks fails.</summary>
internal sealed class PoolRevertException : Exception
{
    public PoolRevertException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
