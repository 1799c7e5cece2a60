using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Ledger;

/// <summary>The accounts of one firm: balances, positions, fees, and what open children reserve. One writer.</summary>
public sealed class FirmLedger
{
    private readonly AccountState[] accounts;
    private readonly List<ChildOrder>[] reservations;

    /// <summary>Makes an empty ledger.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="subaccounts">All subaccounts; ids are positions.</param>
    /// <param name="holdsSpotPositions">Which accounts keep margined spot trades as positions.</param>
    public FirmLedger(ReferenceData reference, ImmutableArray<Subaccount> subaccounts, Func<Subaccount, bool> holdsSpotPositions)
    {
        accounts = [.. subaccounts.Select(subaccount => new AccountState(subaccount, reference, holdsSpotPositions(subaccount)))];
        reservations = [.. subaccounts.Select(_ => new List<ChildOrder>())];
    }

    /// <summary>One account.</summary>
    public AccountState this[SubaccountId id] => accounts[id.Value];

    /// <summary>Number of accounts.</summary>
    public int Count => accounts.Length;

    /// <summary>Children that keep margin reserved in an account, in order of reservation; each for its <see cref="ChildOrder.Open"/> size.</summary>
    public IReadOnlyList<ChildOrder> Reservations(SubaccountId id) => reservations[id.Value];

    /// <summary>Reserves for a child from the moment it is decided; throws when it is reserved already.</summary>
    public void Reserve(ChildOrder child)
    {
        List<ChildOrder> held = reservations[child.Terms.Subaccount.Value];
        if (held.Contains(child))
            throw new InvalidOperationException($"child {child.Terms.Id} is reserved already");
        held.Add(child);
    }

    /// <summary>Frees what is left of a child's reservation; throws unless it is final.</summary>
    public void Release(ChildOrder child)
    {
        if (!ChildTransitions.IsFinal(child.Status))
            throw new InvalidOperationException($"child {child.Terms.Id} is {child.Status} and keeps its reservation");
        if (!reservations[child.Terms.Subaccount.Value].Remove(child))
            throw new InvalidOperationException($"child {child.Terms.Id} was not reserved");
    }

    /// <summary>Takes a venue's statement; see <see cref="AccountState.ApplySnapshot"/>.</summary>
    public bool ApplySnapshot(AccountSnapshot snapshot) => accounts[snapshot.Subaccount.Value].ApplySnapshot(snapshot);

    /// <summary>Takes a fill back; see <see cref="AccountState.ReverseFill"/>.</summary>
    public bool ReverseFill(ChildOrderTerms terms, Fill fill, Instant venueTime) => accounts[terms.Subaccount.Value].ReverseFill(terms, fill, venueTime);

    /// <summary>Takes a fill; see <see cref="AccountState.ApplyFill"/>.</summary>
    public bool ApplyFill(ChildOrderTerms terms, Fill fill) => accounts[terms.Subaccount.Value].ApplyFill(terms, fill);
}
