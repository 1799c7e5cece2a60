using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>Collects what a routing decision depends on from the engine's state at one moment.</summary>
internal sealed class RouteRequestBuilder(
    Firm firm, MarketState market, FirmLedger ledger, StatementWatch statements, (ReconciliationWatch Reconciliation, ChildLifecycle Lifecycle) watched)
{
    private readonly RouteRules rules = new(firm, watched.Lifecycle.Rates, market);

    /// <summary>The request for the next attempt of a parent.</summary>
    public RouteRequest Build(ParentOrder parent, Desk desk, Instant now)
    {
        RoutePolicy policy = RouteRules.Policy(desk, parent.Request.Instructions);
        ImmutableArray<RouteAccount> accounts = Accounts(parent, desk);
        return new RouteRequest
        {
            Parent = parent.Id,
            Attempt = parent.Attempts + 1,
            Product = parent.Product.Id,
            Side = parent.Request.Side,
            Quantity = parent.Quantity - parent.Filled,
            Tolerated = Tolerated(parent, policy),
            LimitPrice = parent.Request.LimitPrice,
            Books = Books(parent, desk, now),
            Accounts = accounts,
            Venues = rules.Venues(parent, desk, now),
            Caps = rules.Caps(parent, accounts, id => Account(firm.Subaccounts[id.Value])),
            Prices = market.Prices(now),
            Policy = policy,
            WorkUnits = firm.WorkUnits,
        };
    }

    /// <summary>The accounts of a parent as a decision would see them now; replay compares them with a journaled slice.</summary>
    public ImmutableArray<RouteAccount> Accounts(ParentOrder parent, Desk desk)
    {
        ImmutableArray<RouteAccount>.Builder accounts = ImmutableArray.CreateBuilder<RouteAccount>();
        foreach (Subaccount subaccount in firm.Subaccounts)
        {
            bool named = parent.Request.Account is null || parent.Request.Account == subaccount.Name;
            if (named && desk.Subaccounts.Contains(subaccount.Id) && Trades(subaccount, parent.Product))
                accounts.Add(Account(subaccount));
        }

        return accounts.ToImmutable();
    }

    private RouteAccount Account(Subaccount subaccount)
    {
        string venue = firm.Reference[subaccount.Venue].Name;
        Refusal? unavailable = !market.IsConnected(subaccount.Venue)
            ? new Refusal(RefusalReason.VenueDisconnected, venue)
            : !statements.IsCurrent(subaccount.Id)
                ? new Refusal(RefusalReason.AccountSnapshotMissing, subaccount.Name)
                : null;
        AccountState state = ledger[subaccount.Id];
        Subaccount buffered = watched.Reconciliation.Buffered(subaccount);
        MarginAccount? account = state.HasStatement
            ? new MarginAccount(buffered, state.Version, state.AsOf, TermBorrow.Counted(state.Balances, subaccount.TermBorrows, state.AsOf), state.Positions)
            {
                ReduceOnly = watched.Reconciliation.State.ReduceOnly(subaccount.Id),
            }
            : null;
        return new RouteAccount(buffered, account, Pending(subaccount.Id), unavailable);
    }

    private ImmutableArray<PendingFill> Pending(SubaccountId subaccount)
    {
        ImmutableArray<PendingFill>.Builder pending = ImmutableArray.CreateBuilder<PendingFill>();
        foreach (ChildOrder child in ledger.Reservations(subaccount))
            pending.Add(new PendingFill(child.Terms.Instrument, child.Terms.Side, child.Open, child.Terms.LimitPrice));
        return pending.ToImmutable();
    }

    private ImmutableArray<RouteBook> Books(ParentOrder parent, Desk desk, Instant now)
    {
        BookSide taken = parent.Request.Side == Side.Buy ? BookSide.Ask : BookSide.Bid;
        BookSide other = parent.Request.Side == Side.Buy ? BookSide.Bid : BookSide.Ask;
        ImmutableArray<RouteBook>.Builder books = ImmutableArray.CreateBuilder<RouteBook>(parent.Product.Instruments.Length);
        foreach (InstrumentId id in parent.Product.Instruments)
        {
            BookImage image = market.Book(id);
            ReadOnlySpan<BookLevel> opposite = image.Levels(other);
            books.Add(new RouteBook(
                id,
                image.Sequence,
                image.ReceivedAt,
                ImmutableArray.Create(image.Levels(taken)),
                opposite.IsEmpty ? null : opposite[0],
                RouteRules.KindRefusal(firm.Reference[id], desk, parent.Request.Instructions) ?? market.BookRefusal(firm.Reference[id], now))
            {
                FillRatio = desk.Policy.UsesFillRatio ? watched.Lifecycle.FillRatios.Of(firm.Reference[id].Venue) : 1m,
                FundingPerDay = market.FundingPerDay(firm.Reference[id], now, desk.Policy.HoldingMilliseconds),
            });
        }

        return books.MoveToImmutable();
    }

    /// <summary>The tolerance counts against the whole parent, so that later attempts do not chase what an earlier one left on purpose.</summary>
    private static QuantityLots Tolerated(ParentOrder parent, RoutePolicy policy) =>
        parent.Request.TimeInForce == TimeInForce.FillOrKill ? QuantityLots.Zero : new((long)(parent.Quantity.Value * Math.Min(policy.FillToleranceBasisPoints, 10_000m) / 10_000m));

    private static bool Trades(Subaccount subaccount, Product product)
    {
        foreach (InstrumentId instrument in subaccount.Instruments)
        {
            if (product.Instruments.Contains(instrument))
                return true;
        }

        return false;
    }
}
