using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Amm.Trading;

/// <summary>A swap that was given to the node and whose end is not known yet.</summary>
/// <param name="Terms">The child.</param>
/// <param name="Hash">The transaction's hash.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Deadline">After a block of this time it can only revert.</param>
internal sealed record SentSwap(ChildOrderTerms Terms, string Hash, long Nonce, Instant Deadline)
{
    private volatile bool isTaken;

    /// <summary>True once the node has answered that it has it; before, that the node does not know it means nothing.</summary>
    public bool IsTaken
    {
        get => isTaken;
        set => isTaken = value;
    }

    /// <summary>True once the child was told lost because the node no longer knew the transaction.</summary>
    public bool IsLost { get; set; }
}
