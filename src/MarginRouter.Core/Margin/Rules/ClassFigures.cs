using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>Figures of one part of a scenario rule by class of asset; venues class assets differently in each part.</summary>
/// <param name="Classes">Figures by class; the part says what they mean.</param>
/// <param name="Assets">Class by asset code.</param>
/// <param name="Others">Class of all assets that are not listed; null when those are refused.</param>
public sealed record ClassFigures(
    ImmutableSortedDictionary<string, ImmutableArray<decimal>> Classes,
    ImmutableSortedDictionary<string, string> Assets,
    string? Others)
{
    /// <summary>The figures of an asset; null when the rules have none.</summary>
    public ImmutableArray<decimal>? Find(string asset) =>
        (Assets.TryGetValue(asset, out string? name) ? name : Others) is { } found && Classes.TryGetValue(found, out ImmutableArray<decimal> figures)
            ? figures
            : null;
}
