using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>An immutable picture of a subaccount for margin questions, taken from the ledger.</summary>
/// <param name="Subaccount">Whose.</param>
/// <param name="Version">The ledger's version of the account; rises with every change, named in decisions.</param>
/// <param name="AsOf">Venue time of the last statement in it.</param>
/// <param name="Balances">Wallet balances, fills since the statement included; ordered by asset code.</param>
/// <param name="Positions">Positions, fills since the statement included; ordered by instrument id.</param>
public sealed record MarginAccount(
    Subaccount Subaccount,
    long Version,
    Instant AsOf,
    ImmutableArray<AssetBalance> Balances,
    ImmutableArray<PositionSnapshot> Positions)
{
    /// <summary>Why the account may only reduce although its limits hold: its local margin drifts from the venue's. Null when it may trade.</summary>
    public Refusal? ReduceOnly { get; init; }
}
