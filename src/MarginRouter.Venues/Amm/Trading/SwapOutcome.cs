using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Amm.Trading;

/// <summary>What became of a swap, for certain.</summary>
/// <param name="Execution">Its execution; null when nothing was exchanged.</param>
/// <param name="Words">Why nothing was exchanged; empty for an execution.</param>
/// <param name="IsRevert">True when it was mined and reverted.</param>
/// <param name="Time">Time of its block, or of the block that decided it.</param>
internal sealed record SwapOutcome(OwnExecution? Execution, string Words, bool IsRevert, Instant Time);
