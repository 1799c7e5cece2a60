using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Limits over several accounts and instruments, by trying every subset of fills: exposure caps, venue shares, order budgets, liquidation distance.</summary>
internal static class NaiveGroupLimits
{
    /// <summary>The first limit that these children break in some fill state; null when there is none.</summary>
    public static string? FirstBroken(RouteRequest request, ReferenceData reference, (RouteAccount Account, PendingFill Fill)[] children)
    {
        foreach (RouteVenue venue in request.Venues)
        {
            PendingFill[] there = [.. children.Select(child => child.Fill).Where(fill => reference[fill.Instrument].Venue == venue.Venue)];
            if (there.Length > 0 && venue.Unavailable is not null)
                return $"venue {venue.Venue.Value} is not available";
            if (there.Length > venue.OrdersLeft)
                return $"{there.Length} orders to venue {venue.Venue.Value}";
            if (there.Sum(fill => fill.Quantity.Value * reference[fill.Instrument].BasePerLot) > venue.Most?.Value * RouteScenario.ProductLot)
                return $"share of venue {venue.Venue.Value}";
        }

        foreach (ExposureCap cap in request.Caps)
        {
            if (CapBroken(request, reference, cap, children) is { } broken)
                return broken;
        }

        return request.Accounts.Select(account => DistanceBroken(request, reference, account, [.. children.Where(child => child.Account == account).Select(child => child.Fill)]))
            .FirstOrDefault(broken => broken is not null);
    }

    private static string? CapBroken(RouteRequest request, ReferenceData reference, ExposureCap cap, (RouteAccount Account, PendingFill Fill)[] children)
    {
        RouteAccount[] members = [.. request.Accounts.Where(account => cap.Members.Contains(account.Subaccount.Id))];
        (RouteAccount Account, PendingFill Fill)[] pending = [.. members.SelectMany(account => account.Pending.Select(fill => (account, fill)))];
        decimal before = Enumerable.Range(0, 1 << pending.Length).Max(mask => Exposure(request, reference, cap, members, pending, mask));
        (RouteAccount Account, PendingFill Fill)[] all = [.. pending, .. children.Where(child => members.Contains(child.Account))];
        for (int mask = 0; mask < 1 << all.Length; mask++)
        {
            decimal value = Exposure(request, reference, cap, members, all, mask);
            if (value > Math.Max(cap.Limit, before))
                return $"{cap.Name}: {value} over {cap.Limit}, before {before}";
        }

        return null;
    }

    private static decimal Exposure(
        RouteRequest request, ReferenceData reference, ExposureCap cap, RouteAccount[] members, (RouteAccount Account, PendingFill Fill)[] fills, int mask)
    {
        decimal sum = cap.Elsewhere;
        foreach (RouteAccount account in members)
        {
            foreach (PositionSnapshot position in account.Account!.Positions)
            {
                decimal lots = position.Quantity.Value;
                for (int i = 0; i < fills.Length; i++)
                {
                    if ((mask >> i & 1) == 1 && fills[i].Account == account && fills[i].Fill.Instrument == position.Instrument)
                        lots += fills[i].Fill.Side.Sign() * fills[i].Fill.Quantity.Value;
                }

                decimal size = lots * reference[position.Instrument].BasePerLot;
                sum += cap.Kind == ExposureKind.Net ? request.Side.Sign() * size : Math.Abs(size);
            }
        }

        return sum;
    }

    /// <summary>After the move either way equity must still reach maintenance, in every state; an account that would not survive as it is counts as broken only when a child adds to a position.</summary>
    private static string? DistanceBroken(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] children)
    {
        if (account.Subaccount.MinimumLiquidationDistance is not { } distance || children.Length == 0)
            return null;
        PendingFill[] all = [.. account.Pending, .. children];
        foreach (decimal factor in new[] { 1m - distance, 1m + distance })
        {
            decimal before = Enumerable.Range(0, 1 << account.Pending.Length).Max(mask => Excess(request, reference, account, all, (mask, factor)));
            for (int mask = 0; mask < 1 << all.Length; mask++)
            {
                decimal excess = Excess(request, reference, account, all, (mask, factor));
                if (excess > Math.Max(0m, before))
                    return $"account {account.Subaccount.Id.Value} is liquidated at {factor} of the mark";
            }
        }

        return null;
    }

    private static decimal Excess(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] fills, (int Mask, decimal Factor) state)
    {
        decimal equity = account.Account!.Balances.Sum(balance => balance.Quantity);
        decimal maintenance = 0m;
        foreach (PositionSnapshot position in account.Account.Positions)
        {
            Instrument instrument = reference[position.Instrument];
            decimal mark = request.Prices.Mark(instrument.Id)!.Value.Value * state.Factor;
            decimal lots = position.Quantity.Value;
            equity += lots * instrument.BasePerLot * (mark - position.EntryPrice);
            for (int i = 0; i < fills.Length; i++)
            {
                if ((state.Mask >> i & 1) == 0 || fills[i].Instrument != instrument.Id)
                    continue;
                decimal size = fills[i].Quantity.Value * instrument.BasePerLot;
                decimal price = instrument.Price(fills[i].LimitPrice);
                lots += fills[i].Side.Sign() * fills[i].Quantity.Value;
                equity += (fills[i].Side.Sign() * size * (mark - price)) - (size * price * account.Subaccount.TakerRate(instrument));
            }

            maintenance += Math.Abs(lots) * instrument.BasePerLot * mark * TestMarginModels.MaintenanceRate;
        }

        return maintenance - equity;
    }
}
