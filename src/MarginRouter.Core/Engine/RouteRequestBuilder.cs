using System.Collections.Immutable;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>Collects what a routing decision depends on from the engine's state at one moment.</summary>
internal sealed class RouteRequestBuilder(
    Firm firm,
    MarketState market,
    FirmLedger ledger,
    StatementWatch statements,
    (ReconciliationWatch Reconciliation, ChildLifecycle Lifecycle, InstrumentWatch Instruments, FeeWatch Fees, QuoteBoard Quotes) watched)
{
    private readonly RouteRules rules = new(firm, watched.Lifecycle.Rates, market);
    private readonly BookView books = new(market, firm.Reference.Instruments.Length);
    private readonly List<Subaccount> members = [];
    private readonly List<RouteAccount> found = [];
    private (Product? Product, Desk? Desk) eligible;
    private ImmutableArray<RouteAccount> last = [];
    private readonly AccountView accounts = new(firm, market, ledger, statements, (watched.Reconciliation, watched.Fees));
    private readonly TransferView transfers = new(firm);

    /// <summary>The request for the next attempt of a parent; where it stays short it may suggest a transfer.</summary>
    public RouteRequest Build(ParentOrder parent, Desk desk, Instant now) =>
        transfers.Add(Build(parent, desk, now, Accounts(parent, desk)), desk, (now, IsLive: true), accounts);

    /// <summary>The same for a preview, which also says what transfer would make the route cheaper.</summary>
    public RouteRequest Preview(ParentOrder parent, Desk desk, Instant now) =>
        transfers.Add(Build(parent, desk, now, Accounts(parent, desk)), desk, (now, IsLive: false), accounts);

    /// <summary>The request without transfers, with given accounts: those of all legs of a basket, for their exposures count together.</summary>
    public RouteRequest Build(ParentOrder parent, Desk desk, Instant now, ImmutableArray<RouteAccount> own)
    {
        RoutePolicy policy = RouteRules.Policy(desk, parent.Request.Instructions);
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
            Quotes = watched.Quotes.Of(parent, now),
            Accounts = own,
            Venues = rules.Venues(parent, desk, now),
            Caps = rules.Caps(parent, own, accounts),
            Prices = market.Prices(now),
            Policy = policy,
            WorkUnits = firm.WorkUnits,
        };
    }

    /// <summary>A subaccount as a decision would see it now.</summary>
    public RouteAccount Account(Subaccount subaccount) => accounts.Of(subaccount);

    /// <summary>The accounts of a parent as a decision would see them now; replay compares them with a journaled slice.</summary>
    public ImmutableArray<RouteAccount> Accounts(ParentOrder parent, Desk desk)
    {
        found.Clear();
        foreach (Subaccount subaccount in Eligible(parent.Product, desk))
        {
            if (parent.Request.Account is null || parent.Request.Account == subaccount.Name)
                found.Add(accounts.Of(subaccount));
        }

        bool same = found.Count == last.Length;
        for (int i = 0; same && i < last.Length; i++)
            same = ReferenceEquals(found[i], last[i]);
        return same ? last : last = [.. found];
    }

    /// <summary>The subaccounts of a desk that trade a product, in the firm's order; the last answer serves again.</summary>
    private List<Subaccount> Eligible(Product product, Desk desk)
    {
        if (ReferenceEquals(eligible.Product, product) && ReferenceEquals(eligible.Desk, desk))
            return members;
        eligible = (product, desk);
        members.Clear();
        foreach (Subaccount subaccount in firm.Subaccounts)
        {
            if (desk.Subaccounts.Contains(subaccount.Id) && Trades(subaccount, product))
                members.Add(subaccount);
        }

        return members;
    }

    private ImmutableArray<RouteBook> Books(ParentOrder parent, Desk desk, Instant now)
    {
        ImmutableArray<RouteBook>.Builder found = ImmutableArray.CreateBuilder<RouteBook>(parent.Product.Instruments.Length);
        foreach (InstrumentId id in parent.Product.Instruments)
        {
            Instrument instrument = firm.Reference[id];
            Refusal? refusal = RouteRules.KindRefusal(instrument, desk, parent.Request.Instructions) ?? watched.Instruments.Refusal(instrument, now)
                ?? watched.Fees.Refusal(instrument.Venue, now) ?? market.BookRefusal(instrument, now);
            decimal ratio = desk.Policy.UsesFillRatio ? watched.Lifecycle.FillRatios.Of(instrument.Venue) : 1m;
            found.Add(books.Of(id, parent.Request.Side, refusal, (ratio, market.FundingPerDay(instrument, now, desk.Policy.HoldingMilliseconds))));
        }

        return found.MoveToImmutable();
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
