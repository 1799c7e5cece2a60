using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// The largest of some straight lines in one quantity, written as a line and what is added from each bend on: the form in which a
/// splitting model holds a limit.
/// </summary>
internal static class LineEnvelope
{
    /// <summary>Adds the parts of the largest line from zero to a quantity; returns its value at zero.</summary>
    /// <param name="lines">The lines, in lots.</param>
    /// <param name="most">Where it ends, in lots.</param>
    /// <param name="route">The route that they belong to.</param>
    /// <param name="unitsPerLot">Model units in a lot.</param>
    /// <param name="parts">Where the parts are added.</param>
    public static decimal AddParts(
        ImmutableArray<AccountRowLine> lines, decimal most, int route, decimal unitsPerLot, ImmutableArray<ImmutableArray<AffinePiece>>.Builder parts)
    {
        AccountRowLine current = Highest(lines);
        if (current.PerLot != 0m)
            parts.Add([Piece(0m, route, current.PerLot / unitsPerLot)]);
        decimal atNone = current.AtNone;
        for (decimal bend = 0m; Next(lines, current, ref bend) is { } next && bend < most; current = next)
        {
            decimal added = next.PerLot - current.PerLot;
            parts.Add([Piece(0m, route, 0m), Piece(-added * bend, route, added / unitsPerLot)]);
        }

        return atNone;
    }

    /// <summary>The largest value between zero and a quantity; it is at one of the two.</summary>
    public static decimal Most(ImmutableArray<AccountRowLine> lines, decimal most)
    {
        decimal highest = decimal.MinValue;
        foreach (AccountRowLine line in lines)
            highest = Math.Max(highest, line.AtNone + Math.Max(0m, line.PerLot * most));
        return highest;
    }

    private static AffinePiece Piece(decimal constant, int route, decimal perUnit) => new(constant, [new LimitSlope(route, perUnit)]);

    private static AccountRowLine Highest(ImmutableArray<AccountRowLine> lines)
    {
        AccountRowLine highest = lines[0];
        foreach (AccountRowLine line in lines)
        {
            if (line.AtNone > highest.AtNone || (line.AtNone == highest.AtNone && line.PerLot > highest.PerLot))
                highest = line;
        }

        return highest;
    }

    /// <summary>The line that overtakes next, and where; null when none does.</summary>
    private static AccountRowLine? Next(ImmutableArray<AccountRowLine> lines, AccountRowLine current, ref decimal bend)
    {
        AccountRowLine? next = null;
        decimal nearest = decimal.MaxValue;
        foreach (AccountRowLine line in lines)
        {
            if (line.PerLot <= current.PerLot)
                continue;
            decimal crossing = Math.Max(bend, (current.AtNone - line.AtNone) / (line.PerLot - current.PerLot));
            if (crossing > nearest || (crossing == nearest && next is { } found && line.PerLot <= found.PerLot))
                continue;
            (next, nearest) = (line, crossing);
        }

        bend = nearest;
        return next;
    }
}
