using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Journal;

public sealed class EventCodecTests
{
    private const int Instances = 150;
    private static readonly Type[] NotJournaled = [typeof(BookChanged), typeof(MarkPriceReceived), typeof(InsuranceFundReceived), typeof(WhatIfReported), typeof(TimeAdvanced), typeof(PreviewRequested), typeof(AccountsRequested), typeof(DepthRequested), typeof(TradingStateRequested), typeof(TradesRequested), typeof(OrderStatesRequested)];

    public static TheoryData<string> JournaledEvents => [.. Events().Except(NotJournaled).Select(type => type.Name)];

    [Fact]
    public void TryWrite_EveryEventOfCore_IsJournaledOrMarketDataOrTime()
    {
        HashSet<RecordKind> kinds = [];
        RecordWriter writer = new();
        foreach (Type type in Events())
        {
            writer.Clear();
            if (NotJournaled.Contains(type))
                continue;
            RecordKind? kind = EventCodec.TryWrite(writer, Make(type, 1));
            Assert.True(kind is not null && kinds.Add(kind.Value), $"{type.Name} has no kind of its own");
        }

        RecordKind[] unused = [.. Enum.GetValues<RecordKind>().Except(kinds).Except([RecordKind.Header, RecordKind.Decision, RecordKind.BasketDecision, RecordKind.Valuation, RecordKind.Comparison, RecordKind.QuotesRequested])];
        Assert.Empty(unused);
    }

    [Fact]
    public void TryWrite_MarketDataAndTime_WritesNothing()
    {
        RecordWriter writer = new();
        InboundEvent[] events =
        [
            new BookChanged(new Core.MarketData.BookImage(default, 1)),
            new MarkPriceReceived(default, 1m, default),
            new InsuranceFundReceived(default, 1m, 1m, default),
            new WhatIfReported(new WhatIfAnswer { Account = new AccountSnapshot(default, default, [], []), Question = "more" }),
            new TimeAdvanced(),
            new PreviewRequested("Q1", new ParentRequest("D", "P1", "S", Side.Buy, 1m, OrderType.Market, null, TimeInForce.Day)),
            new AccountsRequested("D", "Q2", null, OfPositions: false),
            new DepthRequested("D", "Q3", "S", 5),
            new TradingStateRequested("D", "Q4"),
            new TradesRequested("D", "Q5", new Core.Engine.Trades.TradeFilter()),
            new OrderStatesRequested("D", "Q6", new ParentStatusRequested("D", "P1", "S", Side.Buy)),
        ];
        Assert.Equal(NotJournaled, events.Select(inbound => inbound.GetType()));
        foreach (InboundEvent inbound in events)
            Assert.Null(EventCodec.TryWrite(writer, inbound));
        Assert.True(writer.Written.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(JournaledEvents))]
    public void Read_WhatWasWritten_GivesTheSameEventAndTheSameBytes(string name)
    {
        Type type = Events().Single(candidate => candidate.Name == name);
        RecordWriter writer = new();
        for (int seed = 0; seed < Instances; seed++)
        {
            InboundEvent inbound = Make(type, seed);
            byte[] bytes = Write(writer, inbound, out RecordKind kind);
            RecordReader reader = new(bytes);
            InboundEvent read = EventCodec.Read(kind, ref reader);
            Assert.True(reader.AtEnd, $"{name}, seed {seed}: bytes are left");
            Assert.Equal(RandomRecords.Text(inbound), RandomRecords.Text(read));
            Assert.Equal(bytes, Write(writer, read, out _));
        }
    }

    [Theory]
    [MemberData(nameof(JournaledEvents))]
    public void Read_AnyStrictPrefix_IsRefused(string name)
    {
        Type type = Events().Single(candidate => candidate.Name == name);
        byte[] bytes = Write(new RecordWriter(), Make(type, 3), out RecordKind kind);
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<JournalFormatException>(() => Read(kind, bytes.AsSpan(0, length).ToArray()));
    }

    [Fact]
    public void Read_RandomBytes_IsReadOrRefusedButNeverAnythingElse()
    {
        Random random = new(42);
        RecordKind[] kinds = [.. Enum.GetValues<RecordKind>()];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            RecordKind kind = kinds[random.Next(kinds.Length)];
            try
            {
                Read(kind, bytes);
            }
            catch (Exception exception) when (exception is JournalFormatException or OverflowException or ArgumentException)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    /// <summary>The layout on disk is a promise: a change of it must be a new kind, not a change of this table.</summary>
    [Fact]
    public void TryWrite_FixedEvents_GiveTheCommittedBytes()
    {
        string file = Path.Combine(SharedData.Repository, "tests", "MarginRouter.Host.Tests", "Journal", "record-bytes.txt");
        List<string> lines = [];
        foreach (Type type in Events().Except(NotJournaled).OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            byte[] bytes = Write(new RecordWriter(), FixedEvents.Make(type), out RecordKind kind);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{(byte)kind} {kind} {Convert.ToHexStringLower(bytes)}"));
        }

        Assert.Equal(File.ReadAllLines(file), lines);
    }

    private static IEnumerable<Type> Events() =>
        typeof(InboundEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(InboundEvent)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static InboundEvent Make(Type type, int seed) => (InboundEvent)new RandomRecords(new Random(seed)).Make(type);

    private static byte[] Write(RecordWriter writer, InboundEvent inbound, out RecordKind kind)
    {
        writer.Clear();
        kind = EventCodec.TryWrite(writer, inbound) ?? throw new InvalidOperationException($"{inbound.GetType().Name} is not journaled");
        return writer.Written.ToArray();
    }

    private static void Read(RecordKind kind, byte[] bytes)
    {
        RecordReader reader = new(bytes);
        if (kind == RecordKind.Decision)
            DecisionCodec.Read(ref reader);
        else
            EventCodec.Read(kind, ref reader);
    }
}
