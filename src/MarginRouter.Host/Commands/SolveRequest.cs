using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;

namespace MarginRouter.Host.Commands;

/// <summary>What <c>solve</c> was asked for.</summary>
/// <param name="Files">The instances.</param>
/// <param name="Folder">Where the results go.</param>
/// <param name="BudgetMicroseconds">Time budget per instance, or null for an ample one.</param>
/// <param name="FillStates">At which fill states the limits must hold.</param>
/// <param name="Tables">A parent with tables of one's own; null for none.</param>
internal sealed record SolveRequest(IReadOnlyList<string> Files, string Folder, int? BudgetMicroseconds, FillStatePolicy FillStates, CsvParent? Tables);
