using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>
/// What given children cost by the objective's definition, computed straightforwardly lot by lot: price and listed fee along the book,
/// and everything else at the arrival value. Knows the test margin rules only.
/// </summary>
internal sealed class PaidCost(RouteRequest request, ReferenceData reference, decimal arrival)
{
    private decimal Days => request.Policy.HoldingMilliseconds / 86_400_000m;

    /// <summary>Cost of children, given as lots by account and instrument; signed so that less is better.</summary>
    public decimal Of(IReadOnlyList<(RouteAccount Account, int Slot, long Lots)> children)
    {
        int sign = request.Side.Sign();
        decimal cost = 0m;
        foreach (IGrouping<int, (RouteAccount Account, int Slot, long Lots)> group in children.GroupBy(child => child.Slot))
        {
            Instrument instrument = reference.Instruments[group.Key];
            long left = group.Sum(child => child.Lots);
            foreach (BookLevel level in request.Books.Single(book => book.Instrument == instrument.Id).Levels)
            {
                long take = Math.Min(left, level.Quantity.Value);
                decimal price = instrument.Price(level.Price);
                cost += take * instrument.BasePerLot * ((sign * (price - arrival)) + (price * instrument.Fees.TakerRate));
                left -= take;
            }
        }

        foreach ((RouteAccount account, int slot, long lots) in children)
            cost += lots > 0 ? Extra(account, slot, lots) : 0m;
        return cost;
    }

    private decimal Extra(RouteAccount account, int slot, long lots)
    {
        Instrument instrument = reference.Instruments[slot];
        int sign = request.Side.Sign();
        decimal value = arrival * instrument.BasePerLot;
        RouteBook book = request.Books.Single(one => one.Instrument == instrument.Id);
        RouteVenue? venue = request.Venues.FirstOrDefault(one => one.Venue == instrument.Venue);
        long held = account.Account!.Positions.Where(position => position.Instrument == instrument.Id).Sum(position => position.Quantity.Value);
        decimal cost = instrument.Fees.Ticket;
        AdlRank? rank = account.Account!.Positions.FirstOrDefault(position => position.Instrument == instrument.Id).AdlRank;
        if (rank is not null && sign * held > 0)
            cost += lots * value * (rank.Stated - rank.Safest) / (rank.First - rank.Safest) * (venue?.AdlRankBasisPoints ?? 0m) / 10_000m;
        long opposite = Math.Max(0, -sign * held);
        cost += lots * value * (account.Subaccount.TakerRate(instrument) - instrument.Fees.TakerRate);
        cost += lots * value * sign * book.FundingPerDay * Days;
        cost += Math.Max(0, lots - opposite) * value * (venue?.RiskBasisPoints ?? 0m) / 10_000m;
        cost += lots * value * (venue?.PreferenceBasisPoints ?? 0m) / 10_000m;
        decimal mark = request.Prices.Mark(instrument.Id)!.Value.Value;
        decimal tied = (Math.Abs(held + (sign * lots)) - Math.Abs(held)) * instrument.BasePerLot * mark / TestMarginModels.Leverage;
        return cost + (tied * account.Subaccount.CapitalRatePerYear / 365m * Days);
    }
}
