using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>
/// The check of a Logon (fix-api.md, "Logon Request" and "How to sign Logon A request"): 98=0, 108 from 5 to 60, 141=Y, 34=1, 553 the API key,
/// 96 the base64 Ed25519 signature of 35, 49, 56, 34 and 52 with the separator between them, 25035 1 or 2, 25036 nothing, 1 or 2, 9406=Y on
/// drop copy sessions; 52 at most a second ahead and no older than RecvWindow (25000), 5,000 ms unless it says else. Takes no lock.
/// </summary>
internal sealed class BinanceFixLogon(SimulatedExchange exchange, BinanceFixOptions options)
{
    private const decimal DefaultWindow = 5_000m;
    private const decimal LongestWindow = 60_000m;

    /// <summary>Null when the logon is right.</summary>
    public FixRefusal? Judge(BinanceFixService service, FixMessage logon)
    {
        string? fault = Fault(service, logon);
        return fault is null ? null : FixRefusal.Logon(fault);
    }

    /// <summary>The account whose key a Logon names.</summary>
    public SimulatedAccount? AccountOf(FixMessage logon) => logon.GetText(FixTag.Username) is { } key ? exchange.FindByKey(key) : null;

    /// <summary>True when a message is too old, or from the future, by its RecvWindow (25000); messages without one are taken.</summary>
    public bool IsLate(FixMessage message, decimal? defaultWindow)
    {
        decimal? window = message.TryGetDecimal(BinanceFixTag.ReceiveWindow, out decimal named) ? named : defaultWindow;
        if (window is not { } limit)
            return false;
        if (limit > LongestWindow || !message.TryGetTimestamp(FixTag.SendingTime, out DateTime sent))
            return true;
        decimal age = (exchange.Clock.Now.Nanoseconds / 1_000_000m) - ((sent - DateTime.UnixEpoch).Ticks / 10_000m);
        return age > limit || age < -1_000m;
    }

    private string? Fault(BinanceFixService service, FixMessage logon)
    {
        if (!logon.Equals(FixTag.EncryptMethod, "0"u8))
            return "EncryptMethod (98) must be 0.";
        if (!logon.TryGetInt(FixTag.HeartBtInt, out int heartbeat) || heartbeat is < 5 or > 60)
            return "HeartBtInt (108) must be between 5 and 60.";
        if (!logon.Equals(FixTag.ResetSeqNumFlag, "Y"u8) || !logon.Equals(FixTag.MsgSeqNum, "1"u8))
            return "ResetSeqNumFlag (141) must be Y and MsgSeqNum (34) 1.";
        if (!logon.TryGetInt(BinanceFixTag.MessageHandling, out int handling) || handling is not (1 or 2))
            return "MessageHandling (25035) must be 1 or 2.";
        if (logon.Contains(BinanceFixTag.ResponseMode) && (!logon.TryGetInt(BinanceFixTag.ResponseMode, out int mode) || mode is not (1 or 2)))
            return "ResponseMode (25036) must be 1 or 2.";
        if (service == BinanceFixService.DropCopy && !logon.Equals(BinanceFixTag.DropCopyFlag, "Y"u8))
            return "DropCopyFlag (9406) must be Y.";
        if (IsLate(logon, DefaultWindow))
            return BinanceError.OutsideReceiveWindow.Message;
        return IsSigned(logon) ? null : BinanceError.InvalidKey.Message;
    }

    private bool IsSigned(FixMessage logon)
    {
        if (AccountOf(logon) is not { } account || !options.PublicKeys.TryGetValue(account.Name, out string? key))
            return false;
        string text = string.Join('\u0001', "A", logon.GetText(FixTag.SenderCompID), logon.GetText(FixTag.TargetCompID), logon.GetText(FixTag.MsgSeqNum), logon.GetText(FixTag.SendingTime));
        byte[] signature = new byte[64];
        return Convert.TryFromBase64String(logon.GetText(FixTag.RawData) ?? "", signature, out int length)
            && length == signature.Length
            && Ed25519Verification.IsValid(Convert.FromBase64String(key), Encoding.ASCII.GetBytes(text), signature);
    }
}
