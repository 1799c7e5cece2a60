using MarginRouter.Core.Margin;

namespace MarginRouter.Host.Demo;

/// <summary>The account of a pair after some of its legs' children have filled.</summary>
/// <param name="Filled">Names of the legs that have filled; empty for none.</param>
/// <param name="Margin">The account then; null when its margin is not known.</param>
internal sealed record PairState(IReadOnlyList<string> Filled, MarginAssessment? Margin);
