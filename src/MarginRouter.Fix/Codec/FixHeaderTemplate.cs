using System.Text;

namespace MarginRouter.Fix.Codec;

/// <summary>The parts of the standard header that stay the same for a session, encoded once: BeginString (8), SenderCompID (49), TargetCompID (56).</summary>
public sealed class FixHeaderTemplate
{
    /// <summary>Longest CompID that is taken, in characters.</summary>
    public const int MaximumCompIdLength = 64;

    private const int MaximumBeginStringLength = 8;

    private readonly byte[] _beginString;
    private readonly byte[] _compIds;

    /// <summary>Encodes the header's fixed parts.</summary>
    /// <param name="beginString">BeginString (8), for example <c>FIX.4.4</c>; at most eight characters.</param>
    /// <param name="senderCompId">SenderCompID (49): who we are; 1 to 64 printable ASCII characters.</param>
    /// <param name="targetCompId">TargetCompID (56): who they are; 1 to 64 printable ASCII characters.</param>
    /// <param name="precision">Fractional digits of SendingTime (52).</param>
    /// <exception cref="ArgumentException">A part is empty, too long or not printable ASCII.</exception>
    public FixHeaderTemplate(string beginString, string senderCompId, string targetCompId, FixTimestampPrecision precision = FixTimestampPrecision.Milliseconds)
    {
        Check(beginString, MaximumBeginStringLength, nameof(beginString));
        Check(senderCompId, MaximumCompIdLength, nameof(senderCompId));
        Check(targetCompId, MaximumCompIdLength, nameof(targetCompId));
        _beginString = Encoding.ASCII.GetBytes($"8={beginString}\u0001");
        _compIds = Encoding.ASCII.GetBytes($"49={senderCompId}\u000156={targetCompId}\u0001");
        Precision = precision;
    }

    /// <summary>Fractional digits of SendingTime (52).</summary>
    public FixTimestampPrecision Precision { get; }

    /// <summary>The field 8 with its separator.</summary>
    internal ReadOnlySpan<byte> BeginString => _beginString;

    /// <summary>The fields 49 and 56 with their separators.</summary>
    internal ReadOnlySpan<byte> CompIds => _compIds;

    private static void Check(string text, int maximum, string name)
    {
        if (string.IsNullOrEmpty(text) || text.Length > maximum)
            throw new ArgumentException($"'{text}' must have 1 to {maximum} characters", name);
        foreach (char character in text)
        {
            if (character is < ' ' or > '~')
                throw new ArgumentException($"'{text}' holds a character that is not printable ASCII", name);
        }
    }
}
