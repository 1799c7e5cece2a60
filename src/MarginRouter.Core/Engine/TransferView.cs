using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Engine;

/// <summary>Puts together which transfers a decision may suggest to a desk.</summary>
internal sealed class TransferView(Firm firm)
{
    /// <summary>The request with the ways to the accounts that it names; unchanged where none is configured for the desk or no work may be spent.</summary>
    public RouteRequest Add(RouteRequest request, Desk desk, (Instant Now, bool IsLive) moment, AccountView accounts)
    {
        int units = moment.IsLive ? firm.Transfers.LiveWorkUnits : firm.Transfers.PreviewWorkUnits;
        if (units == 0 || firm.Transfers.Rules.IsEmpty)
            return request;
        ImmutableArray<TransferRoute>.Builder routes = ImmutableArray.CreateBuilder<TransferRoute>();
        ImmutableArray<RouteAccount>.Builder donors = ImmutableArray.CreateBuilder<RouteAccount>();
        foreach (TransferRule rule in firm.Transfers.Rules)
        {
            TransferRoute route = rule.Route;
            bool visible = desk.Subaccounts.Contains(route.From) || rule.Desks.Contains(desk.Name);
            if (!visible || !Names(request.Accounts, route.To))
                continue;
            routes.Add(At(route, moment.Now));
            if (!Names(request.Accounts, route.From) && !Names(donors, route.From))
                donors.Add(accounts.Of(firm.Subaccounts[route.From.Value]));
        }

        return routes.Count == 0
            ? request
            : request with { Transfers = new TransferTerms(routes.ToImmutable(), donors.ToImmutable(), units, moment.IsLive) };
    }

    /// <summary>A way whose figures are too old is unavailable.</summary>
    private TransferRoute At(TransferRoute route, Instant now) =>
        route.Unavailable is null && now > route.ValidUntil
            ? route with { Unavailable = new Refusal(RefusalReason.TransferUnknown, $"{NameOf(route.From)} to {NameOf(route.To)}: the due-diligence sheet is too old") }
            : route;

    private string NameOf(SubaccountId id) => firm.Subaccounts[id.Value].Name;

    private static bool Names(IEnumerable<RouteAccount> accounts, SubaccountId id)
    {
        foreach (RouteAccount account in accounts)
        {
            if (account.Subaccount.Id == id)
                return true;
        }

        return false;
    }
}
