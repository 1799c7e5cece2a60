using System.Collections.Concurrent;
using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.SessionHost;

/// <summary>
/// Takes orders 1, 2, 3 and so on and answers each with three numbered execution reports, as the desk gateway does it: a second thread
/// journals an order, commits it to the session and reports, and a start reports what the journal holds and the session's store has not sent.
/// </summary>
internal sealed class KillableBroker : IFixApplication, IDisposable
{
    /// <summary>Execution reports for each order.</summary>
    public const int ReportsEach = 3;

    private readonly OrderJournal _journal;
    private readonly SegmentFixMessageStore _store;
    private readonly FixAcceptor _acceptor;
    private readonly FixSession _session;
    private readonly FixMessageWriter _writer = new();

    // Bounded: when it is full the session's reading thread waits, and with it the desk.
    private readonly BlockingCollection<(long Order, FixInboundMark Mark)> _delivered = new(1024);
    private readonly Thread _worker;

    /// <summary>Opens journal and store, catches up with the reports, and accepts.</summary>
    public KillableBroker(string directory, int port)
    {
        Directory.CreateDirectory(directory);
        _journal = new OrderJournal(Path.Combine(directory, "orders"));

        // Small segments, so that kills meet rotations too.
        _store = SegmentFixMessageStore.Open(
            new SegmentLogOptions { Directory = Path.Combine(directory, "store"), SegmentBytes = 64 * 1024, Preallocate = false });
        Reported = LastReported();
        _acceptor = new FixAcceptor(
            new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, port), MaximumFailedLogons = 1000 }, TimeProvider.System, NullLogger<FixAcceptor>.Instance);
        FixSessionOptions options = new()
        {
            Id = new FixSessionId("BROKER", "DESK"),
            Role = FixRole.Acceptor,
            InboundCommit = FixInboundCommit.ByApplication,
        };
        _session = _acceptor.AddSession(options, _store, this);
        ReportThrough(_journal.Last * ReportsEach);
        _worker = new Thread(Work) { IsBackground = true, Name = "journal" };
        _worker.Start();
        _acceptor.Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port => _acceptor.EndPoint.Port;

    /// <summary>The newest order taken.</summary>
    public long Taken => _journal.Last;

    /// <summary>The newest execution report given to the session.</summary>
    public long Reported { get; private set; }

    /// <summary>Logs the desk out and returns the session's final numbers.</summary>
    public (long Inbound, long Outbound) Stop()
    {
        _session.Logout();
        SpinWait.SpinUntil(() => !_session.IsLoggedOn, TimeSpan.FromSeconds(10));
        _acceptor.Dispose();
        _delivered.CompleteAdding();
        _worker.Join();
        return (_store.NextInbound, _store.NextOutbound);
    }

    public void OnLogon(FixSession session)
    {
    }

    public void OnLogout(FixSession session, string reason)
    {
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        if (message.MessageType != FixMsgType.NewOrderSingle || !message.TryGetLong(FixTag.ClOrdID, out long order))
            return FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "orders only");
        _delivered.Add((order, session.InboundMark));
        return null;
    }

    public void Dispose()
    {
        _acceptor.Dispose();
        _store.Dispose();
        _journal.Dispose();
        _delivered.Dispose();
    }

    private void Work()
    {
        foreach ((long order, FixInboundMark mark) in _delivered.GetConsumingEnumerable())
        {
            if (order > _journal.Last + 1)
                Environment.FailFast($"order {order} came after {_journal.Last}");

            // An order that the journal knows was taken by a process that was killed before it could commit.
            if (order == _journal.Last + 1)
                _journal.Take(order);
            _session.CommitInbound(mark);
            ReportThrough(order * ReportsEach);
        }
    }

    private void ReportThrough(long last)
    {
        while (Reported < last)
        {
            long number = Reported + 1;
            _writer.Begin(FixMsgType.ExecutionReport)
                .Append(FixTag.OrderID, ((number - 1) / ReportsEach) + 1)
                .Append(FixTag.ExecID, number)
                .Append(FixTag.ExecType, '0')
                .Append(FixTag.OrdStatus, '0')
                .Append(FixTag.Symbol, "BTC-USDT")
                .Append(FixTag.Side, '1')
                .Append(FixTag.LeavesQty, 2)
                .Append(FixTag.CumQty, 0)
                .Append(FixTag.AvgPx, 0);
            _session.Send(_writer);
            Reported = number;
        }
    }

    /// <summary>The newest report among the messages that the store holds.</summary>
    private long LastReported()
    {
        FixMessage message = new();
        for (long number = _store.NextOutbound - 1; number >= 1; number--)
        {
            byte[] bytes = _store.Read(number).ToArray();
            if (bytes.Length > 0 && message.Parse(bytes, 0, bytes.Length) && message.TryGetLong(FixTag.ExecID, out long report))
                return report;
        }

        return 0;
    }
}
