using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk sent a parent of several legs (NewOrderMultileg, AB).</summary>
/// <param name="Request">What it asked for.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of a known id is then passed over in silence.</param>
public sealed record BasketReceived(BasketRequest Request, bool PossibleDuplicate = false) : InboundEvent
{
    /// <summary>PossResend(97): a known id is then answered with where that basket stands instead of a rejection.</summary>
    public bool PossibleResend { get; init; }

    /// <summary>What of it is not worked; null when all is. The basket is then refused.</summary>
    public Refusal? Unsupported { get; init; }
}
