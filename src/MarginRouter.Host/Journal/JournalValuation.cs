using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Host.Journal;

/// <summary>What a journal tells of valuation prices: the failures of their sources, times in fall-back, and the prices last decided by.</summary>
/// <param name="From">Creation of the journal.</param>
/// <param name="Until">Time of its last record; states last until then.</param>
/// <param name="Reports">Each price followed by its sources.</param>
/// <param name="Prices">Prices of assets in the last decision, by asset code; empty without one.</param>
/// <param name="PricesAt">When that was; null without one.</param>
internal sealed record JournalValuation(
    Instant From,
    Instant Until,
    ImmutableArray<ValuationReport> Reports,
    ImmutableSortedDictionary<string, ValuationPrice> Prices,
    Instant? PricesAt)
{
    /// <summary>Reads a journal directory.</summary>
    public static JournalValuation Read(string directory)
    {
        using JournalReader reader = new(directory);
        ValuationLog log = new();
        Instant lastAt = reader.Header.CreatedAt;
        JournalRecord? decision = null;
        while (reader.Next() is JournalRecord record)
        {
            if (record.Inbound is RecoveryCompleted)
                log.Restart(lastAt);
            lastAt = record.At;
            if (record.Valuation is ValuationChange change)
                log.Take(record.At, change);
            if (record.Decision is not null)
                decision = record;
        }

        ImmutableSortedDictionary<string, ValuationPrice> prices =
            decision?.Decision!.Slice.Prices.Assets ?? ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal);
        return new JournalValuation(reader.Header.CreatedAt, lastAt, log.Report(lastAt), prices, decision?.At);
    }
}
