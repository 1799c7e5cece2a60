using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Which accounts the venue has stated well enough to route on: on its present connection, and late enough to settle every fill whose
/// time is not known. An account that is not is refused by name until the next statement.
/// </summary>
internal sealed class StatementWatch(Firm firm)
{
    private readonly bool[] stated = new bool[firm.Subaccounts.Length];
    private readonly Instant[] needed = new Instant[firm.Subaccounts.Length];

    /// <summary>True when the account may be routed on.</summary>
    public bool IsCurrent(SubaccountId subaccount) => stated[subaccount.Value];

    /// <summary>Puts a statement into the ledger, unless it says something that cannot be.</summary>
    public void Take(AccountSnapshot snapshot, FirmLedger ledger, CommandList commands)
    {
        foreach (PositionSnapshot position in snapshot.Positions)
        {
            if (position.Quantity.IsFlat || position.EntryPrice > 0m)
                continue;

            // The account is not what was known before either: nothing is routed there until a statement that can be.
            stated[snapshot.Subaccount.Value] = false;
            commands.Add(new RaiseAlarm(
                "invalidStatement",
                $"{firm.Subaccounts[snapshot.Subaccount.Value].Name}: {position.Quantity.Value} lots of {firm.Reference[position.Instrument].Symbol} at an entry price of {position.EntryPrice}, not taken"));
            return;
        }

        ledger.ApplySnapshot(snapshot);
        Note(snapshot);
    }

    /// <summary>Takes a statement of the present connection.</summary>
    private void Note(AccountSnapshot snapshot) =>
        stated[snapshot.Subaccount.Value] = snapshot.AsOf >= needed[snapshot.Subaccount.Value];

    /// <summary>
    /// A status answer told of lots that filled at some time up to this one: whether the last statement holds them is not known, and the
    /// ledger may count them twice until a statement that is as late as the answer.
    /// </summary>
    public void Require(SubaccountId subaccount, Instant asOf)
    {
        stated[subaccount.Value] = false;
        if (asOf > needed[subaccount.Value])
            needed[subaccount.Value] = asOf;
    }

    /// <summary>Forgets the statements of a venue whose connection was lost: fills may have been missed.</summary>
    public void Forget(VenueId venue)
    {
        foreach (Subaccount subaccount in firm.Subaccounts)
        {
            if (subaccount.Venue == venue)
                stated[subaccount.Id.Value] = false;
        }
    }
}
