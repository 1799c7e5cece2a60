namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>What the venue's FIX knows of an order beside the venue itself.</summary>
internal sealed class KrakenFixOrder(KrakenFixClient owner)
{
    /// <summary>The session that placed it.</summary>
    public KrakenFixClient Owner => owner;

    /// <summary>Its present ClOrdID (11); a replacement gives it a new one.</summary>
    public required string Id { get; set; }
}
