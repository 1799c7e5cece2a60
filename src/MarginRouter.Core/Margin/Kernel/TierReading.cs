using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>How a tier table is read.</summary>
/// <param name="Application">How its rates apply to a size.</param>
/// <param name="Beyond">True when its last row serves sizes beyond the table (hypothetical books only).</param>
internal readonly record struct TierReading(TierApplication Application, bool Beyond);
