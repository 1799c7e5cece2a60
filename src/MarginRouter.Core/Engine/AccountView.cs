using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>
/// What routing sees of each account. As long as nothing about an account changes it stays the same object, so that the optimiser can
/// keep what it worked out about it.
/// </summary>
internal sealed class AccountView(
    Firm firm, MarketState market, FirmLedger ledger, StatementWatch statements, (ReconciliationWatch Reconciliation, FeeWatch Fees) watched)
{
    private readonly RouteAccount?[] seen = new RouteAccount?[firm.Subaccounts.Length];
    private readonly List<PendingFill> pending = [];

    /// <summary>One account now.</summary>
    public RouteAccount Of(Subaccount subaccount)
    {
        RouteAccount? last = seen[subaccount.Id.Value];
        Subaccount buffered = watched.Reconciliation.Buffered(watched.Fees[subaccount.Id]);
        MarginAccount? account = Account(buffered, last?.Account);
        ImmutableArray<PendingFill> fills = Pending(subaccount.Id, last);
        Refusal? unavailable = Unavailable(subaccount, last?.Unavailable);
        Subaccount terms = account?.Subaccount ?? buffered;
        if (last is not null && ReferenceEquals(last.Account, account) && last.Pending == fills
            && ReferenceEquals(last.Unavailable, unavailable) && ReferenceEquals(last.Subaccount, terms))
            return last;
        RouteAccount now = new(terms, account, fills, unavailable);
        seen[subaccount.Id.Value] = now;
        return now;
    }

    private MarginAccount? Account(Subaccount buffered, MarginAccount? last)
    {
        AccountState state = ledger[buffered.Id];
        if (!state.HasStatement)
            return null;
        Refusal? reduceOnly = watched.Reconciliation.State.ReduceOnly(buffered.Id);
        if (last is not null && last.Version == state.Version && last.AsOf == state.AsOf && last.ReduceOnly == reduceOnly
            && (ReferenceEquals(last.Subaccount, buffered) || last.Subaccount == buffered))
            return last;
        ImmutableArray<AssetBalance> balances = TermBorrow.Counted(state.Balances, buffered.TermBorrows, state.AsOf);
        return new MarginAccount(buffered, state.Version, state.AsOf, balances, state.Positions) { ReduceOnly = reduceOnly };
    }

    private Refusal? Unavailable(Subaccount subaccount, Refusal? last)
    {
        bool isConnected = market.IsConnected(subaccount.Venue);
        if (isConnected && statements.IsCurrent(subaccount.Id))
            return watched.Fees.Refusal(subaccount.Id);
        RefusalReason reason = isConnected ? RefusalReason.AccountSnapshotMissing : RefusalReason.VenueDisconnected;
        return last?.Reason == reason ? last : new Refusal(reason, isConnected ? subaccount.Name : firm.Reference[subaccount.Venue].Name);
    }

    private ImmutableArray<PendingFill> Pending(SubaccountId subaccount, RouteAccount? last)
    {
        IReadOnlyList<ChildOrder> children = ledger.Reservations(subaccount);
        if (children.Count == 0)
            return [];
        pending.Clear();
        for (int i = 0; i < children.Count; i++)
            pending.Add(new PendingFill(children[i].Terms.Instrument, children[i].Terms.Side, children[i].Open, children[i].Terms.LimitPrice));
        ImmutableArray<PendingFill> before = last?.Pending ?? [];
        if (before.Length != pending.Count)
            return [.. pending];
        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] != pending[i])
                return [.. pending];
        }

        return before;
    }
}
