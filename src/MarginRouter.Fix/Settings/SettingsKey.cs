using System.Collections.Frozen;

namespace MarginRouter.Fix.Settings;

/// <summary>The keys of a settings file: those that are read, and those of QuickFIX that would be passed over, each with what stands in its place.</summary>
internal static class SettingsKey
{
    private static readonly FrozenSet<string> Used = FrozenSet.ToFrozenSet(
        [
            "ConnectionType", "BeginString", "DefaultApplVerID", "SenderCompID", "TargetCompID", "Username", "Password", "HeartBtInt",
            "StartTime", "EndTime", "StartDay", "EndDay", "Weekdays", "NonStopSession", "TimeZone", "UseLocalTime",
            "SocketAcceptHost", "SocketAcceptPort", "SocketConnectHost", "SocketConnectPort", "ReconnectInterval", "AllowedRemoteAddresses",
            "ResetOnLogon", "ResetOnLogout", "ResetOnDisconnect", "EnableNextExpectedMsgSeqNum", "MaxMessagesInResendRequest",
            "CheckLatency", "MaxLatency", "LogonTimeout", "LogoutTimeout", "TimeStampPrecision",
            "UseDataDictionary", "DataDictionary", "TransportDataDictionary", "AppDataDictionary",
            "ValidateFieldsOutOfOrder", "ValidateUserDefinedFields", "AllowUnknownMsgFields",
            "FileStorePath", "FileLogPath", "PersistMessages", "DynamicSession",
            "SSLEnable", "SSLCertificate", "SSLCertificateKey", "SSLCACertificate", "SSLRequireClientCertificate", "SSLServerName",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Unusable = new Dictionary<string, string>
    {
        ["SenderSubID"] = "sessions are told apart by CompIDs; the application appends sub ids in ToAdmin and ToApp",
        ["TargetSubID"] = "sessions are told apart by CompIDs; the application appends sub ids in ToAdmin and ToApp",
        ["SessionQualifier"] = "sessions are told apart by CompIDs",
        ["CheckCompID"] = "CompIDs are always checked",
        ["ValidateFieldsHaveValues"] = "a field without a value is always rejected",
        ["ValidateLengthAndChecksum"] = "length and checksum are always checked",
        ["SocketNodelay"] = "it is always on",
        ["SocketConnectHost1"] = "one address is tried; a list of addresses is the work of the name server",
        ["SSLCertificatePassword"] = "keys are PEM files without a password: SSLCertificateKey",
        ["SSLProtocols"] = "TLS 1.2 and 1.3 are spoken",
        ["SSLValidateCertificates"] = "certificates are always checked: SSLCACertificate names who may have signed them",
        ["SSLCheckCertificateRevocation"] = "revocation is not checked",
        ["ScreenLogShowEvents"] = "the host's log has the events",
        ["RefreshOnLogon"] = "a store belongs to one process",
        ["SendRedundantResendRequests"] = "a gap is asked for once, and again when nothing comes",
        ["HttpAcceptPort"] = "there is no web page",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Why a key cannot be used, in words; null when it is read.</summary>
    public static string? Fault(string key)
    {
        if (Used.Contains(key))
            return null;
        return Unusable.TryGetValue(key, out string? instead) ? $"{key} is not used here: {instead}" : $"unknown key '{key}'";
    }
}
