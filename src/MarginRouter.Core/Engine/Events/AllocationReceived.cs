using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk divides fills over its accounts (AllocationInstruction, J).</summary>
/// <param name="Request">The instruction.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of an accepted one is passed over.</param>
public sealed record AllocationReceived(AllocationRequest Request, bool PossibleDuplicate) : InboundEvent;
