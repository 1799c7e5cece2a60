using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>What all parts of one search have in common.</summary>
/// <param name="Side">The parent's side.</param>
/// <param name="Wanted">Product lots wanted.</param>
/// <param name="Budget">The work units.</param>
internal sealed record RouteQuestion(Side Side, long Wanted, WorkBudget Budget);
