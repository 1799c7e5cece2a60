using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Funds;

/// <summary>
/// Asks a venue for its insurance fund now and then and reports it. Of several pools behind the configured contracts the one counts that has
/// lost most of its peak: deleveraging there takes a hedge away whatever the others hold. A reading that fails is logged and tried again at the
/// next turn; what was reported before ages meanwhile.
/// </summary>
internal sealed partial class FundPoll(
    (VenueId Id, string Name) venue, FundOptions options, Func<CancellationToken, Task<IReadOnlyList<FundReading>>> read, AdapterServices services)
{
    private readonly Dictionary<string, FundPeak> peaks = new(StringComparer.Ordinal);

    /// <summary>Reads and reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                Report(await read(cancellation).ConfigureAwait(false));
            }
            catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
            {
                LogUnread(services.Logger, venue.Name, fault.Message);
            }

            await Task.Delay(options.Interval, services.Time, cancellation).ConfigureAwait(false);
        }
    }

    private void Report(IReadOnlyList<FundReading> readings)
    {
        (FundReading Reading, decimal Peak)? worst = null;
        foreach (FundReading reading in readings)
        {
            decimal peak = Peak(reading);
            if (worst is not { } other || Left(reading.Balance, peak) < Left(other.Reading.Balance, other.Peak))
                worst = (reading, peak);
        }

        if (worst is var (found, top))
            services.Sink.OnEvent(new InsuranceFundReceived(venue.Id, found.Balance, top, found.VenueTime));
    }

    private decimal Peak(FundReading reading)
    {
        if (!peaks.TryGetValue(reading.Pool, out FundPeak? kept))
            peaks.Add(reading.Pool, kept = new FundPeak(options.Window));
        decimal peak = Math.Max(0m, kept.Take(services.Time.GetUtcNow(), reading.Balance));
        bool isStated = reading.Peak is { } stated && reading.VenueTime.NanosecondsSince(stated.At) <= options.Window.Ticks * 100;
        return isStated ? Math.Max(peak, reading.Peak!.Value.Balance) : peak;
    }

    /// <summary>The share of the peak that is left; nothing where there never was anything.</summary>
    private static decimal Left(decimal balance, decimal peak) => peak > 0m ? balance / peak : 0m;
}
