using System.Numerics;

namespace MarginRouter.Venues.Signing;

/// <summary>An ECDSA signature from which the signer's key can be found.</summary>
/// <param name="R">r.</param>
/// <param name="S">s, in the lower half.</param>
/// <param name="V">27 or 28: which of the two keys that fit is the signer's.</param>
public readonly record struct RecoverableSignature(BigInteger R, BigInteger S, int V)
{
    /// <summary>r as 0x and hexadecimal digits without leading zeros.</summary>
    public string RText => Text(R);

    /// <summary>s in the same form.</summary>
    public string SText => Text(S);

    private static string Text(BigInteger value) => $"0x{Convert.ToHexStringLower(value.ToByteArray(isUnsigned: true, isBigEndian: true)).TrimStart('0')}";
}
