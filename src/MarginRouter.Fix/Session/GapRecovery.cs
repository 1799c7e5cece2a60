using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>
/// What happens from the first message that comes too early until the gap before it is filled: one ResendRequest without an end, or one
/// for each <see cref="FixSessionOptions.MaximumResendRange"/> numbers, the early messages held back, and the request repeated when it
/// brings no progress.
/// </summary>
internal sealed class GapRecovery(FixSessionOptions options, InboundSequence inbound, OutboundChannel outbound)
{
    private readonly HeldMessages _held = new(options.MaximumHeldMessages);
    private readonly FixMessageWriter _writer = new();
    private readonly FixMessage _heldMessage = new();
    private DateTime _requestedAt;
    private long _requestedFrom;
    private long _requestedThrough;
    private long _firstRequestedFrom;
    private long _gapThrough;

    /// <summary>True while messages that were asked for are missing.</summary>
    /// <summary>True while messages are missing.</summary>
    public bool Pending => inbound.Expected <= _gapThrough;

    /// <summary>True for numbers that were asked for on this connection, so that their resend may still be under way.</summary>
    public bool AskedFor(long number) => _requestedFrom != 0 && number >= _firstRequestedFrom;

    /// <summary>Keeps an early message for when its turn comes.</summary>
    public void Hold(FixMessage message, long number) => _held.Hold(number, message);

    /// <summary>A message came early: asks for what is missing, unless that was asked before.</summary>
    public void NoteGap(long number, DateTime now)
    {
        bool pending = Pending;
        _gapThrough = Math.Max(_gapThrough, number - 1);
        if (!pending)
            Request(now);
    }

    /// <summary>The peer's Logon came early, and what is before it comes without being asked for, since our Logon said what we have.</summary>
    public void Await(long logonNumber, DateTime now)
    {
        _gapThrough = Math.Max(_gapThrough, logonNumber);
        Start(now);
    }

    /// <summary>Repeats a request that has brought nothing for <see cref="FixSessionOptions.ResendTimeout"/>.</summary>
    public void Tick(DateTime now)
    {
        if (!Pending)
            return;
        if (inbound.Expected != _requestedFrom)
            Start(now);
        else if (now - _requestedAt >= options.ResendTimeout)
            Request(now);
    }

    /// <summary>The held message whose turn has come, or null. With one range complete, the next one is asked for.</summary>
    public FixMessage? Next(DateTime now)
    {
        if (_held.Take(inbound.Expected) is not { } bytes)
        {
            if (Pending && _requestedThrough != 0 && inbound.Expected > _requestedThrough)
                Request(now);
            return null;
        }

        _heldMessage.Parse(bytes, 0, bytes.Length);
        return _heldMessage;
    }

    /// <summary>Starts anew, after a reset or on a new connection.</summary>
    public void Forget()
    {
        _held.Clear();
        _gapThrough = 0;
        _requestedThrough = 0;
        _requestedFrom = 0;
    }

    private void Request(DateTime now)
    {
        Start(now);
        _requestedThrough = options.MaximumResendRange == 0 ? 0 : Math.Min(_gapThrough, inbound.Expected + options.MaximumResendRange - 1);
        outbound.SendAdmin(AdminMessages.ResendRequest(_writer, inbound.Expected, _requestedThrough), now);
    }

    private void Start(DateTime now)
    {
        if (_requestedFrom == 0)
            _firstRequestedFrom = inbound.Expected;
        _requestedFrom = inbound.Expected;
        _requestedAt = now;
    }
}
