using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>
/// The limits of an account worked out from first principles for the rules of <see cref="TestMarginModels"/>, at every subset of
/// fills, one state after another. It shares no code with the margin models.
/// </summary>
internal static class NaiveLimits
{
    /// <summary>The first state at which a decision's children break a limit of some account, as text; null when there is none.</summary>
    public static string? FirstBroken(RouteRequest request, ReferenceData reference, IEnumerable<(SubaccountId Account, PendingFill Fill)> children, bool onlyFinal = false)
    {
        foreach (RouteAccount account in request.Accounts)
        {
            PendingFill[] own = [.. children.Where(child => child.Account == account.Subaccount.Id).Select(child => child.Fill)];
            if (own.Length > 0 && Broken(request, reference, account, own, onlyFinal) is { } state)
                return $"account {account.Subaccount.Id.Value} at {state}";
        }

        return null;
    }

    /// <summary>True when the account's limits hold with these children at every subset of them and of what is pending.</summary>
    public static bool Holds(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] children) =>
        Broken(request, reference, account, children, onlyFinal: false) is null;

    /// <summary>True when the account is within its limits before anything fills.</summary>
    public static bool StandsWithin(RouteRequest request, ReferenceData reference, RouteAccount account) =>
        Excess(Evaluate(request, reference, account, [], 0), account) <= 0m;

    private static string? Broken(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] children, bool onlyFinal)
    {
        PendingFill[] all = [.. account.Pending, .. children];
        int pendingStates = 1 << account.Pending.Length;
        decimal worstBefore = Enumerable.Range(onlyFinal ? pendingStates - 1 : 0, onlyFinal ? 1 : pendingStates).Max(mask => Excess(Evaluate(request, reference, account, all, mask), account));
        for (int mask = onlyFinal ? (1 << all.Length) - 1 : 0; mask < 1 << all.Length; mask++)
        {
            State state = Evaluate(request, reference, account, all, mask);
            if (worstBefore <= 0 && Excess(state, account) > 0)
                return $"state {mask:b}: {state.Maintenance} over {account.Subaccount.UtilisationLimit} of {state.Equity}";
            if (worstBefore <= 0)
                continue;
            if (Excess(state, account) > worstBefore)
                return $"state {mask:b}: breach grows to {Excess(state, account)} from {worstBefore}";
            if (GrowsOrFlips(Evaluate(request, reference, account, all, mask & (pendingStates - 1)), state))
                return $"state {mask:b}: position grows or flips";
        }

        return worstBefore <= 0 || onlyFinal ? null : Worsened(request, reference, account, all, pendingStates);
    }

    /// <summary>
    /// What an account over a limit may not do (design decision 3): in any state of what is pending, raise the limit's excess, its excess at
    /// the utilisation that it could come to anyway or at liquidation, or come nearer to liquidation than it could come anyway.
    /// </summary>
    private static string? Worsened(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] all, int pendingStates)
    {
        State[] before = [.. Enumerable.Range(0, pendingStates).Select(mask => Evaluate(request, reference, account, all, mask))];
        List<decimal> weights = [account.Subaccount.UtilisationLimit, 1m];
        if (before.All(state => state.Equity > 0m))
            weights.Add(before.Max(state => state.Maintenance / state.Equity));
        (decimal down, decimal up) = Moves(Evaluate(request, reference, account, all, 0));
        for (int mask = 0; mask < 1 << all.Length; mask++)
        {
            State state = Evaluate(request, reference, account, all, mask);
            State without = before[mask & (pendingStates - 1)];
            foreach (decimal weight in weights)
            {
                // A hair for the division by equity.
                if (state.Maintenance - (weight * state.Equity) > without.Maintenance - (weight * without.Equity) + 1e-20m)
                    return $"state {mask:b}: further over {weight} of equity";
            }

            foreach (decimal factor in (ReadOnlySpan<decimal>)[down, up])
            {
                if (At(state, factor) > Math.Max(0m, before.Max(one => At(one, factor))))
                    return $"state {mask:b}: liquidated where the mark is {factor} of today's";
            }
        }

        return null;
    }

    /// <summary>Maintenance less equity where every mark is a multiple of today's.</summary>
    private static decimal At(State state, decimal factor) => (state.Maintenance * factor) - state.Equity - ((factor - 1m) * state.Value);

    /// <summary>The moves of the mark, down and up, that liquidate the account as it stands; far ones when none does.</summary>
    private static (decimal Down, decimal Up) Moves(State state)
    {
        decimal slope = state.Maintenance - state.Value;
        decimal now = At(state, 1m);
        if (now >= 0m)
            return (1m, 1m);
        decimal? distance = slope == 0m || Math.Abs(now / slope) >= 1m && slope < 0m ? null : Math.Abs(now / slope);
        return (distance is { } far ? Math.Max(1m - far, 0.000000001m) : 0.000000001m, distance is { } up ? 1m + up : 1000m);
    }

    private static bool GrowsOrFlips(State before, State after)
    {
        foreach ((int slot, long lots) in after.Positions)
        {
            long held = before.Positions.GetValueOrDefault(slot);
            if (Math.Abs(lots) > Math.Abs(held) || Math.Sign(lots) * Math.Sign(held) < 0)
                return true;
        }

        return false;
    }

    private static decimal Excess(State state, RouteAccount account) =>
        state.Maintenance - (account.Subaccount.UtilisationLimit * state.Equity);

    private static State Evaluate(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] fills, int mask)
    {
        decimal equity = account.Account!.Balances.Sum(balance => balance.Quantity);
        var positions = new SortedDictionary<int, long>();
        foreach (PositionSnapshot position in account.Account.Positions)
        {
            positions[position.Instrument.Value] = position.Quantity.Value;
            Instrument instrument = reference[position.Instrument];
            equity += position.Quantity.Value * instrument.BasePerLot * (Mark(request, instrument) - position.EntryPrice);
        }

        for (int i = 0; i < fills.Length; i++)
        {
            if ((mask >> i & 1) == 0)
                continue;
            Instrument instrument = reference[fills[i].Instrument];
            decimal size = fills[i].Quantity.Value * instrument.BasePerLot;
            decimal price = instrument.Price(fills[i].LimitPrice);
            int sign = fills[i].Side == Side.Buy ? 1 : -1;
            positions[instrument.Id.Value] = positions.GetValueOrDefault(instrument.Id.Value) + (sign * fills[i].Quantity.Value);
            equity += (sign * size * (Mark(request, instrument) - price)) - (size * price * account.Subaccount.TakerRate(instrument));
        }

        decimal maintenance = positions.Sum(pair =>
            Math.Abs(pair.Value) * reference.Instruments[pair.Key].BasePerLot * Mark(request, reference.Instruments[pair.Key]) * TestMarginModels.MaintenanceRate);
        decimal value = positions.Sum(pair => pair.Value * reference.Instruments[pair.Key].BasePerLot * Mark(request, reference.Instruments[pair.Key]));
        return new State(equity, maintenance, value, positions);
    }

    private static decimal Mark(RouteRequest request, Instrument instrument) => request.Prices.Mark(instrument.Id)!.Value.Value;

    private sealed record State(decimal Equity, decimal Maintenance, decimal Value, SortedDictionary<int, long> Positions);
}
