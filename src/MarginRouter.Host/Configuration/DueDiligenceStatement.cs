using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>One thing that is known of a venue.</summary>
/// <param name="Says">What, in a sentence.</param>
/// <param name="Source">Where that stands.</param>
/// <param name="AsOf">When it was looked up.</param>
internal sealed record DueDiligenceStatement(string Says, string Source, Instant AsOf);
