using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Quotes;

/// <summary>A request for quotes as it stands at one moment.</summary>
public sealed record QuoteInquiry
{
    /// <summary>The venue's number of it; rising. Zero before the venue has taken it.</summary>
    public long Number { get; init; }

    /// <summary>The client's id (QuoteReqID 131, rfqLinkId of Bybit); may be empty.</summary>
    public required string RequestId { get; init; }

    /// <summary>Who asks.</summary>
    public required SimulatedAccount Account { get; init; }

    /// <summary>The venue's symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>What the one who asks would do; null asks for both sides.</summary>
    public Side? Side { get; init; }

    /// <summary>Size in contracts; positive.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>True where a quote must be for the whole size: a maker that cannot quote it all refuses.</summary>
    public bool WholeOnly { get; init; }

    /// <summary>True where quotes cannot be taken any more when the request has run out; false where they live as long as they say.</summary>
    public bool EndsQuotes { get; init; }

    /// <summary>Makers that are asked, by name; empty for all.</summary>
    public ImmutableArray<string> Makers { get; init; } = [];

    /// <summary>Until when answers are taken.</summary>
    public required Instant ExpiresAt { get; init; }

    /// <summary>When it was asked.</summary>
    public Instant CreatedAt { get; init; }

    /// <summary>When its state changed last.</summary>
    public Instant UpdatedAt { get; init; }

    /// <summary>State.</summary>
    public QuoteInquiryState State { get; init; } = QuoteInquiryState.Active;
}
