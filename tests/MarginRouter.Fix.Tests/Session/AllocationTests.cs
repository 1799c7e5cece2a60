using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Storage;

namespace MarginRouter.Fix.Tests.Session;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OrderAndReport_InTheSteadyState_AllocateNothing(bool durable)
    {
        string directory = Directory.CreateTempSubdirectory("fix-allocation-").FullName;
        try
        {
            using IFixMessageStore store = durable
                ? SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = directory })
                : new MemoryFixMessageStore(capacity: 64 * 1024);
            Assert.Equal(0, MeasureRoundTrips(store));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Bytes allocated by orders and reports between two logged-on sides, codec, session and store of one side included.</summary>
    private static long MeasureRoundTrips(IFixMessageStore store)
    {
        // The index of a store grows by doubling: the warm-up ends shortly after a doubling, the measured part before the next.
        const int WarmUp = 5000, Measured = 2000;
        DateTime now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        Side desk = new(new FixSessionOptions { Id = new FixSessionId("DESK", "US"), Role = FixRole.Initiator }, new MemoryFixMessageStore(64 * 1024));
        Side router = new(new FixSessionOptions { Id = new FixSessionId("US", "DESK"), Role = FixRole.Acceptor }, store);
        router.Protocol.Connected(now);
        desk.Protocol.Connected(now);
        desk.PassTo(router, now);
        router.PassTo(desk, now);
        Assert.Equal(FixSessionStatus.Active, desk.Protocol.Status);
        for (int i = 0; i < WarmUp; i++)
            RoundTrip(desk, router, now);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Measured; i++)
            RoundTrip(desk, router, now);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((WarmUp + Measured, WarmUp + Measured), (router.Received, desk.Received));
        return allocated;
    }

    private static void RoundTrip(Side desk, Side router, DateTime now)
    {
        desk.Writer.Begin(FixMsgType.NewOrderSingle).Append(FixTag.ClOrdID, "order-1").Append(FixTag.Symbol, "BTCUSDT").Append(FixTag.Side, '1')
            .Append(FixTag.TransactTime, now).Append(FixTag.OrderQty, 1.25m).Append(FixTag.OrdType, '2').Append(FixTag.Price, 64_123.5m);
        desk.Protocol.Send(desk.Writer, now);
        desk.PassTo(router, now);
        router.Writer.Begin(FixMsgType.ExecutionReport).Append(FixTag.OrderID, 17).Append(FixTag.ExecType, '0').Append(FixTag.LeavesQty, 1.25m)
            .Append(FixTag.CumQty, 0m).Append(FixTag.AvgPx, 0m).Append(FixTag.Price, router.LastPrice);
        router.Protocol.Send(router.Writer, now);
        router.PassTo(desk, now);
    }

    private sealed class Side : ISessionHooks
    {
        private readonly FixFramer _framer = new();
        private readonly FixMessage _message = new();

        public Side(FixSessionOptions options, IFixMessageStore store) => Protocol = new SessionProtocol(options, store, this);

        public SessionProtocol Protocol { get; }

        public FixMessageWriter Writer { get; } = new();

        public int Received { get; private set; }

        public decimal LastPrice { get; private set; }

        public void PassTo(Side other, DateTime now)
        {
            Protocol.Outbox.Bytes.CopyTo(other._framer.Free());
            other._framer.Advance(Protocol.Outbox.Length);
            Protocol.Outbox.Clear();
            while (other._framer.Read(other._message) == FixFrameOutcome.Message)
                other.Receive(now);
        }

        void ISessionHooks.ToAdmin(FixMessageWriter message)
        {
        }

        FixRefusal? ISessionHooks.FromAdmin(FixMessage message) => null;

        void ISessionHooks.ToApp(FixMessageWriter message)
        {
        }

        bool ISessionHooks.ShouldResend(FixMessage message) => true;

        private void Receive(DateTime now)
        {
            if (Protocol.Receive(_message, now) != SessionDelivery.Application)
                return;
            Received += _message.TryGetDecimal(FixTag.Price, out decimal price) ? 1 : 0;
            LastPrice = price;
            Protocol.Delivered(_message, null, now);
        }
    }
}
