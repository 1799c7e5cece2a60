using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Store;

namespace MarginRouter.Fix.Session;

/// <summary>
/// The session rules of FIX 4.2, 4.4 and FIXT 1.1 for both roles, without clock, threads or I/O. Inputs: connected, a received message, the passing of time,
/// a message to send, disconnected. Outputs: bytes in <see cref="Outbox"/>, a <see cref="SessionDelivery"/>, and
/// <see cref="DisconnectReason"/>, which asks the owner to write what is queued and close. The owner makes one call at a time.
/// </summary>
internal sealed class SessionProtocol
{
    private const string LogoutAnswered = "logged out";

    private readonly FixSessionOptions _options;
    private readonly IFixMessageStore _store;
    private readonly ISessionHooks _hooks;
    private readonly HeaderCheck _headerCheck;
    private readonly OutboundChannel _outbound;
    private readonly InboundSequence _inbound;
    private readonly GapRecovery _gap;
    private readonly AdminRules _adminRules;
    private readonly SessionTimers _timers;
    private readonly SessionHours _hours;
    private readonly FixMessageWriter _writer = new();
    private readonly FixMessageValidator? _validator;
    private readonly byte[] _applicationVersion;
    private bool _wasLoggedOn;
    private long _afterOurLogon;
    private string? _password;
    private string? _newPassword;

    public SessionProtocol(FixSessionOptions options, IFixMessageStore store, ISessionHooks hooks)
    {
        _options = options;
        _store = store;
        _hooks = hooks;
        _headerCheck = new HeaderCheck(options);
        _outbound = new OutboundChannel(options, store, hooks);
        _inbound = new InboundSequence(store, options.InboundCommit);
        _gap = new GapRecovery(options, _inbound, _outbound);
        _adminRules = new AdminRules(_inbound, _outbound);
        _timers = new SessionTimers(options);
        _hours = new SessionHours(options.Schedule, store);
        _validator = options.Validation is { } validation ? new FixMessageValidator(validation) : null;
        if (options.Role == FixRole.Initiator)
            (_password, _newPassword) = (options.Password, options.NewPassword);
        _applicationVersion = Encoding.ASCII.GetBytes(options.DefaultApplVerId ?? "");
    }

    public FixSessionStatus Status { get; private set; } = FixSessionStatus.Disconnected;

    /// <summary>Not null when the connection has to be closed; says why, in words for the log.</summary>
    public string? DisconnectReason { get; private set; }

    public Outbox Outbox => _outbound.Outbox;

    /// <summary>Whether a logon may succeed by the session's schedule.</summary>
    public bool MayLogOn(DateTime now) => _hours.Open(now);

    /// <summary>True while messages are missing.</summary>
    public bool Recovering => _gap.Pending;

    /// <summary>True while a resend is under way: call <see cref="AdvanceReplay"/> whenever there is room to write.</summary>
    public bool Replaying => _outbound.Replaying;

    public long NextOutbound => _outbound.Next;

    public long NextInbound => _inbound.Expected;

    /// <summary>The mark of the message that was last given out as <see cref="SessionDelivery.Application"/>.</summary>
    public FixInboundMark DeliveredMark { get; private set; }

    /// <summary>A connection stands. An initiator queues its Logon.</summary>
    public void Connected(DateTime now)
    {
        if (Status != FixSessionStatus.Disconnected)
            throw new InvalidOperationException($"Connected in status {Status}");
        DisconnectReason = null;
        FollowSchedule(now);
        _timers.Start(now);
        _outbound.LastSent = now;
        if (_options.Role == FixRole.Acceptor)
        {
            Status = FixSessionStatus.LogonExpected;
            return;
        }

        Status = FixSessionStatus.LogonSent;
        if (!_hours.Open(now))
        {
            Disconnect(SessionHours.Refusal);
            return;
        }

        if (_options.ResetOnLogon)
            Reset();
        SendLogon(new LogonBody(_timers.HeartbeatSeconds, _options.ResetOnLogon, _inbound.Expected) { Password = (_password, _newPassword) }, now);
        _afterOurLogon = _outbound.Next;
    }

    /// <summary>The connection is gone. True when the session was logged on, so that the application must be told.</summary>
    public bool Disconnected()
    {
        if (Status == FixSessionStatus.Disconnected)
            return false;
        bool loggedOut = Status == FixSessionStatus.LogoutSent || DisconnectReason == LogoutAnswered;
        Status = FixSessionStatus.Disconnected;
        _outbound.Disconnected();
        _gap.Forget();
        if (_options.ResetOnDisconnect || (_options.ResetOnLogout && loggedOut))
            Reset();
        bool wasLoggedOn = _wasLoggedOn;
        _wasLoggedOn = false;
        return wasLoggedOn;
    }

