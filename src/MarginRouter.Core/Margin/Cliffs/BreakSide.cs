namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>One side of a break.</summary>
/// <param name="Place">The place right beside the break.</param>
/// <param name="At">Margin there.</param>
/// <param name="Outer">A place a little further away.</param>
/// <param name="AtOuter">Margin there.</param>
internal sealed record BreakSide(decimal Place, PathPoint At, decimal Outer, PathPoint AtOuter)
{
    /// <summary>Change of a figure per unit of the path.</summary>
    public decimal Slope(Func<PathPoint, decimal> figure) => (figure(AtOuter) - figure(At)) / (Outer - Place);

    /// <summary>Change of utilisation per unit of the path; null where it is not known.</summary>
    public decimal? UtilisationSlope => (AtOuter.Utilisation - At.Utilisation) / (Outer - Place);
}
