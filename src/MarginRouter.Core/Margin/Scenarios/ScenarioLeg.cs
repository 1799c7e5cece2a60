namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>One position of a scenario book.</summary>
internal sealed record ScenarioLeg
{
    /// <summary>Its instrument's name.</summary>
    public required string Instrument { get; init; }

    /// <summary>The asset that it follows.</summary>
    public required string Underlying { get; init; }

    /// <summary>How it gains.</summary>
    public required ScenarioLegKind Kind { get; init; }

    /// <summary>Signed size: base units, or quote units of an inverse contract.</summary>
    public required decimal Units { get; init; }

    /// <summary>Average entry price in its own quote; zero when flat.</summary>
    public required decimal Entry { get; init; }

    /// <summary>Mark in its own quote (in the underlying for an option settled in it); positive.</summary>
    public required decimal Mark { get; init; }

    /// <summary>Its quote currency, for the charge on hedges across stable currencies.</summary>
    public required string Quote { get; init; }

    /// <summary>Reporting currency per unit of its quote; positive.</summary>
    public required decimal QuoteRate { get; init; }

    /// <summary>Years to expiry; null for what does not expire.</summary>
    public decimal? Years { get; init; }

    /// <summary>Terms of an option; null for all else.</summary>
    public ScenarioOption? Option { get; init; }
}
