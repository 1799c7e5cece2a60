namespace MarginRouter.Fix.Codec;

/// <summary>What <see cref="FixFramer.Read"/> found.</summary>
public enum FixFrameOutcome
{
    /// <summary>No complete message: receive more bytes.</summary>
    NeedMore = 1,

    /// <summary>A message with the right length and checksum.</summary>
    Message = 2,

    /// <summary>Bytes that are no message were skipped; call again.</summary>
    Garbled = 3,
}
