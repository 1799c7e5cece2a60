using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Rules;

namespace MarginRouter.Gateway.Versions;

/// <summary>What a version is called on the wire and for people, and which messages of desks it has.</summary>
internal static class VersionTable
{
    /// <summary>For people and configuration.</summary>
    public static string NameOf(DeskVersion version) => version switch
    {
        DeskVersion.Fix42 => "4.2",
        DeskVersion.Fix44 => "4.4",
        DeskVersion.Fix50Sp2 => "5.0SP2",
    };

    /// <summary>BeginString(8).</summary>
    public static string BeginStringOf(DeskVersion version) => version switch
    {
        DeskVersion.Fix42 => "FIX.4.2",
        DeskVersion.Fix44 => "FIX.4.4",
        DeskVersion.Fix50Sp2 => "FIXT.1.1",
    };

    /// <summary>DefaultApplVerID(1137) of the Logon; null before FIXT 1.1.</summary>
    public static string? ApplicationVersionOf(DeskVersion version) => version == DeskVersion.Fix50Sp2 ? "9" : null;

    /// <summary>True when the version has this message; ours of our own are in every version.</summary>
    public static bool Has(DeskVersion version, int messageType) => version != DeskVersion.Fix42 || FixMsgType.IsUserDefined(messageType) || messageType is
        FixMsgType.NewOrderSingle or FixMsgType.NewOrderList or FixMsgType.OrderCancelReplaceRequest or FixMsgType.OrderCancelRequest
        or FixMsgType.OrderStatusRequest or FixMsgType.ListStatusRequest or FixMsgType.ListCancelRequest or FixMsgType.QuoteRequest
        or FixMsgType.MarketDataRequest or FixMsgType.AllocationInstruction or FixMsgType.TradingSessionStatusRequest or FixMsgType.BusinessMessageReject;

    /// <summary>Why a message is not read whatever it says: the version does not have it, or it claims another version. Null when it is to be read.</summary>
    public static FixRefusal? Judge(DeskVersion version, FixMessage message)
    {
        if (message.GetText(FixSessionTag.ApplVerID) is string claimed && claimed != ApplicationVersionOf(version))
            return FixRefusal.Session(FixRejectReason.UnsupportedApplicationVersion, FixSessionTag.ApplVerID, $"this session speaks FIX {NameOf(version)}");
        if (Has(version, message.MessageType) || MessageRules.Find(message.MessageType) is not { } rule)
            return null;
        return FixRefusal.Business(
            FixBusinessRejectReason.UnsupportedMessageType, $"{rule.Name} ({FixMsgType.ToText(rule.Type)}) does not exist in FIX {NameOf(version)}");
    }

    /// <summary>A refusal in the words that the version has: BusinessRejectReason(380) of FIX 4.2 ends at 5.</summary>
    public static FixRefusal Worded(DeskVersion version, FixRefusal refusal)
    {
        bool isNewer = version == DeskVersion.Fix42 && refusal.BusinessReason > FixBusinessRejectReason.ConditionallyRequiredFieldMissing;
        return isNewer ? FixRefusal.Business(FixBusinessRejectReason.Other, refusal.Text, refusal.BusinessRefId) : refusal;
    }
}
