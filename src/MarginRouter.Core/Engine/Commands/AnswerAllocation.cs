using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Whether an allocation instruction is taken (AllocationInstructionAck, P).</summary>
/// <param name="Request">The instruction.</param>
/// <param name="Refusal">Why it is not; null when it is.</param>
/// <param name="At">TransactTime(60).</param>
public sealed record AnswerAllocation(AllocationRequest Request, Refusal? Refusal, Instant At) : DeskReport;
