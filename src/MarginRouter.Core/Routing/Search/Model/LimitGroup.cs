using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A limit: none of its rows may be above its bound after the trade.</summary>
/// <param name="Family">Kind of limit, as reported: util, stress, liq, cap.</param>
/// <param name="Where">Which one.</param>
/// <param name="Bound">Zero, or the excess that stood before: the trade may not make it larger.</param>
/// <param name="Rows">The functions whose largest is limited.</param>
internal sealed record LimitGroup(string Family, string Where, decimal Bound, ImmutableArray<ConvexRow> Rows);
