namespace MarginRouter.Fix.Session;

/// <summary>Keeps the moments from which deadlines count; the clock's readings are passed in.</summary>
internal sealed class SessionTimers(FixSessionOptions options)
{
    /// <summary>The standard's "reasonable transmission time" is taken as a fifth of the heartbeat interval.</summary>
    private const int TransmissionDivisor = 5;

    private DateTime _phaseStart;
    private DateTime _lastReceived;
    private bool _testRequestSent;
    private TimeSpan _heartbeat = options.HeartbeatInterval;

    public int HeartbeatSeconds => (int)options.HeartbeatInterval.TotalSeconds;

    public void Start(DateTime now)
    {
        _phaseStart = now;
        Received(now);
    }

    public void Received(DateTime now)
    {
        _lastReceived = now;
        _testRequestSent = false;
    }

    public void SetHeartbeat(int seconds) => _heartbeat = TimeSpan.FromSeconds(seconds);

    public void LogoutSent(DateTime now) => _phaseStart = now;

    public SessionTimer Due(FixSessionStatus status, DateTime lastSent, DateTime now) => status switch
    {
        FixSessionStatus.Disconnected => SessionTimer.None,
        FixSessionStatus.LogonExpected or FixSessionStatus.LogonSent => DueAfter(options.LogonTimeout, SessionTimer.LogonTimeout, now),
        FixSessionStatus.LogoutSent => DueAfter(options.LogoutTimeout, SessionTimer.LogoutTimeout, now),
        FixSessionStatus.Active => _heartbeat > TimeSpan.Zero ? DueWhileActive(lastSent, now) : SessionTimer.None,
    };

    private SessionTimer DueAfter(TimeSpan length, SessionTimer timer, DateTime now) => now - _phaseStart >= length ? timer : SessionTimer.None;

    private SessionTimer DueWhileActive(DateTime lastSent, DateTime now)
    {
        TimeSpan silence = now - _lastReceived;
        TimeSpan patience = TimeSpan.FromTicks(_heartbeat.Ticks + (_heartbeat.Ticks / TransmissionDivisor));
        if (silence.Ticks >= patience.Ticks * 2)
            return SessionTimer.PeerSilent;

        // Our own heartbeat comes first when both are due, so that a late tick does not make the counterparty wait for it.
        if (now - lastSent >= _heartbeat)
            return SessionTimer.Heartbeat;
        if (silence < patience || _testRequestSent)
            return SessionTimer.None;
        _testRequestSent = true;
        return SessionTimer.TestRequest;
    }
}
