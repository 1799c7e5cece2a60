using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Versions;

/// <summary>
/// Says what was written in the words of FIX 4.4 in those of a session's version. It is the one place behind all writers, so that reports,
/// answers and replays of one session never speak two versions. One thread at a time.
/// </summary>
internal sealed class VersionWriter(DeskVersion version, TimeProvider time)
{
    private readonly FixMessageWriter translated = new();

    /// <summary>The message as it is sent: the same writer for FIX 4.4, one of this object's own, valid until the next call, for other versions.</summary>
    public FixMessageWriter Translate(FixMessageWriter written)
    {
        switch (version)
        {
            case DeskVersion.Fix42:
                Fix42Words.Write(written, translated);
                return translated;
            case DeskVersion.Fix50Sp2:
                Fix50Words.Write(written, translated, time.GetUtcNow().UtcDateTime);
                return translated;
            default:
                return written;
        }
    }
}
