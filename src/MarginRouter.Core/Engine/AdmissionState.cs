using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine;

/// <summary>What a request is judged by beside its own terms.</summary>
/// <param name="At">Event time.</param>
/// <param name="IsKilled">True while the kill switch is on.</param>
/// <param name="IsDuplicate">True when its id was used before.</param>
internal readonly record struct AdmissionState(Instant At, bool IsKilled, bool IsDuplicate);
