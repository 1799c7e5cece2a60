namespace MarginRouter.Venues.Kraken.Books;

/// <summary>A book of a recording and where it came from.</summary>
internal sealed class RecordedBook(KrakenBook book)
{
    /// <summary>The book.</summary>
    public KrakenBook Book { get; } = book;

    /// <summary>The recorder's name of the connection of its last message.</summary>
    public string? Connection { get; set; }

    /// <summary>Depth derived from its snapshot, where no acknowledgement states it.</summary>
    public int Depth { get; set; } = BookDepths.Largest;
}
