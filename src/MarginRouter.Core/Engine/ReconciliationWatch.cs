using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Reconciliation;

namespace MarginRouter.Core.Engine;

/// <summary>Compares each statement that carries margin figures, and each answer to a what-if question, with the local ones, and says what that means for the account.</summary>
internal sealed class ReconciliationWatch(Firm firm, MarginModelTable models, FirmLedger ledger)
{
    private readonly (decimal Band, Subaccount? Of, Subaccount? Account)[] buffered = new (decimal, Subaccount?, Subaccount?)[firm.Subaccounts.Length];

    /// <summary>What comparisons have come to.</summary>
    public ReconciliationLedger State { get; } = new(firm.Subaccounts, firm.Reconciliation);

    /// <summary>Compares a statement that was taken; the comparison is recorded unless it says nothing new.</summary>
    public void Compare(AccountSnapshot snapshot, PriceVector prices, CommandList commands)
    {
        Subaccount subaccount = firm.Subaccounts[snapshot.Subaccount.Value];
        if (!models.TryFind(subaccount, out IMarginModel? model, out _))
            return;
        Take(MarginReconciler.Compare(firm.Reference, model!, Account(subaccount, snapshot), snapshot.Margin, prices, firm.Reconciliation), commands);
    }

    /// <summary>Compares a venue's answer to a what-if question; recorded likewise.</summary>
    public void Compare(WhatIfAnswer answer, PriceVector prices, CommandList commands)
    {
        Subaccount subaccount = firm.Subaccounts[answer.Account.Subaccount.Value];
        if (models.TryFind(subaccount, out IMarginModel? model, out _))
            Take(MarginReconciler.Compare(firm.Reference, model!, Account(subaccount, answer.Account), answer, prices, firm.Reconciliation), commands);
    }

    /// <summary>Takes a comparison that the journal holds.</summary>
    public void Recover(MarginComparison comparison) => State.Take(comparison);

    /// <summary>The account with limits that shrink by the error band.</summary>
    public Subaccount Buffered(Subaccount subaccount)
    {
        decimal band = State.Band(subaccount.Id);
        if (band == 0m)
            return subaccount;
        ref (decimal Band, Subaccount? Of, Subaccount? Account) last = ref buffered[subaccount.Id.Value];
        if (last.Band != band || !ReferenceEquals(last.Of, subaccount))
            last = (band, subaccount, subaccount.Buffered(band));
        return last.Account!;
    }

    private void Take(MarginComparison comparison, CommandList commands)
    {
        if (SaysNothingNew(comparison))
            return;
        commands.Add(new RecordComparison(comparison));
        Tell(comparison, State.Take(comparison), commands);
    }

    private MarginAccount Account(Subaccount subaccount, AccountSnapshot snapshot) =>
        new(subaccount, 0, snapshot.AsOf, Ordered(snapshot.Balances), Positions(snapshot));

    /// <summary>Pushed statements carry no figures between those that do; a venue that never gives any is told once.</summary>
    private bool SaysNothingNew(MarginComparison comparison)
    {
        MarginComparison? last = State.Last(comparison.Subaccount, isWhatIf: comparison.Question is not null);
        return comparison.Outcome switch
        {
            ReconciliationOutcome.NotReported => last is not null,
            ReconciliationOutcome.LocalUnknown => last?.Outcome == ReconciliationOutcome.LocalUnknown && last.LocalUnknown == comparison.LocalUnknown,
            ReconciliationOutcome.Agrees or ReconciliationOutcome.Drifts => false,
        };
    }

    private void Tell(MarginComparison comparison, AgreementChange change, CommandList commands)
    {
        string? code = change switch
        {
            AgreementChange.TurnedReduceOnly => "marginDrift",
            AgreementChange.Freed => "marginAgrees",
            AgreementChange.None => null,
        };
        if (code is null)
            return;
        string effect = change == AgreementChange.Freed ? "it may add risk again" : $"above {firm.Reconciliation.MaximumDrift}, it may only reduce";
        commands.Add(new RaiseAlarm(code, $"{State.Describe(comparison)}; {effect}"));
    }

    private static ImmutableArray<AssetBalance> Ordered(ImmutableArray<AssetBalance> balances) =>
        [.. balances.Where(balance => balance.Quantity != 0m || balance.Net != 0m).OrderBy(balance => balance.Asset.Code, StringComparer.Ordinal)];

    /// <summary>A statement need not repeat a leverage: what the ledger knows of it counts.</summary>
    private ImmutableArray<PositionSnapshot> Positions(AccountSnapshot snapshot)
    {
        ImmutableArray<PositionSnapshot> known = ledger[snapshot.Subaccount].Positions;
        return
        [
            .. snapshot.Positions
                .Select(position => position with { Leverage = position.Leverage ?? Leverage(known, position.Instrument) })
                .OrderBy(position => position.Instrument.Value),
        ];
    }

    private static decimal? Leverage(ImmutableArray<PositionSnapshot> known, InstrumentId instrument)
    {
        foreach (PositionSnapshot position in known)
        {
            if (position.Instrument == instrument)
                return position.Leverage;
        }

        return null;
    }
}
