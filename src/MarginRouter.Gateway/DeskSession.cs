using System.Security.Cryptography;
using System.Text;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Passwords;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Allocations;
using MarginRouter.Gateway.Copies;
using MarginRouter.Gateway.MarketData;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Previews;
using MarginRouter.Gateway.Questions;
using MarginRouter.Gateway.Reports;
using MarginRouter.Gateway.Requests;
using MarginRouter.Gateway.Trades;
using MarginRouter.Gateway.Versions;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Gateway;

/// <summary>
/// One session of a desk: credentials, requests in, reports or copies of them out. Requests come on the session's reading thread, reports on
/// the journal's.
/// </summary>
internal sealed partial class DeskSession(
    DeskSessionOptions options, DeskSessionParts parts, long lastReport, IDeskInbox inbox, ILogger<DeskGateway> logger) : IFixApplication
{
    private readonly string instanceTag = parts.InstanceTag;
    private readonly DeskDepth depth = new(options.Desk, parts.Firm);
    private readonly AccountWriter accounts = new(parts.Firm, parts.InstanceTag);
    private readonly TradeWriter trades = new(parts.InstanceTag);
    private readonly QuoteWriter quotes = new(parts.Firm, parts.InstanceTag);
    private readonly DisconnectGuard? guard =
        options.CancelOnDisconnect is TimeSpan grace ? new DisconnectGuard(options.Desk, grace, inbox, parts.Time) : null;

    private readonly SessionGate gate = new(options);
    private readonly CopyStream? copies = parts.Copies is { } archive ? new CopyStream(archive, parts.InstanceTag) : null;
    private readonly string? asker = options.IsOwn ? null : options.Name;
    private readonly Lock sending = new();
    private readonly FixMessageWriter writer = new();
    private readonly VersionWriter words = new(options.Version, parts.Time);
    private FixSession? fix;
    private long lastReport = lastReport;
    private long storedReport = lastReport;

    /// <summary>Gives the session object; once, before anything is accepted.</summary>
    public void Attach(FixSession session) => fix = session;

    /// <summary>The desk is expected from now on; with cancel on disconnect its orders are cancelled when it does not come.</summary>
    public void AwaitLogon() => guard?.Lost();

    /// <summary>The gateway stops: what it cuts off is no loss of the desk's.</summary>
    public void StopWaiting() => guard?.Dispose();

    public void OnLogon(FixSession session)
    {
        guard?.Returned();
        LogLoggedOn(logger, options.Name);
    }

    public void OnLogout(FixSession session, string reason)
    {
        guard?.Lost();
        depth.Clear();
        LogLoggedOut(logger, options.Name, reason);
    }

    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        if (message.MessageType != FixMsgType.Logon)
            return null;
        // The Logon of FIX 4.2 has neither Username nor Password: a desk that keeps to that sends its password as RawData(96).
        bool isOld = options.Version == DeskVersion.Fix42 && !message.Contains(FixTag.Password);
        bool username = Same(message, FixTag.Username, options.Username) || (isOld && !message.Contains(FixTag.Username));
        int carrier = isOld ? FixTag.RawData : FixTag.Password;
        bool password = parts.Passwords is { } changed
            ? changed.Matches(options.Name, Value(message, carrier), options.Password)
            : Same(message, carrier, options.Password);
        return username && password ? null : FixRefusal.Logon("wrong username or password", FixLogonState.WrongCredentials);
    }


    public FixRefusal? ChangePassword(FixSession session, FixPasswordChange change)
    {
        if (parts.Passwords is not { } passwords)
            return FixRefusal.Logon("NewPassword (925) is not taken: the operator changes passwords; the old one still holds", FixLogonState.NewPasswordNotAllowed);
        if (FixPasswordStore.Fault(change.Password, change.NewPassword) is { } fault)
            return FixRefusal.Logon($"{fault}; the old one still holds", FixLogonState.NewPasswordNotAllowed);
        passwords.Change(options.Name, change.NewPassword, options.Password);
        LogPasswordChanged(logger, options.Name);
        return null;
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        if (message.MessageType == FixMsgType.BusinessMessageReject)
        {
            // Answering a reject with a reject would never end.
            LogRejectedByDesk(logger, options.Name, message.GetText(FixTag.Text) ?? "no text");
            return null;
        }

        FixRefusal? refusal = VersionTable.Judge(options.Version, message) ?? Take(session, message);
        return refusal is null ? null : VersionTable.Worded(options.Version, refusal);
    }

    private FixRefusal? Take(FixSession session, FixMessage message)
    {
        if (copies is not null && message.MessageType == DeskMessage.CopyReplayRequest)
            return Replay(session, message);
        if (gate.JudgeType(message.MessageType) is Refusal denied)
            return NotAuthorized(denied);
        FixRefusal? refusal = Read(message, out IReadOnlyList<InboundEvent> inbound) ?? Restrict(ref inbound);

        // A refused message is not committed here: that would commit orders before it that the journal does not hold yet.
        FixInboundMark mark = session.InboundMark;
        for (int i = 0; i < inbound.Count; i++)
        {
            // Of a list only the last event commits the message: before it a restart asks for the whole list again.
            bool last = i == inbound.Count - 1;
            inbox.Post(inbound[i], last ? () => session.CommitInbound(mark) : static () => { });
        }

        return refusal;
    }

    /// <summary>Answers a preview if the desk is still there: later it would be of no use.</summary>
    public void Send(AnswerPreview answer)
    {
        lock (sending)
        {
            quotes.Write(writer, answer);
            Answer(answer.Id);
        }
    }

    /// <summary>Answers a question if the desk is still there.</summary>
    public void Send(DeskAnswer answer)
    {
        lock (sending)
        {
            switch (answer)
            {
                case AnswerAccounts states:
                    accounts.Write(writer, gate.Restrict(states), () => Answer(answer.Id));
                    break;
                case AnswerOrderStates states:
                    foreach (DeskReport report in states.Reports)
                    {
                        Write(report);
                        Answer(answer.Id);
                    }

                    break;
                case AnswerTrades found:
                    trades.Write(writer, found, () => Answer(answer.Id));
                    break;
                case AnswerTradingState state:
                    TradingStateWriter.Write(writer, state, parts.Firm);
                    Answer(answer.Id);
                    break;
                case AnswerDepth levels when depth.Write(writer, levels):
                    Answer(answer.Id);
                    break;
            }
        }
    }

    /// <summary>Asks for the newest state of every subscription; called at every interval.</summary>
    public void AskForDepth()
    {
        if (fix is not { IsLoggedOn: true })
            return;
        foreach (DepthRequested question in depth.Due())
            inbox.Post(question with { Asker = asker }, static () => { });
    }

    /// <summary>Sends or stores a copy of a report; passes over what was sent and kept before a restart.</summary>
    public void Copy(ReportParent report)
    {
        lock (sending)
        {
            if (report.ReportNumber <= Math.Min(lastReport, copies!.LastReport))
                return;
            copies.Write(writer, report);
            Store(report.ReportNumber);
        }
    }

    /// <summary>Sends or stores a report; passes over one whose number was sent before a restart.</summary>
    public void Send(DeskReport report)
    {
        lock (sending)
        {
            if (report.ReportNumber <= lastReport)
                return;
            Write(report);
            Store(report.ReportNumber);
        }
    }

    /// <summary>
    /// The last report that the store has: it must be known after a restart although the desk or the schedule has reset the numbers. A report
    /// that is being stored at this moment is not counted, so at worst it comes twice, with one ExecID, and never not at all.
    /// </summary>
    public string? MarkToKeep(FixSession session) =>
        Volatile.Read(ref storedReport) is var stored and > 0 ? ReportId.Format(instanceTag, stored) : null;

    private void Store(long report)
    {
        if (report <= lastReport)
            return;
        lastReport = report;
        Check(fix!.Send(words.Translate(writer)), report);
        Volatile.Write(ref storedReport, report);
    }

    private void Write(DeskReport report)
    {
        switch (report)
        {
            case ReportParent parent:
                ReportWriter.Write(writer, parent, instanceTag);
                break;
            case RejectCancel reject:
                ReportWriter.Write(writer, reject, instanceTag);
                break;
            case ReportMassCancel mass:
                SetReportWriter.Write(writer, mass, instanceTag);
                break;
            case ReportList list:
                SetReportWriter.Write(writer, list, instanceTag);
                break;
            case AnswerAllocation answer:
                AllocationWriter.Write(writer, answer, instanceTag);
                break;
            case ReportAllocation allocation:
                AllocationWriter.Write(writer, allocation, instanceTag);
                break;
            default:
                throw new InvalidOperationException($"{report.GetType().Name} has no message");
        }
    }

    private FixRefusal? Read(FixMessage message, out IReadOnlyList<InboundEvent> inbound)
    {
        DeskContext desk = new(options.Desk, parts.Firm);
        if (message.MessageType == FixMsgType.NewOrderList)
            return OrderListReader.Read(desk, message, out inbound);
        if (message.MessageType is FixMsgType.MarketDataRequest or FixMsgType.SecurityListRequest)
            return ReadReference(desk, message, out inbound);
        if (message.MessageType == FixMsgType.AllocationInstruction)
        {
            FixRefusal? malformed = AllocationReader.Read(options, instanceTag, message, out InboundEvent? allocation);
            inbound = allocation is null ? [] : [allocation];
            return malformed;
        }

        if (message.MessageType == FixMsgType.TradeCaptureReportRequest)
            return ReadTrades(message, out inbound);
        if (QuestionReader.Reads(message.MessageType))
        {
            FixRefusal? unread = QuestionReader.Read(options.Desk, message, out InboundEvent? question);
            inbound = question is null ? [] : [question];
            return unread;
        }

        if (message.MessageType != FixMsgType.QuoteRequest)
        {
            FixRefusal? refused = RequestReader.Read(desk, message, out InboundEvent? single);
            inbound = single is null ? [] : [single];
            return refused;
        }

        FixRefusal? refusal = QuoteRequestReader.Read(desk, message, out PreviewRequested? preview, out Refusal? unsupported);
        if (preview is not null)
            unsupported ??= gate.JudgeAccount(preview.Request.Account);
        inbound = unsupported is null && preview is not null ? [preview] : [];
        if (unsupported is null || preview is null)
            return refusal;
        lock (sending)
        {
            QuoteWriter.WriteReject(writer, preview.Id, preview.Request.Symbol, [unsupported]);
            Answer(preview.Id);
        }

        return null;
    }

    private FixRefusal? Replay(FixSession session, FixMessage message)
    {
        FixInboundMark mark = session.InboundMark;
        FixRefusal? refusal = CopyReplayRequest.Read(message, out CopyReplayRequest? request);
        if (request is not null)
            refusal = Replay(request);

        // A drop copy sends nothing that the journal must hold first.
        session.CommitInbound(mark);
        return refusal;
    }

    private FixRefusal? Replay(CopyReplayRequest request)
    {
        CopyReplay replay = copies!.Replay(request);
        lock (sending)
        {
            if (replay.Begin() is { } unknown)
                return unknown;
        }

        bool more = true;
        while (more)
        {
            lock (sending)
                more = replay.Step(writer, () => Answer(request.Id));
        }

        return null;
    }

    /// <summary>Lets pass what the session may ask for, in the name of the session that asks.</summary>
    private FixRefusal? Restrict(ref IReadOnlyList<InboundEvent> inbound)
    {
        InboundEvent[] passed = new InboundEvent[inbound.Count];
        for (int i = 0; i < passed.Length; i++)
        {
            InboundEvent one = gate.Restrict(inbound[i], out Refusal? denied);
            if (denied is not null)
            {
                inbound = [];
                return NotAuthorized(denied);
            }

            passed[i] = one switch
            {
                ParentStatusRequested request when asker is not null => new OrderStatesRequested(options.Desk, request.ClientOrderId, request) { Asker = asker },
                ParentsStatusRequested request when asker is not null => new OrderStatesRequested(options.Desk, request.RequestId, request) { Asker = asker },
                ListStatusRequested request when asker is not null => new OrderStatesRequested(options.Desk, request.ListId, request) { Asker = asker },
                DeskQuestion question when asker is not null => question with { Asker = asker },
                PreviewRequested preview when asker is not null => preview with { Asker = asker },
                _ => one,
            };
        }

        inbound = passed;
        return null;
    }

    private static FixRefusal NotAuthorized(Refusal denied) =>
        FixRefusal.Business(FixBusinessRejectReason.NotAuthorized, RefusalText.Of([denied]));

    private FixRefusal? ReadTrades(FixMessage message, out IReadOnlyList<InboundEvent> inbound)
    {
        FixRefusal? refusal = TradeRequestReader.Read(options.Desk, instanceTag, message, out TradesRequested? question, out (string Id, int Type) request);
        inbound = question is null ? [] : [question];
        if (refusal is not null || question is not null)
            return refusal;
        lock (sending)
        {
            TradeWriter.WriteUnsupported(writer, request);
            Answer(request.Id);
        }

        return null;
    }

    /// <summary>What the session answers itself, or asks the engine in its own name.</summary>
    private FixRefusal? ReadReference(DeskContext desk, FixMessage message, out IReadOnlyList<InboundEvent> inbound)
    {
        inbound = [];
        lock (sending)
        {
            if (message.MessageType == FixMsgType.SecurityListRequest)
            {
                FixRefusal? malformed = SecurityListWriter.Answer(writer, desk, message);
                if (malformed is null)
                    Answer("SecurityListRequest");
                return malformed;
            }

            FixRefusal? refusal = depth.Read(message, writer, out DepthRequested? question, out bool rejected);
            if (rejected)
                Answer("MarketDataRequest");
            inbound = question is null ? [] : [question];
            return refusal;
        }
    }

    private void Answer(string id)
    {
        if (fix!.IsLoggedOn)
            fix.Send(words.Translate(writer));
        else
            LogNotAnswered(logger, options.Name, id);
    }

    private void Check(FixSendResult result, long report)
    {
        if (result is not (FixSendResult.Sent or FixSendResult.Stored))
            LogNotSent(logger, options.Name, report, result);
    }

    private static bool Same(FixMessage message, int tag, string expected) =>
        CryptographicOperations.FixedTimeEquals(Value(message, tag), Encoding.ASCII.GetBytes(expected));

    private static ReadOnlySpan<byte> Value(FixMessage message, int tag)
    {
        message.TryGetSpan(tag, out ReadOnlySpan<byte> value);
        return value;
    }
}