    /// <summary>Takes a message whose length and checksum are right.</summary>
    public SessionDelivery Receive(FixMessage message, DateTime now)
    {
        if (Status == FixSessionStatus.Disconnected || DisconnectReason is not null)
            return SessionDelivery.Nothing;
        _timers.Received(now);
        HeaderVerdict verdict = _headerCheck.Judge(message, now, out long number, out int faultTag);
        if (Status is FixSessionStatus.LogonExpected or FixSessionStatus.LogonSent)
            return ReceiveFirst(message, verdict, number, now);
        return verdict == HeaderVerdict.Good
            ? ReceiveGood(message, number, now)
            : RefuseHeader(message, verdict, (number, faultTag), now);
    }

    /// <summary>Takes the next held message that is now in order, or null. Give it to <see cref="Receive"/>.</summary>
    public FixMessage? NextHeld(DateTime now) => _gap.Next(now);

    /// <summary>The application has taken or refused the message given out last.</summary>
    public void Delivered(FixMessage message, FixRefusal? refusal, DateTime now)
    {
        if (Status == FixSessionStatus.Disconnected)
            return;
        long number = _inbound.Expected;
        if (refusal is not null)
        {
            _inbound.Refused();
            Refuse(message, number, refusal, now);
        }

        _inbound.Advance(number + 1);
    }

    /// <summary>Commits received application messages (<see cref="FixInboundCommit.ByApplication"/>).</summary>
    public void CommitInbound(FixInboundMark mark) => _inbound.Commit(mark);

    /// <summary>Numbers and stores an application message, and queues it when logged on.</summary>
    public FixSendResult Send(FixMessageWriter message, DateTime now)
    {
        FollowSchedule(now);
        bool active = Status == FixSessionStatus.Active && DisconnectReason is null;
        if (!active && !_options.StoreWhenDisconnected)
            return FixSendResult.NotLoggedOn;
        _outbound.SendApplication(message, now, active);
        return active ? FixSendResult.Sent : FixSendResult.Stored;
    }

    /// <summary>Queues the next part of a resend, about <paramref name="budget"/> bytes.</summary>
    public void AdvanceReplay(DateTime now, int budget) => _outbound.AdvanceReplay(now, budget);

    /// <summary>Starts an orderly end.</summary>
    public void RequestLogout(string? text, DateTime now)
    {
        if (Status == FixSessionStatus.Active)
            StartLogout(text, now);
        else if (Status is FixSessionStatus.LogonExpected or FixSessionStatus.LogonSent)
            Disconnect("logout was requested before the logon");
    }

    /// <summary>Sends what is due by time, or gives up waiting.</summary>
    public void Tick(DateTime now)
    {
        FollowSchedule(now);
        if (DisconnectReason is not null)
            return;
        if (Status == FixSessionStatus.Active && !SessionStands(now))
            StartLogout("the session's hours have ended", now);
        switch (_timers.Due(Status, _outbound.LastSent, now))
        {
            case SessionTimer.None:
                break;
            case SessionTimer.Heartbeat:
                _outbound.SendAdmin(AdminMessages.Heartbeat(_writer, default), now);
                break;
            case SessionTimer.TestRequest:
                _outbound.SendAdmin(AdminMessages.TestRequest(_writer), now);
                break;
            case SessionTimer.LogonTimeout:
                Disconnect("no logon in time");
                break;
            case SessionTimer.LogoutTimeout:
                Disconnect("no answer to our logout");
                break;
            case SessionTimer.PeerSilent:
                Disconnect("nothing received, the test request was not answered");
                break;
        }

        if (Status == FixSessionStatus.Active)
            _gap.Tick(now);
    }

    private SessionDelivery ReceiveFirst(FixMessage message, HeaderVerdict verdict, long number, DateTime now)
    {
        if (verdict != HeaderVerdict.Good)
            return Disconnect($"the first message has a bad header: {verdict}");
        if (message.MessageType == FixMsgType.Logout && Status == FixSessionStatus.LogonSent)
        {
            _hooks.FromAdmin(message);
            if (number == _inbound.Expected)
                _inbound.Advance(number + 1);
            return Disconnect($"the logon was refused: {message.GetText(FixTag.Text) ?? "no reason given"}");
        }

        return message.MessageType == FixMsgType.Logon
            ? ReceiveLogon(message, number, now)
            : Disconnect($"the first message is not a Logon but {FixMsgType.ToText(message.MessageType)}");
    }

