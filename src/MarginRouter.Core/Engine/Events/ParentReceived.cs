using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk sent a parent order.</summary>
/// <param name="Request">What it asked for.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of a known id is then passed over in silence, its reports were or will be resent.</param>
public sealed record ParentReceived(ParentRequest Request, bool PossibleDuplicate = false) : InboundEvent
{
    /// <summary>PossResend(97): a known id is then answered with where that order stands instead of a rejection.</summary>
    public bool PossibleResend { get; init; }
}
