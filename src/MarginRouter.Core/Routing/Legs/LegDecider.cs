using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>
/// Decides single legs beside what others get: their children are open orders of their accounts, so that an account agrees to all of
/// them together at every fill state. Remembers how far books were read and what was spent.
/// </summary>
internal sealed class LegDecider(ReferenceData reference, RouteOptimizer optimizer, BasketQuestion question)
{
    private const int OrdersTried = 8;
    private readonly int[][] read = [.. question.Legs.Select(leg => new int[leg.Books.Length])];

    /// <summary>Work units spent.</summary>
    public int WorkUnitsUsed { get; private set; }

    /// <summary>True when nothing more may be tried.</summary>
    public bool IsExhausted => WorkUnitsUsed >= (long)question.WorkUnits * question.Legs.Length * OrdersTried;

    /// <summary>Decides so many product lots of a leg.</summary>
    /// <param name="state">Accounts and books.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="lots">Product lots; positive.</param>
    /// <param name="beside">What the other legs get; null entries get nothing.</param>
    /// <param name="kept">Accounts whose room is kept for other legs.</param>
    public RouteDecision Decide(LegState state, int leg, long lots, RouteDecision?[] beside, LegRooms kept)
    {
        LegQuestion asked = question.Legs[leg];
        RouteChild[] others = [.. beside.Where((one, i) => i != leg && one is not null).SelectMany(one => one!.Children)];
        RouteDecision decision = optimizer.Decide(new RouteRequest
        {
            Parent = asked.Parent,
            Attempt = asked.Attempt,
            Product = asked.Product,
            Side = asked.Side,
            Quantity = new QuantityLots(lots),
            LimitPrice = asked.LimitPrice,
            Books = state.Books[leg],
            Accounts = [.. state.Accounts.Select(account => Beside(account, others, kept.IsKept(leg, account.Subaccount.Id)))],
            Venues = [.. asked.Venues.Select(venue => Beside(venue, others))],
            Caps = asked.Caps,
            Prices = question.Prices,
            Policy = question.Policy,
            WorkUnits = question.WorkUnits,
        });
        WorkUnitsUsed += Math.Max(1, decision.WorkUnitsUsed);
        for (int i = 0; i < decision.Slice.Books.Length; i++)
            read[leg][i] = Math.Max(read[leg][i], state.Taken(leg, i) + decision.Slice.Books[i].Levels.Length);
        return decision;
    }

    /// <summary>The question with its books reduced to the levels that were looked at; the best ones always stay.</summary>
    public BasketQuestion Slice() => question with
    {
        Legs = [.. question.Legs.Select((leg, i) => leg with { Books = [.. leg.Books.Select((book, j) => Reduced(book, read[i][j]))] })],
    };

    private static RouteBook Reduced(RouteBook book, int levels)
    {
        int kept = Math.Min(book.Levels.Length, Math.Max(levels, 1));
        return book with { Levels = ImmutableArray.Create(book.Levels.AsSpan()[..kept]) };
    }

    private static RouteAccount Beside(RouteAccount account, RouteChild[] others, bool isKept)
    {
        ImmutableArray<PendingFill> pending =
        [
            .. account.Pending,
            .. others.Where(child => child.Terms.Subaccount == account.Subaccount.Id).Select(Fill),
        ];
        Refusal? unavailable = account.Unavailable;
        if (isKept)
            unavailable ??= new Refusal(RefusalReason.LegPriority, account.Subaccount.Name);
        return account with { Pending = pending, Unavailable = unavailable };
    }

    private RouteVenue Beside(RouteVenue venue, RouteChild[] others) => venue.OrdersLeft is not { } left
        ? venue
        : venue with { OrdersLeft = Math.Max(0, left - others.Count(child => reference[child.Terms.Instrument].Venue == venue.Venue)) };

    /// <summary>A child as the limits of its account see it.</summary>
    public static PendingFill Fill(RouteChild child) =>
        new(child.Terms.Instrument, child.Terms.Side, child.Terms.Quantity, child.Terms.LimitPrice);
}