    private SessionDelivery ReceiveLogon(FixMessage message, long number, DateTime now)
    {
        bool reset = message.TryGetBool(FixTag.ResetSeqNumFlag, out bool flag) && flag;
        if (_options.DefaultApplVerId is not null && !message.Contains(FixSessionTag.DefaultApplVerID))
            return Disconnect("the Logon has no DefaultApplVerID (1137)");
        if (LogonCheck.Fault(message, number, reset, _options.DefaultApplVerId) is { } fault)
            return LogoutAndDisconnect(fault, now);
        FollowSchedule(now);
        if (!_hours.Open(now))
            return LogoutAndDisconnect(SessionHours.Refusal, now);
        if (_hooks.FromAdmin(message) is { } refusal)
            return RefuseLogon(refusal, now);
        bool inSession = Status == FixSessionStatus.Active;
        bool answer = inSession || _options.Role == FixRole.Acceptor;
        if (answer && (reset || (_options.ResetOnLogon && !inSession)))
            Reset();
        else if (!answer && reset && !_options.ResetOnLogon && !FollowReset())
            return LogoutAndDisconnect("ResetSeqNumFlag was not asked for", now);
        if (number < _inbound.Expected)
            return LogoutAndDisconnect(TooLow(number), now);
        long next = _outbound.Next;
        bool told = message.TryGetLong(FixSessionTag.NextExpectedMsgSeqNum, out long wanted) && _options.UseNextExpectedNumber;
        if (told && (wanted < 1 || wanted > next))
            return LogoutAndDisconnect($"NextExpectedMsgSeqNum is {wanted}, the next number is {next}", now);
        bool changes = answer && !inSession && message.GetText(FixSessionTag.NewPassword) is { Length: > 0 };
        if (changes && _hooks.ChangePassword(PasswordChangeOf(message)) is { } unchanged)
            return RefuseLogon(unchanged, now);
        message.TryGetInt(FixTag.HeartBtInt, out int heartbeatSeconds);
        _timers.SetHeartbeat(heartbeatSeconds);
        if (answer)
        {
            long expected = number == _inbound.Expected ? number + 1 : _inbound.Expected;
            SendLogon(new LogonBody(heartbeatSeconds, reset, expected) { State = changes ? FixLogonState.PasswordChanged : null }, now);
        }
        else if (!inSession && _newPassword is not null)
        {
            (_password, _newPassword) = (_newPassword, null);
            _hooks.PasswordChanged();
        }

        if (told && wanted < next)
            _outbound.StartReplay(wanted, 0);
        if (!answer)
            _outbound.SendStoredSince(_afterOurLogon);
        Status = FixSessionStatus.Active;
        _wasLoggedOn = true;
        if (number == _inbound.Expected)
            _inbound.Advance(number + 1);
        else if (told)
            _gap.Await(number, now);
        else
            _gap.NoteGap(number, now);
        return inSession ? SessionDelivery.Nothing : SessionDelivery.LoggedOn;
    }

    private static FixPasswordChange PasswordChangeOf(FixMessage message) =>
        new(message.GetText(FixTag.Username), message.GetText(FixTag.Password) ?? "", message.GetText(FixSessionTag.NewPassword)!);

    private SessionDelivery RefuseLogon(FixRefusal refusal, DateTime now)
    {
        _outbound.SendAdmin(AdminMessages.LogonRefused(_writer, refusal, _options), now);
        return Disconnect(refusal.Text);
    }

    /// <summary>
    /// The acceptor answers with ResetSeqNumFlag although we did not set it. It can only be followed when our Logon was number 1.
    /// </summary>
    private bool FollowReset()
    {
        if (_store.NextOutbound != 2)
            return false;
        _store.SetNextInbound(1);
        _inbound.Reset();
        _gap.Forget();
        return true;
    }

