using System.Runtime.InteropServices;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Keeps the evaluator of each account from one decision to the next while nothing changed that it rests on: the statement and what may
/// still fill, the rules, the policy, and the prices of what the account holds and trades. A kept evaluator answers what a new one would.
/// </summary>
internal sealed class PreparedAccounts(ReferenceData reference)
{
    private readonly List<Entry?> entries = [];
    private readonly List<InstrumentId> traded = [];

    /// <summary>True when options are among the instruments: their prices move with time itself.</summary>
    public bool HasOptions { get; } = reference.Instruments.Any(instrument => instrument.Kind == InstrumentKind.Option);

    /// <summary>The evaluator of an account whose statement is known, under a problem's prices and policy.</summary>
    public AccountEvaluator Find(RouteProblem problem, IMarginModel model, RouteAccount account)
    {
        int place = account.Subaccount.Id.Value;
        while (entries.Count <= place)
            entries.Add(null);
        if (entries[place] is { } kept && Serves(kept, problem, model, account))
            return kept.Evaluator;
        AccountEvaluator evaluator = problem.NewEvaluator(reference, model, account, problem.Request.Policy.FillStates);
        traded.Clear();
        foreach (InstrumentId instrument in problem.Product.Instruments)
        {
            if (account.Subaccount.Instruments.Contains(instrument))
                traded.Add(instrument);
        }

        bool settled = evaluator.TrySettle(CollectionsMarshal.AsSpan(traded));
        entries[place] = !settled ? null : new Entry
        {
            Model = model,
            Account = account,
            Product = problem.Request.Product,
            Policy = problem.Request.Policy,
            Prices = problem.Request.Prices,
            Evaluator = evaluator,
        };
        return evaluator;
    }

    private bool Serves(Entry kept, RouteProblem problem, IMarginModel model, RouteAccount account)
    {
        RouteRequest now = problem.Request;
        return ReferenceEquals(kept.Model, model)
            && ReferenceEquals(kept.Account.Account, account.Account)
            && kept.Account.Pending == account.Pending
            && kept.Product == now.Product
            && (ReferenceEquals(kept.Policy, now.Policy) || kept.Policy == now.Policy)
            && (ReferenceEquals(kept.Prices, now.Prices) || (!IsStressed(now, account) && SharesPrices(kept.Prices, now.Prices, account)));
    }

    /// <summary>True when the account is also judged at other prices than today's: which these are rests on the whole vector.</summary>
    private static bool IsStressed(RouteRequest request, RouteAccount account) =>
        !request.Policy.StressFloors.IsDefaultOrEmpty || account.Subaccount.MinimumLiquidationDistance is not null;

    private bool SharesPrices(PriceVector before, PriceVector now, RouteAccount account)
    {
        // An option's price moves with time itself; nothing else does.
        if (!HasOptions && now.IsSameButForTime(before))
            return true;
        MarginAccount held = account.Account!;
        if (!now.SharesValue(before, held.Subaccount.Reporting))
            return false;
        foreach (AssetBalance balance in held.Balances)
        {
            if (!now.SharesValue(before, balance.Asset))
                return false;
        }

        foreach (InstrumentId instrument in held.Subaccount.Instruments)
        {
            if (!SharesPrices(before, now, instrument))
                return false;
        }

        foreach (PositionSnapshot position in held.Positions)
        {
            if (!SharesPrices(before, now, position.Instrument))
                return false;
        }

        foreach (PendingFill fill in account.Pending)
        {
            if (!SharesPrices(before, now, fill.Instrument))
                return false;
        }

        return true;
    }

    private bool SharesPrices(PriceVector before, PriceVector now, InstrumentId id)
    {
        Instrument instrument = reference[id];
        return instrument.Kind != InstrumentKind.Option
            && now.SharesMark(before, id)
            && now.SharesValue(before, instrument.Settlement)
            && now.SharesValue(before, instrument.Quote)
            && (instrument.IsDerivative || now.SharesValue(before, instrument.Base));
    }

    private sealed class Entry
    {
        public required IMarginModel Model { get; init; }

        public required RouteAccount Account { get; init; }

        public required ProductId Product { get; init; }

        public required RoutePolicy Policy { get; init; }

        public required PriceVector Prices { get; init; }

        public required AccountEvaluator Evaluator { get; init; }
    }
}
