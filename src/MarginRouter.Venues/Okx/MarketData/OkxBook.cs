using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Okx.MarketData;

/// <summary>
/// The book of one OKX channel. An update names the sequence before it, which must be that of the book; the sequence itself may jump, and
/// after maintenance fall. A keep-alive repeats the sequence with no levels. Recordings from before seqId existed have the checksum alone.
/// </summary>
internal sealed class OkxBook(GridBook grid) : BookBuilder(grid)
{
    private readonly OkxChecksum checksum = new();

    /// <inheritdoc />
    protected override Continuity Follow(BookMessage update)
    {
        if (update.PreviousSequence is not { } previous || update.Sequence is not { } sequence)
            return Continuity.Follows;
        if (previous == Book.Sequence)
            return Continuity.Follows;
        return sequence == Book.Sequence ? Continuity.Stale : Continuity.Gap;
    }

    /// <summary>Without a sequence the checksum stands in for it, as the one mark by which the venue names a state of the book.</summary>
    protected override long SequenceAfter(BookMessage message) => message.Sequence ?? unchecked((int)(message.Checksum ?? 0));

    /// <inheritdoc />
    protected override uint Checksum() => checksum.Compute(Grid);
}
