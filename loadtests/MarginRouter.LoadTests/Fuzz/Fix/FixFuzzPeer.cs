using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;

namespace MarginRouter.LoadTests.Fuzz.Fix;

/// <summary>
/// A framer and an acceptor's session that take one stream after the other, and the rules that must hold whatever comes: no exception, no
/// message with a wrong length or checksum, application messages with the expected number only, answers that are whole messages, bounded
/// memory.
/// </summary>
internal sealed class FixFuzzPeer(ulong seed, FixValidationOptions? validation) : ISessionHooks, IDisposable
{
    /// <summary>What one stream can make a session answer: its resends are of a few messages, its streams of less than that many bytes.</summary>
    private const int MostAnswerBytes = 1 << 20;

    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly FixFuzzStream _streams = new(seed);
    private readonly FixFramer _framer = new(64 * 1024);
    private readonly FixFramer _answers = new(MostAnswerBytes * 2);
    private readonly FixMessage _message = new();
    private readonly FixMessage _answer = new();
    private readonly FixMessageWriter _writer = new();
    private readonly MemoryFixMessageStore _store = new(64 * 1024);
    private readonly FixSessionOptions _options = new()
    {
        Id = new FixSessionId("US", "DESK"),
        Role = FixRole.Acceptor,
        MaximumHeldMessages = 16,
        Validation = validation,
    };

    /// <summary>Streams played.</summary>
    public long Played { get; private set; }

    /// <summary>Messages that the framer took.</summary>
    public long Taken { get; private set; }

    /// <summary>Messages that reached the application.</summary>
    public long Delivered { get; private set; }

    /// <summary>Plays streams.</summary>
    /// <exception cref="FixFuzzException">A rule was broken; the message holds seed, number and bytes of the stream.</exception>
    public void Play(long streams)
    {
        for (long i = 0; i < streams; i++, Played++)
        {
            ReadOnlySpan<byte> stream = _streams.Next();
            try
            {
                Feed(stream);
            }
            catch (Exception error) when (error is not FixFuzzException)
            {
                throw new FixFuzzException(Describe(stream, error.Message), error);
            }
            catch (FixFuzzException error)
            {
                throw new FixFuzzException(Describe(stream, error.Message), error);
            }
        }
    }

    public void Dispose() => _store.Dispose();

    void ISessionHooks.ToAdmin(FixMessageWriter message)
    {
    }

    FixRefusal? ISessionHooks.FromAdmin(FixMessage message) => null;

    void ISessionHooks.ToApp(FixMessageWriter message)
    {
    }

    bool ISessionHooks.ShouldResend(FixMessage message) => true;

    private string Describe(ReadOnlySpan<byte> stream, string fault) =>
        string.Create(CultureInfo.InvariantCulture, $"seed {seed}, stream {Played}: {fault}\n{Encoding.Latin1.GetString(stream).Replace('\u0001', '|')}");

    private void Feed(ReadOnlySpan<byte> stream)
    {
        _framer.Clear();
        _store.Reset();
        SessionProtocol protocol = new(_options, _store, this);
        protocol.Connected(Now);
        while (!stream.IsEmpty)
        {
            Span<byte> free = _framer.Free();
            int take = Math.Min(Math.Min(free.Length, stream.Length), 1 + _streams.Below(stream.Length));
            stream[..take].CopyTo(free);
            _framer.Advance(take);
            stream = stream[take..];
            FixFrameOutcome outcome;
            while ((outcome = _framer.Read(_message)) != FixFrameOutcome.NeedMore)
            {
                if (outcome == FixFrameOutcome.Message)
                    Receive(protocol);
            }
        }
    }

    private void Receive(SessionProtocol protocol)
    {
        Taken++;
        CheckFrame(_message.Bytes);
        for (FixMessage? next = _message; next is not null; next = protocol.NextHeld(Now))
        {
            long expected = protocol.NextInbound;
            if (protocol.Receive(next, Now) == SessionDelivery.Application)
            {
                Require(next.TryGetLong(FixTag.MsgSeqNum, out long number) && number == expected, "an application message out of order was delivered");
                Delivered++;
                protocol.Delivered(next, null, Now);
                protocol.Send(_writer.Begin(FixMsgType.News).Append(FixTag.Text, "answer"), Now);
            }

            CheckAnswers(protocol);
        }

        if (protocol.DisconnectReason is null)
            return;
        protocol.Disconnected();
        protocol.Connected(Now);
    }

    /// <summary>Length and checksum once more, by the plainest means.</summary>
    private static void CheckFrame(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte value in bytes[..^7])
            sum = (sum + value) % 256;
        Require(Encoding.Latin1.GetString(bytes[^7..]) == string.Create(CultureInfo.InvariantCulture, $"10={sum:000}\u0001"), "a wrong checksum was taken");
        int lengthAt = bytes.IndexOf((byte)1) + 3, lengthEnd = lengthAt + bytes[lengthAt..].IndexOf((byte)1);
        Require(int.Parse(bytes[lengthAt..lengthEnd], NumberStyles.None, CultureInfo.InvariantCulture) == bytes.Length - 7 - lengthEnd - 1, "a wrong length was taken");
    }

    private void CheckAnswers(SessionProtocol protocol)
    {
        while (protocol.Replaying)
            protocol.AdvanceReplay(Now, 4096);
        ReadOnlySpan<byte> output = protocol.Outbox.Bytes;
        Require(output.Length <= MostAnswerBytes, "answers without bound");
        _answers.Clear();
        while (!output.IsEmpty)
        {
            Span<byte> free = _answers.Free();
            int take = Math.Min(free.Length, output.Length);
            output[..take].CopyTo(free);
            _answers.Advance(take);
            output = output[take..];
            FixFrameOutcome outcome;
            while ((outcome = _answers.Read(_answer)) != FixFrameOutcome.NeedMore)
                Require(outcome == FixFrameOutcome.Message && _answer.Fault is null, "an answer is no whole message");
        }

        protocol.Outbox.Clear();
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
            throw new FixFuzzException(fault);
    }
}
