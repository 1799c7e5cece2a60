using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk sent a parent of several legs (NewOrderMultileg, AB).</summary>
/// <param name="Request">What it asked for.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of a known id is then passed over in silence.</param>
public sealed record BasketReceived(BasketRequest Request, bool PossibleDuplicate = false) : InboundEvent;
