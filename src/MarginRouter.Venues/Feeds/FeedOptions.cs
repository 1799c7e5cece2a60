using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Feeds;

/// <summary>What a market-data adapter needs to know. The venue's own paths are appended to the addresses.</summary>
public sealed record FeedOptions
{
    /// <summary>The venue in the reference data.</summary>
    public required VenueId Venue { get; init; }

    /// <summary>Name used in logs.</summary>
    public required string Name { get; init; }

    /// <summary>Base of the public WebSocket; not used where the venue hands out its address over REST.</summary>
    public required Uri Socket { get; init; }

    /// <summary>Base of REST; used where snapshots or the socket's address come over it.</summary>
    public required Uri Rest { get; init; }

    /// <summary>The instruments whose books are kept; at least one. Each kind has connections of its own.</summary>
    public required ImmutableArray<Instrument> Instruments { get; init; }

    /// <summary>Instruments on one connection; more are spread over several.</summary>
    public int InstrumentsPerConnection { get; init; } = 50;

    /// <summary>Time between two pings; each answer is a sign of life for the books of its connection.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection without any frame for this long is dead; above the ping interval.</summary>
    public TimeSpan LivenessLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time to open a connection, to answer a REST request, and from a subscription to its snapshot.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between two liveness reports of a book, and between two marks of an instrument.</summary>
    public TimeSpan ConfirmationInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time from one resynchronisation of a book to the next; doubles with each that follows soon.</summary>
    public TimeSpan ResyncInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest such time; after a calm of twice this long the first one is taken again.</summary>
    public TimeSpan LongestResyncInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Back-off between connection attempts.</summary>
    public ReconnectOptions Reconnect { get; init; } = ReconnectOptions.Default;

    internal void Check()
    {
        List<string> faults = [];
        if (Instruments.IsDefaultOrEmpty)
            faults.Add("no instruments");
        if (InstrumentsPerConnection < 1)
            faults.Add("InstrumentsPerConnection is below 1");
        if (PingInterval <= TimeSpan.Zero || LivenessLimit <= PingInterval)
            faults.Add("LivenessLimit must be above PingInterval, and that above zero");
        if (ResyncInterval <= TimeSpan.Zero || LongestResyncInterval < ResyncInterval)
            faults.Add("LongestResyncInterval must not be below ResyncInterval, and that above zero");
        if (faults.Count > 0)
            throw new VenueConfigurationException($"{Name}: {string.Join("; ", faults)}");
    }
}
