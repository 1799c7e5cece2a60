using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>Answers each NewOrderSingle with an ExecutionReport.</summary>
internal sealed class EchoServer(TimeProvider time) : IFixApplication
{
    private readonly FixMessageWriter writer = new();
    private long reports;

    public void OnLogon(FixSession session)
    {
    }

    public void OnLogout(FixSession session, string reason)
    {
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        if (!message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id)
            || !message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol)
            || !message.TryGetChar(FixTag.Side, out char side)
            || !message.TryGetDecimal(FixTag.OrderQty, out decimal quantity)
            || !message.TryGetDecimal(FixTag.Price, out decimal price))
            throw new InvalidOperationException("an order lacks a required field");
        reports++;
        writer.Begin(FixMsgType.ExecutionReport)
            .Append(FixTag.OrderID, reports)
            .Append(FixTag.ClOrdID, id)
            .Append(FixTag.ExecID, reports)
            .Append(FixTag.ExecType, '0')
            .Append(FixTag.OrdStatus, '0')
            .Append(FixTag.Symbol, symbol)
            .Append(FixTag.Side, side)
            .Append(FixTag.OrderQty, quantity)
            .Append(FixTag.Price, price)
            .Append(FixTag.LeavesQty, quantity)
            .Append(FixTag.CumQty, 0m)
            .Append(FixTag.AvgPx, 0m)
            .Append(FixTag.TransactTime, time.GetUtcNow().UtcDateTime);
        session.Send(writer);
        return null;
    }
}
