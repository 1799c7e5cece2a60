using MarginRouter.Core.Engine.Events;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Questions;

/// <summary>Reads questions about accounts and the state of trading: CollateralInquiry (BB), RequestForPositions (AN), TradingSessionStatusRequest (g).</summary>
internal static class QuestionReader
{
    private const int TradingRequestTag = 335;
    private const char Positions = '0';
    private const char Snapshot = '0';

    /// <summary>True for the types that it reads.</summary>
    public static bool Reads(int messageType) => messageType is
        FixMsgType.CollateralInquiry or FixMsgType.RequestForPositions or FixMsgType.TradingSessionStatusRequest;

    public static FixRefusal? Read(string desk, FixMessage message, out InboundEvent? question)
    {
        question = null;
        OrderFields fields = new(message);
        int idTag = message.MessageType switch
        {
            FixMsgType.CollateralInquiry => FixTag.CollInquiryID,
            FixMsgType.RequestForPositions => FixTag.PosReqID,
            _ => TradingRequestTag,
        };
        if (!fields.TryName(idTag, out string id))
            return fields.MissingOrMalformed(idTag);
        bool subscribes = message.TryGetChar(FixTag.SubscriptionRequestType, out char subscription) && subscription != Snapshot;
        if (subscribes)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.SubscriptionRequestType, "only snapshots (0) are given");
        if (message.MessageType == FixMsgType.TradingSessionStatusRequest)
        {
            question = new TradingStateRequested(desk, id);
            return null;
        }

        bool ofPositions = message.MessageType == FixMsgType.RequestForPositions;
        if (ofPositions && (!message.TryGetChar(FixTag.PosReqType, out char type) || type != Positions))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.PosReqType, "PosReqType must be 0");
        string? account = null;
        if (fields.Contains(FixTag.Account))
        {
            if (!fields.TryName(FixTag.Account, out string name))
                return fields.MissingOrMalformed(FixTag.Account);
            account = name;
        }

        question = new AccountsRequested(desk, id, account, ofPositions);
        return null;
    }
}
