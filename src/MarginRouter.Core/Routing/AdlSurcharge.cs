using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing;

/// <summary>
/// What a candidate costs because its account already holds a position on the same side that stands near the front of the venue's queue for
/// auto-deleveraging: what is added is closed with it, and takes the other leg's hedge away.
/// </summary>
/// <param name="Rank">The rank that counts: that of the position which the candidate would increase; null where the venue states none.</param>
/// <param name="BasisPoints">Surcharge on each lot, in basis points of value; not negative, zero without a rank.</param>
public readonly record struct AdlSurcharge(AdlRank? Rank, decimal BasisPoints)
{
    /// <summary>
    /// The surcharge of a candidate; null when its account holds nothing on its side, so that the question does not arise. A position that the
    /// candidate reduces costs nothing however it is ranked, and what is opened beyond it has no place in the queue yet.
    /// </summary>
    /// <param name="venue">What the decision knows of the venue; null when nothing.</param>
    /// <param name="account">The account; null when it is not known.</param>
    /// <param name="instrument">What the candidate trades.</param>
    /// <param name="side">Its side.</param>
    public static AdlSurcharge? Of(RouteVenue? venue, MarginAccount? account, InstrumentId instrument, Side side)
    {
        if (account is null)
            return null;
        foreach (PositionSnapshot position in account.Positions)
        {
            if (position.Instrument == instrument && Math.Sign(position.Quantity.Value) == side.Sign())
                return new AdlSurcharge(position.AdlRank, (position.AdlRank?.Nearness ?? 0m) * (venue?.AdlRankBasisPoints ?? 0m));
        }

        return null;
    }

    /// <summary>The surcharge of a candidate as a decision reckoned it.</summary>
    /// <param name="request">What the decision rests on.</param>
    /// <param name="subaccount">The candidate's account.</param>
    /// <param name="instrument">What it trades.</param>
    public static AdlSurcharge? Of(RouteRequest request, SubaccountId subaccount, Instrument instrument) => Of(
        request.Venues.FirstOrDefault(venue => venue.Venue == instrument.Venue),
        request.Accounts.FirstOrDefault(account => account.Subaccount.Id == subaccount)?.Account,
        instrument.Id,
        request.Side);
}
