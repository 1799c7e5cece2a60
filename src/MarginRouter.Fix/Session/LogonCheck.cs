using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>Checks the body of a Logon.</summary>
internal static class LogonCheck
{
    /// <summary>What is wrong, in words for the Logout; null when nothing is.</summary>
    public static string? Fault(FixMessage message, long sequenceNumber, bool reset, string? applicationVersion)
    {
        if (message.Fault is { } fault)
            return $"Logon is malformed at tag {message.FaultTag}: {fault}";
        if (!message.TryGetInt(FixTag.EncryptMethod, out int encryption))
            return "EncryptMethod (98) is missing or malformed";
        if (encryption != 0)
            return "EncryptMethod (98) must be 0";
        if (!message.TryGetInt(FixTag.HeartBtInt, out int heartbeat) || heartbeat < 0)
            return "HeartBtInt (108) is missing or malformed";
        if (message.Contains(FixTag.ResetSeqNumFlag) && !message.TryGetBool(FixTag.ResetSeqNumFlag, out _))
            return "ResetSeqNumFlag (141) is malformed";
        if (applicationVersion is not null && message.GetText(FixSessionTag.DefaultApplVerID) != applicationVersion)
            return $"DefaultApplVerID (1137) must be {applicationVersion}";
        return reset && sequenceNumber != 1 ? "MsgSeqNum must be 1 with ResetSeqNumFlag" : null;
    }
}