    private SessionDelivery ReceiveGood(FixMessage message, long number, DateTime now)
    {
        switch (message.MessageType)
        {
            case FixMsgType.Logout:
                return ReceiveLogout(message, number, now);
            case FixMsgType.Logon when Status == FixSessionStatus.Active && message.TryGetBool(FixTag.ResetSeqNumFlag, out bool reset) && reset:
                return ReceiveLogon(message, number, now);
            case FixMsgType.SequenceReset when !(message.TryGetBool(FixTag.GapFillFlag, out bool gapFill) && gapFill):
                FixRefusal? refusal = _hooks.FromAdmin(message) ?? _adminRules.ResetSequence(message);
                return refusal is null ? SessionDelivery.Nothing : Refuse(message, number, refusal, now);
        }

        if (number > _inbound.Expected)
            return ReceiveAhead(message, number, now);
        return number < _inbound.Expected ? ReceiveBehind(message, number, now) : ReceiveInOrder(message, number, now);
    }

    private SessionDelivery ReceiveInOrder(FixMessage message, long number, DateTime now)
    {
        if (message.Fault is { } fault)
            return RefuseInOrder(message, number, FaultRefusal(fault, message.FaultTag), now);
        if (_validator?.Judge(message, _applicationVersion) is { } invalid)
            return RefuseInOrder(message, number, invalid, now);
        if (!FixMsgType.IsAdministrative(message.MessageType))
        {
            if (!FixMsgType.IsWellFormed(message.MessageType))
                return RefuseInOrder(message, number, FixRefusal.Session(FixRejectReason.InvalidMessageType), now);
            DeliveredMark = _inbound.Deliver();
            return SessionDelivery.Application;
        }

        if (_hooks.FromAdmin(message) is { } refusal)
            return RefuseInOrder(message, number, refusal, now);
        return _adminRules.Answer(message, number, now) is { } ruled ? RefuseInOrder(message, number, ruled, now) : SessionDelivery.Nothing;
    }

    private SessionDelivery ReceiveAhead(FixMessage message, long number, DateTime now)
    {
        // A resend request is answered at once: if both sides waited for the other to fill its gap first, neither would.
        if (message.MessageType == FixMsgType.ResendRequest && message.Fault is null)
            _adminRules.AnswerResendRequest(message);
        else
            _gap.Hold(message, number);
        _gap.NoteGap(number, now);
        return SessionDelivery.Nothing;
    }

    private SessionDelivery ReceiveBehind(FixMessage message, long number, DateTime now)
    {
        if (!IsPossibleDuplicate(message))
            return LogoutAndDisconnect(TooLow(number), now);
        if (!message.TryGetTimestamp(FixTag.OrigSendingTime, out DateTime original))
            return Refuse(message, number, FixRefusal.MissingOrMalformed(message, FixTag.OrigSendingTime), now);
        if (message.TryGetTimestamp(FixTag.SendingTime, out DateTime sent) && original > sent)
        {
            Refuse(message, number, FixRefusal.Session(FixRejectReason.SendingTimeAccuracy), now);
            return StartLogout(null, now);
        }

        if (_gap.AskedFor(number))
            _adminRules.FollowLateGapFill(message);
        return SessionDelivery.Nothing;
    }

    private SessionDelivery ReceiveLogout(FixMessage message, long number, DateTime now)
    {
        _hooks.FromAdmin(message);
        if (number == _inbound.Expected)
            _inbound.Advance(number + 1);
        if (Status == FixSessionStatus.Active)
            _outbound.SendAdmin(AdminMessages.Logout(_writer, null), now);
        return Disconnect(LogoutAnswered);
    }

    private SessionDelivery RefuseHeader(FixMessage message, HeaderVerdict verdict, (long Number, int FaultTag) at, DateTime now)
    {
        // The index of a message ends at its first fault, which then is the reason why a header field is not there or empty.
        bool brokenHeader = message.Fault is not null && (verdict is not HeaderVerdict.WrongCompId || message.FaultTag is FixTag.SenderCompID or FixTag.TargetCompID);
        switch (verdict)
        {
            case HeaderVerdict.CompIdMissing or HeaderVerdict.WrongCompId or HeaderVerdict.SendingTimeMissing or HeaderVerdict.SendingTimeMalformed when brokenHeader:
                return RefuseInOrder(message, at.Number, FaultRefusal(message.Fault!.Value, message.FaultTag), now);
            case HeaderVerdict.WrongBeginString:
                return message.MessageType == FixMsgType.Logout ? Disconnect(LogoutAnswered) : StartLogout("Incorrect BeginString", now);
            case HeaderVerdict.NoSequenceNumber:
                return LogoutAndDisconnect("MsgSeqNum is missing or malformed", now);
            case HeaderVerdict.WrongCompId:
                RefuseInOrder(message, at.Number, FixRefusal.Session(FixRejectReason.CompIdProblem), now);
                return StartLogout(null, now);
            case HeaderVerdict.SendingTimeInaccurate:
                RefuseInOrder(message, at.Number, FixRefusal.Session(FixRejectReason.SendingTimeAccuracy), now);
                return StartLogout(null, now);
        }

        FixRejectReason reason = verdict == HeaderVerdict.SendingTimeMalformed ? FixRejectReason.IncorrectDataFormat : FixRejectReason.RequiredTagMissing;
        return RefuseInOrder(message, at.Number, FixRefusal.Session(reason, at.FaultTag == 0 ? null : at.FaultTag), now);
    }

