using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Journal;

/// <summary>Rebuilds an engine's orders, ledger and reservations from a journal. Sends nothing.</summary>
internal static class JournalRecovery
{
    /// <summary>Reads the records of a directory into the engine.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="engine">An engine to which nothing has happened.</param>
    /// <param name="onRecord">Sees each record before it is applied; null for nobody.</param>
    /// <param name="until">The last moment whose records are read; null for all.</param>
    public static RecoveredState Run(string directory, RouterEngine engine, Action<JournalRecord>? onRecord = null, Instant? until = null)
    {
        using JournalReader reader = new(directory);
        ImmutableArray<DeskReport>.Builder reports = ImmutableArray.CreateBuilder<DeskReport>();
        CommandList commands = new();
        Instant lastAt = reader.Header.CreatedAt;
        long events = 0;
        long decisions = 0;
        while (reader.Next() is JournalRecord record && !(record.At > until))
        {
            lastAt = record.At;
            onRecord?.Invoke(record);
            commands.Clear();
            if (record.Inbound is not null)
            {
                events++;
                engine.Recover(record.At, record.Inbound, commands);
            }
            else if (record.Valuation is not null)
            {
                engine.RecoverValuation(record.At, record.Valuation);
            }
            else if (record.Comparison is not null)
            {
                engine.RecoverComparison(record.At, record.Comparison);
            }
            else if (record.Asked is not null)
            {
                engine.RecoverRequest(record.At, record.Asked, commands);
            }
            else if (record.Basket is not null)
            {
                decisions++;
                engine.RecoverBasket(record.At, record.Basket, commands);
            }
            else
            {
                decisions++;
                engine.RecoverDecision(record.At, record.Decision!, commands);
            }

            for (int i = 0; i < commands.Count; i++)
            {
                if (commands[i] is DeskReport report)
                    reports.Add(report);
            }
        }

        return new RecoveredState(reader.Header, lastAt, events, decisions, reports.ToImmutable());
    }
}
