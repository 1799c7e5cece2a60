using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>Writes the bodies of the session-level messages.</summary>
internal static class AdminMessages
{
    /// <summary>EncryptMethod (98): none. Other methods are deprecated by the standard.</summary>
    private const int NoEncryption = 0;

    public static FixMessageWriter Logon(FixMessageWriter writer, LogonBody values, FixSessionOptions options)
    {
        writer.Begin(FixMsgType.Logon).Append(FixTag.EncryptMethod, NoEncryption).Append(FixTag.HeartBtInt, values.HeartbeatSeconds);
        if (options.DefaultApplVerId is { } version)
            writer.Append(FixSessionTag.DefaultApplVerID, version);
        if (values.Reset)
            writer.Append(FixTag.ResetSeqNumFlag, true);
        if (options.UseNextExpectedNumber)
            writer.Append(FixSessionTag.NextExpectedMsgSeqNum, values.NextExpected);
        if (options.Role == FixRole.Initiator && options.Username is not null)
            writer.Append(FixTag.Username, options.Username);
        if (values.Password.Current is { } password)
            writer.Append(FixTag.Password, password);
        if (values.Password.New is { } wanted)
            writer.Append(FixSessionTag.NewPassword, wanted);
        return AppendState(writer, values.State, options);
    }

    public static FixMessageWriter Logout(FixMessageWriter writer, string? text)
    {
        writer.Begin(FixMsgType.Logout);
        return text is null ? writer : writer.AppendText(FixTag.Text, text);
    }

    /// <summary>The Logout that answers a Logon which is not taken.</summary>
    public static FixMessageWriter LogonRefused(FixMessageWriter writer, FixRefusal refusal, FixSessionOptions options) =>
        AppendState(Logout(writer, refusal.Text), refusal.LogonState, options);

    /// <summary>A heartbeat; with the id of the test request that it answers, as it stood on the wire.</summary>
    public static FixMessageWriter Heartbeat(FixMessageWriter writer, ReadOnlySpan<byte> testRequestId)
    {
        writer.Begin(FixMsgType.Heartbeat);
        return testRequestId.IsEmpty ? writer : writer.Append(FixTag.TestReqID, testRequestId);
    }

    public static FixMessageWriter TestRequest(FixMessageWriter writer) => writer.Begin(FixMsgType.TestRequest).Append(FixTag.TestReqID, "TEST");

    /// <summary>Asks for the numbers from one to another; the end 0 stands for no end.</summary>
    public static FixMessageWriter ResendRequest(FixMessageWriter writer, long from, long through) =>
        writer.Begin(FixMsgType.ResendRequest).Append(FixTag.BeginSeqNo, from).Append(FixTag.EndSeqNo, through);

    /// <summary>The Reject or BusinessMessageReject that carries a refusal of <paramref name="refused"/>.</summary>
    public static FixMessageWriter Refusal(FixMessageWriter writer, (FixMessage Message, long SequenceNumber) refused, FixRefusal refusal, string beginString)
    {
        writer.Begin(refusal.BusinessReason is null ? FixMsgType.Reject : FixMsgType.BusinessMessageReject);
        CopyRouted(writer, refused.Message, FixSessionTag.OnBehalfOfCompID, FixSessionTag.DeliverToCompID);
        CopyRouted(writer, refused.Message, FixSessionTag.OnBehalfOfSubID, FixSessionTag.DeliverToSubID);
        CopyRouted(writer, refused.Message, FixSessionTag.OnBehalfOfLocationID, FixSessionTag.DeliverToLocationID);
        CopyRouted(writer, refused.Message, FixSessionTag.DeliverToCompID, FixSessionTag.OnBehalfOfCompID);
        CopyRouted(writer, refused.Message, FixSessionTag.DeliverToSubID, FixSessionTag.OnBehalfOfSubID);
        CopyRouted(writer, refused.Message, FixSessionTag.DeliverToLocationID, FixSessionTag.OnBehalfOfLocationID);
        writer.Append(FixTag.RefSeqNum, refused.SequenceNumber).AppendText(FixTag.Text, refusal.Text);
        if (refusal.RefTag is { } tag)
            writer.Append(FixTag.RefTagID, tag);
        if (refused.Message.TryGetSpan(FixTag.MsgType, out ReadOnlySpan<byte> type) && !type.IsEmpty)
            writer.Append(FixTag.RefMsgType, type);
        if (refusal.BusinessReason is null)
            return AppendReason(writer, refusal.RejectReason ?? FixRejectReason.Other, beginString);
        if (!string.IsNullOrEmpty(refusal.BusinessRefId))
            writer.AppendText(FixTag.BusinessRejectRefID, refusal.BusinessRefId);
        return writer.Append(FixTag.BusinessRejectReason, (int)refusal.BusinessReason);
    }

    /// <summary>SessionStatus is a field of FIXT 1.1; sessions without DefaultApplVerID are older.</summary>
    private static FixMessageWriter AppendState(FixMessageWriter writer, FixLogonState? state, FixSessionOptions options) =>
        state is { } said && options.DefaultApplVerId is not null ? writer.Append(FixSessionTag.SessionStatus, (int)said) : writer;

    /// <summary>FIX 4.2 knows the reasons 0 to 11 only; the text says the others.</summary>
    private static FixMessageWriter AppendReason(FixMessageWriter writer, FixRejectReason reason, string beginString) =>
        beginString == "FIX.4.2" && reason > FixRejectReason.InvalidMessageType ? writer : writer.Append(FixTag.SessionRejectReason, (int)reason);

    /// <summary>The answer to a routed message takes the way back: whom it was delivered to and on whose behalf change places.</summary>
    private static void CopyRouted(FixMessageWriter writer, FixMessage message, int from, int to)
    {
        if (message.TryGetSpan(from, out ReadOnlySpan<byte> value) && !value.IsEmpty)
            writer.Append(to, value);
    }
}
