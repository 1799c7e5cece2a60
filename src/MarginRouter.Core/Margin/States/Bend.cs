using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// Values of one affine figure of the fills at which a limit may jump or stop being convex: the bounds of whole-position tiers, a flat
/// position, the delta up to which a balance hedges. Between two neighbouring values every limit is convex.
/// </summary>
/// <param name="Base">The figure before any fill.</param>
/// <param name="PerLot">Its change per lot bought, by slot; zero where the slot does not move it.</param>
/// <param name="Values">The values, in any order.</param>
/// <param name="Whole">
/// True when the figure counts lots: between whole lots nothing need be read then, because the states on either side of a value are
/// whole again. False when values fall between lots of several instruments and the point itself bounds what lies around it.
/// </param>
internal sealed record Bend(decimal Base, ImmutableArray<decimal> PerLot, ImmutableArray<decimal> Values, bool Whole);
