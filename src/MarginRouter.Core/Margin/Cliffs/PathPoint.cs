using System.Collections.Immutable;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>Margin at one place of a path.</summary>
/// <param name="Requirement">What equity must exceed.</param>
/// <param name="Equity">Equity against it.</param>
/// <param name="Utilisation">One over the other; null with equity at or below zero.</param>
/// <param name="Terms">Addends of both; a name stands once.</param>
/// <param name="Refusal">Why nothing is known here; null when everything is.</param>
internal sealed record PathPoint(
    decimal Requirement, decimal Equity, decimal? Utilisation, ImmutableArray<MarginTerm> Terms, Refusal? Refusal)
{
    public bool IsKnown => Refusal is null;

    /// <summary>The value of an addend; zero when it is not there.</summary>
    public decimal Term(string name)
    {
        decimal value = 0m;
        foreach (MarginTerm term in Terms)
            value += term.Name == name ? term.Value : 0m;
        return value;
    }
}
