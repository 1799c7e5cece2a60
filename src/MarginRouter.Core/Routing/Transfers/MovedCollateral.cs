using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>Accounts and requests as they would be after a transfer.</summary>
public static class MovedCollateral
{
    /// <summary>The request with an amount moved: less at the giving account, what arrives more at the receiving one; it asks for no suggestion itself.</summary>
    /// <param name="request">The request.</param>
    /// <param name="route">The way.</param>
    /// <param name="amount">What leaves, fee included, in units of the asset.</param>
    public static RouteRequest In(RouteRequest request, TransferRoute route, decimal amount)
    {
        ImmutableArray<RouteAccount>.Builder accounts = ImmutableArray.CreateBuilder<RouteAccount>(request.Accounts.Length);
        foreach (RouteAccount account in request.Accounts)
        {
            decimal change = account.Subaccount.Id == route.From ? -amount
                : account.Subaccount.Id == route.To ? amount - route.Fee.On(amount)
                : 0m;
            accounts.Add(change == 0m ? account : With(account, route.Asset, change));
        }

        return request with { Accounts = accounts.MoveToImmutable(), Transfers = null };
    }

    /// <summary>An account with another balance of one asset; one without a statement stays as it is.</summary>
    internal static RouteAccount With(RouteAccount account, Asset asset, decimal change)
    {
        if (account.Account is not { } known)
            return account;
        ImmutableArray<AssetBalance> balances = known.Balances;
        for (int i = 0; i < balances.Length; i++)
        {
            if (balances[i].Asset == asset)
                return account with { Account = known with { Balances = balances.SetItem(i, balances[i] with { Quantity = balances[i].Quantity + change }) } };
        }

        // Balances stand in the order of their codes.
        int place = 0;
        while (place < balances.Length && string.CompareOrdinal(balances[place].Asset.Code, asset.Code) < 0)
            place++;
        return account with { Account = known with { Balances = balances.Insert(place, new AssetBalance(asset, change)) } };
    }
}
