using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Feeds;

/// <summary>What is a venue's own about keeping books from its public socket: addresses, requests, decoder, sequence rule.</summary>
internal abstract class FeedProtocol
{
    /// <summary>The venue's answer-demanding ping, as it is sent.</summary>
    public abstract byte[] Ping { get; }

    /// <summary>A decoder for one connection.</summary>
    public abstract FeedDecoder NewDecoder();

    /// <summary>A book on the grid of an instrument.</summary>
    public abstract BookBuilder NewBook(Instrument instrument);

    /// <summary>Where to connect for instruments of one kind, asked before each connection.</summary>
    public abstract ValueTask<Uri> AddressAsync(InstrumentKind kind, VenueHttp http, CancellationToken cancellation);

    /// <summary>The requests that subscribe books, and marks where the venue has them, within its limits on one request.</summary>
    public abstract IEnumerable<byte[]> Subscribe(IReadOnlyList<Instrument> instruments);

    /// <summary>The requests that make the venue send a new snapshot of one book.</summary>
    public abstract IEnumerable<byte[]> Resubscribe(Instrument instrument);

    /// <summary>Address of a book's snapshot where it comes over REST; null where it comes over the socket.</summary>
    public virtual Uri? Snapshot(Instrument instrument) => null;

    /// <summary>When a funding rate is paid that the venue states without a time, or null.</summary>
    public virtual Instant? NextFunding(Instant venueNow) => null;

    /// <summary>False for instruments that are held and not routed: their marks are kept, not their books.</summary>
    public virtual bool HasBook(Instrument instrument) => instrument.Kind != InstrumentKind.Option;

    /// <summary>True for instruments behind which a pool of the venue's insurance fund stands whose state it publishes.</summary>
    public virtual bool PublishesFund(Instrument instrument) => false;

    /// <summary>The pools behind the configured instruments of which <see cref="PublishesFund"/> is true.</summary>
    public virtual Task<IReadOnlyList<FundReading>> ReadFundsAsync(FeedParts parts, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<FundReading>>([]);

    /// <summary>True where the venue's own terms of instruments can be read.</summary>
    public virtual bool StatesTerms => false;

    /// <summary>The terms of the adapter's instruments, options excepted; asked only where <see cref="StatesTerms"/> is true.</summary>
    public virtual Task<IReadOnlyList<InstrumentReading>> ReadTermsAsync(FeedParts parts, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<InstrumentReading>>([]);

    /// <summary>True where the venue states no mark and the middle of the book stands for it.</summary>
    public virtual bool MarkFromMiddle(Instrument instrument) => instrument.Kind == InstrumentKind.Spot;
}
