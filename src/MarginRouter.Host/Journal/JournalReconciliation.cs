using MarginRouter.Core.Engine;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Journal;

/// <summary>How one account's local margin compared with its venue's over the life of a journal.</summary>
/// <param name="Subaccount">Whose.</param>
/// <param name="Agreed">Comparisons within the drift allowed.</param>
/// <param name="Drifted">Comparisons beyond it.</param>
/// <param name="Unknown">Changes to local figures that were not known.</param>
/// <param name="LargestError">As a share of equity; null when nothing was compared.</param>
/// <param name="Band">What its limits shrink by at the end.</param>
/// <param name="ReduceOnly">Why it may only reduce at the end; null when it may trade.</param>
/// <param name="Last">The last comparison; null when there was none.</param>
internal sealed record JournalReconciliation(
    Subaccount Subaccount,
    int Agreed,
    int Drifted,
    int Unknown,
    decimal? LargestError,
    decimal Band,
    Refusal? ReduceOnly,
    MarginComparison? Last)
{
    /// <summary>How many of the comparisons were of answers to what-if questions.</summary>
    public int WhatIfs { get; init; }

    /// <summary>The last of them; null when there was none.</summary>
    public MarginComparison? LastWhatIf { get; init; }

    /// <summary>Reads a journal directory; one entry for every subaccount of the firm.</summary>
    public static JournalReconciliation[] Read(string directory, Firm firm)
    {
        using JournalReader reader = new(directory);
        ReconciliationLedger ledger = new(firm.Subaccounts, firm.Reconciliation);
        List<MarginComparison> comparisons = [];
        while (reader.Next() is JournalRecord record)
        {
            if (record.Comparison is not MarginComparison comparison)
                continue;
            ledger.Take(comparison);
            comparisons.Add(comparison);
        }

        return [.. firm.Subaccounts.Select(subaccount => Of(subaccount, ledger, [.. comparisons.Where(each => each.Subaccount == subaccount.Id)]))];
    }

    private static JournalReconciliation Of(Subaccount subaccount, ReconciliationLedger ledger, MarginComparison[] comparisons) => new(
        subaccount,
        comparisons.Count(each => each.Outcome == ReconciliationOutcome.Agrees),
        comparisons.Count(each => each.Outcome == ReconciliationOutcome.Drifts),
        comparisons.Count(each => each.Outcome == ReconciliationOutcome.LocalUnknown),
        comparisons.Max(each => each.Error),
        ledger.Band(subaccount.Id),
        ledger.ReduceOnly(subaccount.Id),
        ledger.Last(subaccount.Id))
    {
        WhatIfs = comparisons.Count(each => each.Question is not null),
        LastWhatIf = ledger.Last(subaccount.Id, isWhatIf: true),
    };
}
