using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Collateral;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Search;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>
/// What an account could give away: without the amount every limit of its own must hold at every state that its other orders can come to,
/// stress floors and liquidation distance included, and its equity must stay at or above initial margin with profits that are not
/// realised left out, because venues let nobody withdraw those.
/// </summary>
internal sealed class TransferDonor(RouteProblem problem, RouteWorkspace workspace, RouteAccount account, PendingFill[] children)
{
    // The terms of an assessment that count towards equity and cannot be withdrawn.
    private static readonly string[] NotPaidOut = ["unrealisedProfit", "optionValue"];

    /// <summary>Questions asked.</summary>
    public int Checks { get; private set; }

    /// <summary>The largest step of a route that leaves the account within its limits; null with the reason when not even the first does.</summary>
    public long? Largest(TransferRoute route, out Refusal? refusal)
    {
        Subaccount subaccount = account.Subaccount;
        refusal = account.Unavailable ?? account.Account?.ReduceOnly;
        if (refusal is null && account.Account is null)
            refusal = new Refusal(RefusalReason.AccountSnapshotMissing, subaccount.Name);
        if (refusal is not null || !workspace.Models.TryFind(subaccount, out IMarginModel? model, out refusal))
            return null;
        refusal = Keeps(model!, route, 0);
        if (refusal is not null)
            return null;
        long last = route.Steps - 1;
        if (last == 0 || Keeps(model!, route, last) is null)
            return last;
        (long low, long high) = (0L, last);
        while (high - low > 1L)
        {
            long middle = low + ((high - low) / 2L);
            (low, high) = Keeps(model!, route, middle) is null ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Highest utilisation without an amount that it can give.</summary>
    public decimal? UtilisationWithout(TransferRoute route, decimal amount)
    {
        workspace.Models.TryFind(account.Subaccount, out IMarginModel? model, out _);
        RouteAccount reduced = MovedCollateral.With(account, route.Asset, -amount);
        return problem.NewEvaluator(workspace.Reference, model!, reduced, FillStatePolicy.Any).WorstUtilisation([]);
    }

    /// <summary>Why the account may not give the amount of a step; null when it may.</summary>
    private Refusal? Keeps(IMarginModel model, TransferRoute route, long step)
    {
        Checks++;
        decimal amount = route.AmountAt(step);
        decimal held = 0m;
        foreach (AssetBalance balance in account.Account!.Balances)
            held = balance.Asset == route.Asset ? balance.Net : held;
        if (held < amount)
            return new Refusal(RefusalReason.TransferDonorLimit, $"{account.Subaccount.Name} {route.Asset}", amount, Math.Max(0m, held));
        RouteAccount reduced = MovedCollateral.With(account, route.Asset, -amount);
        AccountEvaluator evaluator = problem.NewEvaluator(workspace.Reference, model, reduced, FillStatePolicy.Any);
        if (evaluator.MarginUnknown is { } unknown)
            return unknown;
        if (evaluator.InBreach)
            return new Refusal(RefusalReason.TransferDonorLimit, $"{account.Subaccount.Name}, its own limits without {amount} {route.Asset}");
        return (children.Length > 0 ? evaluator.Check(children) : null)
            ?? Withdrawable(evaluator.Before!)
            ?? Distance(model, reduced)
            ?? Mix(reduced);
    }

    private Refusal? Withdrawable(MarginAssessment margin)
    {
        decimal paidOut = margin.Equity;
        foreach (MarginTerm term in margin.Terms)
        {
            foreach (string name in NotPaidOut)
            {
                if (term.Value > 0m && term.Name.StartsWith(name, StringComparison.Ordinal))
                    paidOut -= term.Value;
            }
        }

        return paidOut >= margin.InitialMargin
            ? null
            : new Refusal(RefusalReason.TransferDonorLimit, $"{account.Subaccount.Name}, initial margin", margin.InitialMargin, paidOut);
    }

    /// <summary>The floors of a decision move what is traded; an account that gives must survive a move of anything that it holds.</summary>
    private Refusal? Distance(IMarginModel model, RouteAccount reduced)
    {
        if (account.Subaccount.MinimumLiquidationDistance is not { } least)
            return null;
        decimal? distance = MarginAssessor.LiquidationDistance(workspace.Reference, model, reduced.Account!, problem.Request.Prices);
        return distance < least
            ? new Refusal(RefusalReason.LiquidationDistance, account.Subaccount.Name, least, distance, least)
            : null;
    }

    private Refusal? Mix(RouteAccount reduced)
    {
        if (account.Subaccount.Collateral is null)
            return null;
        var mix = new CollateralMix(workspace.Reference, reduced.Account!, [], problem.Request.Prices);
        return mix.Standing() ?? mix.Check(reduced.Pending.AsSpan());
    }
}
