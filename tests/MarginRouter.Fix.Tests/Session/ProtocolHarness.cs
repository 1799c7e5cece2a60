using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>A protocol with a clock of its own and no connection: tests feed it and take what it sends.</summary>
internal sealed class ProtocolHarness : ISessionHooks
{
    public static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly FixFramer _framer = new();
    private readonly FixMessage _message = new();

    public ProtocolHarness(FixSessionOptions options, IFixMessageStore? store = null)
    {
        Options = options;
        Store = store ?? new MemoryFixMessageStore();
        Protocol = new SessionProtocol(options, Store, this);
    }

    public FixSessionOptions Options { get; }

    public IFixMessageStore Store { get; }

    public SessionProtocol Protocol { get; }

    public DateTime Now { get; set; } = Start;

    /// <summary>What the application saw, in order: "logon" or the number and text of a message.</summary>
    public List<string> Seen { get; } = [];

    public List<FixInboundMark> Marks { get; } = [];

    public Func<FixMessage, FixRefusal?> OnFromApp { get; set; } = _ => null;

    public Func<FixMessage, FixRefusal?> OnFromAdmin { get; set; } = _ => null;

    public Func<FixMessage, bool> OnShouldResend { get; set; } = _ => true;

    /// <summary>Feeds bytes as a connection would.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> free = _framer.Free();
            int take = Math.Min(free.Length, bytes.Length);
            bytes[..take].CopyTo(free);
            _framer.Advance(take);
            bytes = bytes[take..];
            FixFrameOutcome outcome;
            while ((outcome = _framer.Read(_message)) != FixFrameOutcome.NeedMore)
            {
                if (outcome == FixFrameOutcome.Message)
                    Process(_message);
            }
        }
    }

    public FixSendResult Send(string text) =>
        Protocol.Send(new FixMessageWriter().Begin(FixMsgType.News).Append(FixTag.Text, text), Now);

    /// <summary>Takes what waits to be sent, replays included.</summary>
    public byte[] TakeOutput(int replayBudget = 1 << 20)
    {
        while (Protocol.Replaying)
            Protocol.AdvanceReplay(Now, replayBudget);
        byte[] output = Protocol.Outbox.Bytes.ToArray();
        Protocol.Outbox.Clear();
        return output;
    }

    public static List<string> Split(byte[] output)
    {
        List<string> messages = [];
        FixFramer framer = new(8 << 20);
        FixMessage message = new();
        for (ReadOnlySpan<byte> rest = output; ;)
        {
            FixFrameOutcome outcome = framer.Read(message);
            if (outcome == FixFrameOutcome.Message)
            {
                messages.Add(Encoding.Latin1.GetString(message.Bytes));
                continue;
            }

            Assert.Equal(FixFrameOutcome.NeedMore, outcome);
            if (rest.IsEmpty)
                return messages;
            Span<byte> free = framer.Free();
            int take = Math.Min(free.Length, rest.Length);
            rest[..take].CopyTo(free);
            framer.Advance(take);
            rest = rest[take..];
        }
    }

    void ISessionHooks.ToAdmin(FixMessageWriter message)
    {
    }

    FixRefusal? ISessionHooks.FromAdmin(FixMessage message) => OnFromAdmin(message);

    void ISessionHooks.ToApp(FixMessageWriter message)
    {
    }

    bool ISessionHooks.ShouldResend(FixMessage message) => OnShouldResend(message);

    private void Process(FixMessage message)
    {
        for (FixMessage? next = message; next is not null; next = Protocol.NextHeld(Now))
        {
            switch (Protocol.Receive(next, Now))
            {
                case SessionDelivery.LoggedOn:
                    Seen.Add("logon");
                    break;
                case SessionDelivery.Application:
                    next.TryGetLong(FixTag.MsgSeqNum, out long number);
                    Seen.Add(string.Create(CultureInfo.InvariantCulture, $"app {number} {next.GetText(FixTag.Text)}"));
                    Marks.Add(Protocol.DeliveredMark);
                    Protocol.Delivered(next, OnFromApp(next), Now);
                    break;
                case SessionDelivery.Nothing:
                    break;
            }
        }
    }
}
