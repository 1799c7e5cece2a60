using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>
/// A convex function of the children: a constant and, for each position that the children change, the largest of a few straight
/// pieces. Margin, losses under a scenario and exposures are all of this form.
/// </summary>
/// <param name="Constant">Money that no child changes.</param>
/// <param name="Parts">By position: its pieces.</param>
internal sealed record ConvexRow(decimal Constant, ImmutableArray<ImmutableArray<AffinePiece>> Parts)
{
    /// <summary>Its exact value for given base units by route.</summary>
    public decimal At(ReadOnlySpan<decimal> quantities)
    {
        decimal sum = Constant;
        foreach (ImmutableArray<AffinePiece> part in Parts)
        {
            decimal highest = decimal.MinValue;
            foreach (AffinePiece piece in part)
            {
                decimal value = piece.Constant;
                foreach (LimitSlope slope in piece.Slopes)
                    value += slope.PerUnit * quantities[slope.Route];
                highest = Math.Max(highest, value);
            }

            sum += highest;
        }

        return sum;
    }
}
