using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Reference;

/// <summary>
/// Reads instruments and fees of a venue at the start and again and again, and reports what it says. A reading that fails is logged and tried
/// again soon; what was reported before ages meanwhile. Instruments and the fees of each account are readings of their own: one that fails
/// hides nothing of the others.
/// </summary>
internal sealed partial class ReferencePoll
{
    private const double Jitter = 0.1;
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);
    private readonly string name;
    private readonly ReferenceOptions options;
    private readonly AdapterServices services;
    private readonly List<Reading> readings = [];

    /// <param name="name">The venue, for the log.</param>
    /// <param name="options">How often it reads.</param>
    /// <param name="services">Sink, timers and log.</param>
    public ReferencePoll(string name, ReferenceOptions options, AdapterServices services)
    {
        options.Check(name);
        (this.name, this.options, this.services) = (name, options, services);
    }

    private delegate Task Reading(CancellationToken cancellation);

    /// <summary>Reads terms of instruments; those of the adapter that the answer does not name count as not listed.</summary>
    public void AddInstruments(ImmutableArray<Instrument> instruments, Func<CancellationToken, Task<IReadOnlyList<InstrumentReading>>> read) =>
        readings.Add(async cancellation =>
        {
            IReadOnlyList<InstrumentReading> found = await read(cancellation).ConfigureAwait(false);
            foreach (Instrument instrument in instruments)
            {
                InstrumentReading reading = found.FirstOrDefault(one => one.Symbol == instrument.Symbol) ?? InstrumentReading.Missing(instrument);
                services.Sink.OnEvent(new InstrumentTermsReceived(instrument.Id, reading.Terms));
            }
        });

    /// <summary>Reads the taker fees of an account.</summary>
    public void AddFees(SubaccountId account, Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>> read) =>
        readings.Add(async cancellation => services.Sink.OnEvent(new FeeRatesReceived(account, await read(cancellation).ConfigureAwait(false))));

    /// <summary>Reads and reports until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        TaskGroup.RunAsync(cancellation, [.. readings.Select(reading => (Func<CancellationToken, Task>)(token => RepeatAsync(reading, token)))]);

    private async Task RepeatAsync(Reading reading, CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait = options.Interval * (1.0 - Jitter + (2.0 * Jitter * Random.Shared.NextDouble()));
            try
            {
                await reading(cancellation).ConfigureAwait(false);
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogUnread(services.Logger, name, fault.Message);
                wait = wait < LongestRetry ? wait : LongestRetry;
            }

            await Task.Delay(wait, services.Time, cancellation).ConfigureAwait(false);
        }
    }
}
