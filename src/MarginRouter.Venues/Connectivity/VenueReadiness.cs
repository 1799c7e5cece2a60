using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// Turns the state of an adapter's parts into <see cref="VenueConnectionChanged"/>: up when market data and every account are ready, down
/// when an account's order connection is lost. Lost market data alone does not take the venue down: its books say so themselves.
/// </summary>
internal sealed class VenueReadiness
{
    private readonly VenueId venue;
    private readonly IVenueEventSink sink;
    private readonly Lock gate = new();
    private readonly bool[] accounts;
    private bool marketData;
    private bool connected;

    public VenueReadiness(VenueId venue, int accountCount, IVenueEventSink sink)
    {
        this.venue = venue;
        this.sink = sink;
        accounts = new bool[accountCount];
    }

    /// <summary>Every book has had its first snapshot, or market data broke.</summary>
    public void MarketData(bool ready)
    {
        lock (gate)
        {
            marketData = ready;
            Rise();
        }
    }

    /// <summary>An account can trade and its statement was delivered, or its connection broke.</summary>
    /// <param name="account">Its place among the adapter's accounts.</param>
    /// <param name="ready">Which of the two.</param>
    /// <param name="reason">Why, in words.</param>
    public void Account(int account, bool ready, string reason)
    {
        lock (gate)
        {
            accounts[account] = ready;
            if (!ready && connected)
            {
                connected = false;
                sink.OnEvent(new VenueConnectionChanged(venue, false, reason));
            }

            Rise();
        }
    }

    private void Rise()
    {
        if (connected || !marketData || accounts.Contains(false))
            return;
        connected = true;
        sink.OnEvent(new VenueConnectionChanged(venue, true, "market data, orders and account statements are ready"));
    }
}
