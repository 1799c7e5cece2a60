using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>What reports are read with.</summary>
internal sealed record ReportParts
{
    /// <summary>What the accounts of the session have at the venue.</summary>
    public required OpenChildren Children { get; init; }

    /// <summary>Questions that are open.</summary>
    public required StatusQuestions Questions { get; init; }

    /// <summary>The instruments.</summary>
    public required SymbolTable Symbols { get; init; }

    /// <summary>Our ids.</summary>
    public required WireIds Ids { get; init; }

    /// <summary>Our orders by the ids that the venue knows.</summary>
    public required WireOrders Orders { get; init; }

    /// <summary>Changes, mass cancels and lists that wait.</summary>
    public required StandingRequests Standing { get; init; }

    /// <summary>What the venue's reports state.</summary>
    public required FixReportDialect Dialect { get; init; }

    /// <summary>Where what cannot be booked is told.</summary>
    public required ILogger Logger { get; init; }
}
