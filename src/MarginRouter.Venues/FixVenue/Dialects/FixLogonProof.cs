namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>How a Logon proves who we are.</summary>
public enum FixLogonProof
{
    /// <summary>Username (553) and Password (554) as they are configured.</summary>
    Password = 1,

    /// <summary>Not at all; the CompIDs and the network do.</summary>
    None = 2,

    /// <summary>
    /// Username (553) is the key's name; RawData (96) is the base 64 Ed25519 signature of MsgType, SenderCompID, TargetCompID, MsgSeqNum and
    /// SendingTime with separators between them. The configured password is the private key, PEM of PKCS#8.
    /// </summary>
    Ed25519RawData = 3,

    /// <summary>
    /// Username (553) is the key's name; Password (554) is the base 64 HMAC-SHA512 of the SHA-256 of the fields 35, 34, 49, 56 and 553 and of
    /// Nonce (5025), milliseconds that always rise. The configured password is the secret in base 64.
    /// </summary>
    HmacSha512Password = 4,
}