    private static FixRefusal FaultRefusal(FixParseFault fault, int? tag) => FixRefusal.Session(
        fault switch
        {
            FixParseFault.InvalidTagNumber => FixRejectReason.InvalidTagNumber,
            FixParseFault.EmptyValue => FixRejectReason.TagWithoutValue,
            FixParseFault.BadDataLength => FixRejectReason.IncorrectDataFormat,
        },
        tag);

    /// <summary>Refuses a message and consumes its number when it is the expected one.</summary>
    private SessionDelivery RefuseInOrder(FixMessage message, long number, FixRefusal refusal, DateTime now)
    {
        if (number == _inbound.Expected)
            _inbound.Advance(number + 1);
        return Refuse(message, number, refusal, now);
    }

    private SessionDelivery Refuse(FixMessage message, long number, FixRefusal refusal, DateTime now)
    {
        AdminMessages.Refusal(_writer, (message, number), refusal, _options.Id.BeginString);
        if (refusal.BusinessReason is null)
            _outbound.SendAdmin(_writer, now);
        else
            _outbound.SendApplication(_writer, now, connected: true);
        return SessionDelivery.Nothing;
    }

    /// <summary>Whether the scheduled session that the numbers belong to still lasts.</summary>
    private bool SessionStands(DateTime now) => _hours.Open(now) && !_hours.NumbersAreOld(now, out _);

    /// <summary>Before a logon, begins the scheduled session that stands by now; one that is logged on is ended first.</summary>
    private void FollowSchedule(DateTime now)
    {
        if (Status is not (FixSessionStatus.Disconnected or FixSessionStatus.LogonExpected) || !_hours.NumbersAreOld(now, out DateTime start))
            return;
        _hooks.SessionBegins(start, _store.NextOutbound);
        _store.Mark = _hooks.MarkToKeep() ?? _store.Mark;
        _store.BeginSession(start);
        Restart();
    }

    private void Reset()
    {
        _store.Mark = _hooks.MarkToKeep() ?? _store.Mark;
        _store.Reset();
        Restart();
    }

    private void Restart()
    {
        _inbound.Reset();
        _outbound.Reset();
        _gap.Forget();
    }

    private void SendLogon(LogonBody values, DateTime now)
    {
        AdminMessages.Logon(_writer, values, _options);
        if (_options.Role == FixRole.Initiator)
            _hooks.SignLogon(_writer, StampAt(now));
        _outbound.SendAdmin(_writer, now);
    }

    private FixLogonStamp StampAt(DateTime now)
    {
        Span<byte> text = stackalloc byte[FixTimestamp.MaximumLength];
        int length = FixTimestamp.Write(text, now, _options.TimestampPrecision);
        return new FixLogonStamp(_options.Id.SenderCompId, _options.Id.TargetCompId, _outbound.Next, now, Encoding.ASCII.GetString(text[..length]));
    }

    private SessionDelivery StartLogout(string? text, DateTime now)
    {
        if (Status == FixSessionStatus.LogoutSent)
            return SessionDelivery.Nothing;
        _outbound.SendAdmin(AdminMessages.Logout(_writer, text), now);
        Status = FixSessionStatus.LogoutSent;
        _timers.LogoutSent(now);
        return SessionDelivery.Nothing;
    }

    private SessionDelivery LogoutAndDisconnect(string text, DateTime now)
    {
        _outbound.SendAdmin(AdminMessages.Logout(_writer, text), now);
        return Disconnect(text);
    }

    private SessionDelivery Disconnect(string reason)
    {
        DisconnectReason ??= reason;
        return SessionDelivery.Nothing;
    }

    private string TooLow(long number) => $"MsgSeqNum too low, expecting {_inbound.Expected} but received {number}";

    private static bool IsPossibleDuplicate(FixMessage message) => message.TryGetBool(FixTag.PossDupFlag, out bool duplicate) && duplicate;
}
