using System.Buffers.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>Sends a round's orders and checks that every report names the oldest order in flight.</summary>
internal sealed class EchoClient : IFixApplication, IDisposable
{
    private const int PrefixLength = 6;
    private readonly FixMessageWriter writer = new();
    private EchoRound round = new(1, 1);
    private long sent;
    private long answered;

    /// <summary>Set when the session is logged on.</summary>
    public ManualResetEventSlim LoggedOn { get; } = new();

    /// <summary>Set when the round is over.</summary>
    public ManualResetEventSlim Finished { get; } = new();

    /// <summary>Why the connection was lost, or null.</summary>
    public string? Loss { get; private set; }

    /// <summary>Starts a round: the first window goes out as one batch, the rest from the reports' call-backs.</summary>
    public void Begin(FixSession session, EchoRound next)
    {
        Finished.Reset();
        round = next;
        List<FixMessageWriter> first = [];
        while (round.TrySend())
            first.Add(Write(new FixMessageWriter()));
        session.Send([.. first]);
    }

    public void OnLogon(FixSession session) => LoggedOn.Set();

    public void OnLogout(FixSession session, string reason) => Loss = reason;

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        answered++;
        if (!message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id) || !Utf8Parser.TryParse(id[PrefixLength..], out long number, out _) || number != answered)
            throw new InvalidOperationException($"the report is not that of order {answered}");
        round.Answered();
        while (round.TrySend())
            session.Send(Write(writer));
        if (round.Finished)
            Finished.Set();
        return null;
    }

    public void Dispose()
    {
        LoggedOn.Dispose();
        Finished.Dispose();
    }

    private FixMessageWriter Write(FixMessageWriter target)
    {
        Span<byte> id = stackalloc byte[32];
        "order-"u8.CopyTo(id);
        Utf8Formatter.TryFormat(++sent, id[PrefixLength..], out int digits);
        return target.Begin(FixMsgType.NewOrderSingle)
            .Append(FixTag.ClOrdID, id[..(PrefixLength + digits)])
            .Append(FixTag.Symbol, "BTCUSDT")
            .Append(FixTag.Side, '1')
            .Append(FixTag.TransactTime, DateTime.UtcNow)
            .Append(FixTag.OrderQty, 1.25m)
            .Append(FixTag.OrdType, '2')
            .Append(FixTag.Price, 64_123.5m)
            .Append(FixTag.TimeInForce, '0');
    }
}
