namespace MarginRouter.Storage;

/// <summary>An intact segment of another layout or with payloads of another format than the caller's.</summary>
public sealed class SegmentFormatException : Exception
{
    /// <summary>Names the formats found and expected.</summary>
    /// <param name="file">Full path of the segment.</param>
    /// <param name="layoutVersion">Version of the segment layout found.</param>
    /// <param name="contentFormat">Content format found.</param>
    /// <param name="expectedContentFormat">Content format that the caller asked for.</param>
    public SegmentFormatException(string file, byte layoutVersion, byte contentFormat, byte expectedContentFormat)
        : base($"segment '{file}' has layout version {layoutVersion} and content format {contentFormat}; "
            + $"expected layout version 1 and content format {expectedContentFormat}")
    {
    }
}
