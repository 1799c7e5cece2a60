using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// How far one underlying may move until an account is liquidated in a state of its other children, and the account as it is after such
/// moves. Accounts at moved prices are opened once; several states meet the same ones.
/// </summary>
internal sealed class StateDistance
{
    /// <summary>Accounts at moved prices that are kept; the search beyond them opens its own.</summary>
    private const int MostKept = 512;

    private readonly IStateRules rules;
    private readonly AccountQuestion question;
    private readonly StateReading<decimal> reading = new();
    private readonly Dictionary<(string Underlying, decimal Factor), StateWalk> moved = [];
    private readonly List<(decimal[] Filled, string Underlying, decimal? Distance)> known = [];

    public StateDistance(IStateRules rules, AccountQuestion question)
    {
        this.rules = rules;
        this.question = question;
    }

    /// <summary>Relative move of the nearest of some underlyings that liquidates a state of the other children; null when none does.</summary>
    /// <param name="filled">Lots that have filled, by child.</param>
    /// <param name="underlyings">Assets that may move, each alone.</param>
    public decimal? Nearest(ReadOnlySpan<decimal> filled, IReadOnlyList<Asset> underlyings)
    {
        decimal? nearest = null;
        foreach (Asset underlying in underlyings)
        {
            if (Of(filled, underlying) is { } distance)
                nearest = Math.Min(nearest ?? distance, distance);
        }

        return nearest;
    }

    /// <summary>The account after a move.</summary>
    public StateWalk Moved(Asset underlying, decimal factor)
    {
        if (moved.TryGetValue((underlying.Code, factor), out StateWalk? there))
            return there;
        AccountQuestion asked = question with
        {
            Prices = question.Prices.Moved(question.Reference, underlying, factor),
            BeyondTables = true,
        };
        there = new StateWalk(rules.Open(asked), asked);
        if (moved.Count < MostKept)
            moved.Add((underlying.Code, factor), there);
        return there;
    }

    private decimal? Of(ReadOnlySpan<decimal> filled, Asset underlying)
    {
        foreach ((decimal[] children, string code, decimal? distance) in known)
        {
            if (code == underlying.Code && filled.SequenceEqual(children))
                return distance;
        }

        decimal[] state = filled.ToArray();
        decimal? factor = BookLiquidation.Nearest(move => Excess(Moved(underlying, move), state));
        decimal? found = factor is { } crossing ? Math.Abs(crossing - 1m) : null;
        known.Add((state, underlying.Code, found));
        return found;
    }

    private decimal? Excess(StateWalk there, decimal[] filled)
    {
        if (there.Unknown is not null)
            return null;
        there.ReadWithout(filled, reading);
        return StateLiquidation.Excess(reading);
    }
}
