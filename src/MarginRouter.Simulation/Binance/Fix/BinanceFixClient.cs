using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>A client that is logged on. Used under the venue's gate.</summary>
internal sealed class BinanceFixClient(FixSession session, BinanceFixService service, SimulatedAccount account)
{
    private long windowStart;

    /// <summary>Which port it is on.</summary>
    public BinanceFixService Service => service;

    /// <summary>Whose key it showed.</summary>
    public SimulatedAccount Account => account;

    /// <summary>ResponseMode (25036): true with value 2, only answers to what it asked itself.</summary>
    public bool OnlyAcknowledgements { get; init; }

    /// <summary>Messages that it has sent in the present interval.</summary>
    public int Messages { get; private set; }

    /// <summary>Messages that it may send in an interval, and the interval in seconds (fix-api.md, message limits).</summary>
    public (int Maximum, int Seconds) Limit => service switch
    {
        BinanceFixService.OrderEntry => (10_000, 10),
        BinanceFixService.DropCopy => (60, 60),
        BinanceFixService.MarketData => (2_000, 60),
    };

    /// <summary>Counts a message; false when it is one too many.</summary>
    public bool Count(long nowSeconds)
    {
        long start = nowSeconds / Limit.Seconds;
        if (start != windowStart)
            (windowStart, Messages) = (start, 0);
        return ++Messages <= Limit.Maximum;
    }

    /// <summary>Sends a message; nothing is kept for a client that has gone.</summary>
    public void Send(FixMessageWriter message) => session.Send(message);

    /// <summary>Cuts the connection without a Logout.</summary>
    public void Disconnect() => session.Disconnect("cut by the simulator");

    /// <summary>Logs it out with words.</summary>
    public void Logout(string text) => session.Logout(text);
}
