using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>One file of <c>config/venues</c>: where a venue is and which accounts live there.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="Protocol">Its adapter.</param>
/// <param name="Endpoints">Addresses by the names that the protocol needs.</param>
/// <param name="MarketDataSession">The market data session of a FIX venue; null elsewhere.</param>
/// <param name="Instruments">Its instruments.</param>
/// <param name="Accounts">Its subaccounts with the names of their secrets.</param>
/// <param name="BookDepth">Levels to subscribe to, where the venue lets one choose.</param>
/// <param name="AnswerMilliseconds">Time after which an order without an answer is lost.</param>
/// <param name="LivenessMilliseconds">Time without any sign of life after which books are stale.</param>
/// <param name="Terms">What the firm has decided about it.</param>
public sealed record VenueSettings(
    Venue Venue,
    VenueProtocol Protocol,
    ImmutableDictionary<string, Uri> Endpoints,
    FixMarketDataSettings? MarketDataSession,
    ImmutableArray<Instrument> Instruments,
    ImmutableArray<VenueAccountSettings> Accounts,
    int BookDepth,
    int AnswerMilliseconds,
    int LivenessMilliseconds,
    VenueTerms Terms)
{
    /// <summary>Time between two whole statements of an account, by which margin is compared with the venue's; null for the adapter's own.</summary>
    public int? StatementMilliseconds { get; init; }

    /// <summary>How the venue's what-if call is used; null where the venue has none that the adapter knows.</summary>
    public WhatIfSettings? WhatIf { get; init; }

    /// <summary>Seconds between two readings of the venue's insurance fund; null does not read it.</summary>
    public int? FundSeconds { get; init; }

    /// <summary>Seconds between two readings of the venue's instruments and fees; null reads neither, and the configured ones stand.</summary>
    public int? ReferenceSeconds { get; init; }

    /// <summary>The chain and the pools of a venue of pools; null elsewhere.</summary>
    public ChainSettings? Chain { get; init; }

    /// <summary>The makers that may be asked for firm quotes there; null where there are none.</summary>
    public QuoteSettings? Quotes { get; init; }

    /// <summary>True when the addresses are those of the venue's test environment, where that changes headers or signatures.</summary>
    public bool IsTestEnvironment { get; init; }

    /// <summary>True when orders go over the venue's order socket instead of REST.</summary>
    public bool UsesOrderSocket { get; init; }

    /// <summary>After how many seconds of silence the venue cancels all orders of an account; null leaves its switch alone.</summary>
    public int? CancelAfterSeconds { get; init; }
}
