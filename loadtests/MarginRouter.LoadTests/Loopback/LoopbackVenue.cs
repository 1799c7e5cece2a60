using System.Diagnostics;
using System.Net;
using System.Text;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.LoadTests.Wire;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Loopback;

/// <summary>
/// The least FIX venue that a router can trade on: one session on 127.0.0.1 with one book, statements, and every order filled at once at
/// its limit. It notes when it has parsed each order, before it answers. It allocates nothing an order, so that what is measured is the router's.
/// </summary>
internal sealed class LoopbackVenue : IFixApplication, IDisposable
{
    private const decimal Cash = 2_000_000m;
    private readonly LoopbackVenueOptions options;
    private readonly Arrivals arrivals;
    private readonly TimeProvider time;
    private readonly VenueBook book;
    private readonly VenueAccount[] accounts;
    private readonly FixMessageWriter writer = new(32 * 1024);
    private readonly FixMessageWriter accepted = new();
    private readonly NumbersOnlyStore store = new();
    private readonly FixAcceptor acceptor;
    private Thread? publisher;
    private volatile bool stopping;
    private long executions;

    public LoopbackVenue(LoopbackVenueOptions options, Arrivals arrivals, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        this.arrivals = arrivals;
        this.time = time;
        book = new VenueBook(options.Middle, options.OffsetTicks);
        accounts = [.. options.Accounts.Select(name => new VenueAccount(Encoding.ASCII.GetBytes(name), "USDT", Cash, options.Middle))];
        FixAcceptorOptions listen = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) };
        acceptor = new FixAcceptor(listen, time, loggers.CreateLogger<FixAcceptor>());
        FixSessionOptions session = new()
        {
            Id = new FixSessionId(options.CompId, options.ClientCompId),
            Role = FixRole.Acceptor,
            TimestampPrecision = FixTimestampPrecision.Microseconds,
        };
        acceptor.AddSession(session, store, this);
        acceptor.Start();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => acceptor.EndPoint;

    public void OnLogon(FixSession session)
    {
    }

    public void OnLogout(FixSession session, string reason) => stopping = true;

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        switch (message.MessageType)
        {
            case FixMsgType.NewOrderSingle:
                TakeOrder(session, message);
                break;
            case FixMsgType.MarketDataRequest:
                Subscribe(session, message);
                break;
            case FixMsgType.RequestForPositions:
                message.TryGetSpan(FixTag.PosReqID, out ReadOnlySpan<byte> request);
                AccountOf(message).WriteStatement(writer, request, options.Symbol, time.GetUtcNow().UtcDateTime);
                session.Send(writer);
                break;
            default:
                throw new InvalidOperationException($"the venue knows no message {FixMsgType.ToText(message.MessageType)}");
        }

        return null;
    }

    public void Dispose()
    {
        stopping = true;
        publisher?.Join();
        acceptor.Dispose();
        store.Dispose();
    }

    private void TakeOrder(FixSession session, FixMessage message)
    {
        if (!message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id)
            || !message.TryGetChar(FixTag.Side, out char side)
            || !message.TryGetDecimal(FixTag.OrderQty, out decimal quantity)
            || !message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol))
            throw new InvalidOperationException("an order lacks a required field");
        arrivals.Note(OrderNumber.Read(id), Stopwatch.GetTimestamp());
        if (accounts.Length == 0)
            return;
        if (!message.TryGetDecimal(FixTag.Price, out decimal price))
            throw new InvalidOperationException("an order lacks its price");
        AccountOf(message).Fill(side, quantity);
        Report(accepted, message, '0', symbol).Append(FixTag.CumQty, 0).Append(FixTag.LeavesQty, quantity).Append(FixTag.AvgPx, 0);
        Report(writer, message, 'F', symbol)
            .Append(FixTag.LastQty, quantity)
            .Append(FixTag.LastPx, price)
            .Append(FixTag.CumQty, quantity)
            .Append(FixTag.LeavesQty, 0)
            .Append(FixTag.AvgPx, price)
            .Append(FixTag.Commission, price * quantity * 0.0005m)
            .Append(FixTag.CommType, '3');
        session.Send(accepted, writer);
    }

    private FixMessageWriter Report(FixMessageWriter target, FixMessage order, char type, ReadOnlySpan<byte> symbol)
    {
        order.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id);
        order.TryGetSpan(FixTag.Side, out ReadOnlySpan<byte> side);
        order.TryGetSpan(FixTag.OrderQty, out ReadOnlySpan<byte> quantity);
        order.TryGetSpan(FixTag.Account, out ReadOnlySpan<byte> account);
        return target.Begin(FixMsgType.ExecutionReport)
            .Append(FixTag.OrderID, id)
            .Append(FixTag.ClOrdID, id)
            .Append(FixTag.ExecID, ++executions)
            .Append(FixTag.ExecType, type)
            .Append(FixTag.OrdStatus, type == 'F' ? '2' : '0')
            .Append(FixTag.Account, account)
            .Append(FixTag.Symbol, symbol)
            .Append(FixTag.Side, side)
            .Append(FixTag.OrderQty, quantity)
            .Append(FixTag.TransactTime, time.GetUtcNow().UtcDateTime, FixTimestampPrecision.Microseconds);
    }

    private VenueAccount AccountOf(FixMessage message)
    {
        message.TryGetSpan(FixTag.Account, out ReadOnlySpan<byte> name);
        foreach (VenueAccount account in accounts)
        {
            if (account.Name.SequenceEqual(name))
                return account;
        }

        throw new InvalidOperationException("an order or question names no account of the venue");
    }

    private void Subscribe(FixSession session, FixMessage message)
    {
        message.TryGetSpan(FixTag.MDReqID, out ReadOnlySpan<byte> request);
        book.WriteSnapshot(writer, request, options.Symbol);
        session.Send(writer);
        if (options.UpdatesPerSecond == 0 || publisher is not null)
            return;
        string requestId = Encoding.ASCII.GetString(request);
        publisher = new Thread(() => Publish(session, requestId)) { IsBackground = true, Name = $"books {options.CompId}" };
        publisher.Start();
    }

    private void Publish(FixSession session, string requestId)
    {
        FixMessageWriter update = new();
        Pacer pacer = new(options.UpdatesPerSecond);
        for (int i = 0; !stopping; i++)
        {
            // Whole milliseconds are exact enough for a background; sleeping costs the router no core.
            TimeSpan wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), pacer.DueAt(i));
            if (wait > TimeSpan.Zero)
                Thread.Sleep(wait);
            book.WriteUpdate(update, requestId, options.Symbol);
            session.Send(update);
        }
    }
}
