using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;

namespace MarginRouter.Fix.Session;

/// <summary>
/// Numbers, stores and queues our messages, and replays stored ones. A replay advances in steps, so that a long one neither fills memory
/// nor keeps other work waiting. While a replay without an end is under way, new application messages are only stored: the replay reaches
/// them and sends them as first transmissions, so the counterparty sees all numbers in order.
/// </summary>
internal sealed class OutboundChannel(FixSessionOptions options, IFixMessageStore store, ISessionHooks hooks)
{
    private const long NoReplay = 0;
    private const long OpenEnd = long.MaxValue;

    private readonly FixHeaderTemplate _header = new(
        options.Id.BeginString, options.Id.SenderCompId, options.Id.TargetCompId, options.TimestampPrecision);

    private readonly FixMessageWriter _replayWriter = new();
    private readonly FixMessage _replayMessage = new();
    private byte[] _replayBytes = new byte[1024];
    private long _replayNext = NoReplay;
    private long _replayEnd;
    private long _firstUnsent = OpenEnd;

    public Outbox Outbox { get; } = new();

    /// <summary>When anything was last sent, for heartbeats.</summary>
    public DateTime LastSent { get; set; }

    public long Next => store.NextOutbound;

    public bool Replaying => _replayNext != NoReplay;

    /// <summary>Numbers and queues a session-level message; it is not stored.</summary>
    public void SendAdmin(FixMessageWriter message, DateTime now)
    {
        hooks.ToAdmin(message);
        long number = store.NextOutbound;
        ReadOnlySpan<byte> encoded = message.Encode(_header, number, now);
        store.SetNextOutbound(number + 1);
        Outbox.Append(encoded);
        LastSent = now;
    }

    /// <summary>Numbers and stores an application message; queues it too when <paramref name="connected"/>.</summary>
    public void SendApplication(FixMessageWriter message, DateTime now, bool connected)
    {
        hooks.ToApp(message);
        long number = store.NextOutbound;
        ReadOnlySpan<byte> encoded = message.Encode(_header, number, now);
        store.Append(number, encoded);
        if (!connected)
            return;
        if (_replayEnd == OpenEnd && Replaying)
        {
            _firstUnsent = Math.Min(_firstUnsent, number);
            return;
        }

        Outbox.Append(encoded);
        LastSent = now;
    }

    /// <summary>Starts or widens a replay of <paramref name="from"/> to <paramref name="through"/>, 0 meaning without an end.</summary>
    public void StartReplay(long from, long through)
    {
        long end = through == 0 || through >= Next - 1 ? OpenEnd : through + 1;
        _replayNext = Replaying ? Math.Min(_replayNext, from) : from;
        _replayEnd = Math.Max(_replayEnd, end);
    }

    /// <summary>
    /// Sends what was stored while our Logon was not answered yet. Its numbers follow the Logon's, so the counterparty sees no gap and
    /// would not ask for it before something else is sent.
    /// </summary>
    /// <param name="first">The number that followed our Logon.</param>
    public void SendStoredSince(long first)
    {
        if (first >= Next)
            return;
        StartReplay(first, 0);
        _firstUnsent = Math.Min(_firstUnsent, first);
    }

    /// <summary>Queues the next part of the replay, about <paramref name="budget"/> bytes.</summary>
    public void AdvanceReplay(DateTime now, int budget)
    {
        int limit = Outbox.Length + budget;
        long gapStart = _replayNext;
        while (Outbox.Length < limit)
        {
            long end = Math.Min(_replayEnd, store.NextOutbound);
            long stored = store.FindStored(_replayNext, end);
            _replayNext = stored;
            if (stored >= end)
                break;
            if (Load(stored))
            {
                FillGap(gapStart, stored, now);
                Resend(stored, now);
                gapStart = stored + 1;
            }

            _replayNext = stored + 1;
        }

        FillGap(gapStart, _replayNext, now);
        if (_replayNext >= Math.Min(_replayEnd, store.NextOutbound))
            StopReplay();
    }

    /// <summary>Forgets what was not written, when the connection ends.</summary>
    public void Disconnected()
    {
        Outbox.Clear();
        StopReplay();
    }

    /// <summary>Follows a reset of the store: what was asked to be resent exists no longer.</summary>
    public void Reset() => StopReplay();

    private void StopReplay()
    {
        _replayNext = NoReplay;
        _replayEnd = 0;
        _firstUnsent = OpenEnd;
    }

    /// <summary>Reads a stored message; false when the application does not want it sent again.</summary>
    private bool Load(long number)
    {
        ReadOnlySpan<byte> stored = store.Read(number);
        if (stored.Length > _replayBytes.Length)
            _replayBytes = new byte[Math.Max(stored.Length, _replayBytes.Length * 2)];
        stored.CopyTo(_replayBytes);
        _replayMessage.Parse(_replayBytes, 0, stored.Length);
        return number >= _firstUnsent || hooks.ShouldResend(_replayMessage);
    }

    private void Resend(long number, DateTime now)
    {
        if (number >= _firstUnsent)
        {
            // From here on it has been sent: a later request for it gets a possible duplicate.
            Outbox.Append(_replayMessage.Bytes);
            _firstUnsent = number + 1;
        }
        else
        {
            // Our own messages start with the seven fields that the writer puts there, SendingTime last, and end with the trailer.
            _replayMessage.TryGetSpan(FixTag.SendingTime, out ReadOnlySpan<byte> originalTime);
            _replayWriter.Begin(_replayMessage.MessageType);
            _replayWriter.AppendEncoded(_replayMessage.FieldsBetween(FixTag.SendingTime, FixTag.CheckSum));
            Outbox.Append(_replayWriter.Encode(_header, number, now, originalTime));
        }

        LastSent = now;
    }

    private void FillGap(long from, long to, DateTime now)
    {
        if (from >= to)
            return;
        Span<byte> time = stackalloc byte[FixTimestamp.MaximumLength];
        int length = FixTimestamp.Write(time, now, options.TimestampPrecision);
        _replayWriter.Begin(FixMsgType.SequenceReset).Append(FixTag.NewSeqNo, to).Append(FixTag.GapFillFlag, true);
        Outbox.Append(_replayWriter.Encode(_header, from, now, time[..length]));
        LastSent = now;
    }
}
