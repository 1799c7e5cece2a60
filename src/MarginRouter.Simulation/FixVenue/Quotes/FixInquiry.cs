namespace MarginRouter.Simulation.FixVenue.Quotes;

/// <summary>A request for quotes of a client, as long as the client is there.</summary>
internal sealed class FixInquiry(FixVenueClient client, string requestId, int makersAsked)
{
    /// <summary>Who asked.</summary>
    public FixVenueClient Client { get; } = client;

    /// <summary>QuoteReqID (131).</summary>
    public string RequestId { get; } = requestId;

    /// <summary>How many makers were asked.</summary>
    public int MakersAsked { get; } = makersAsked;

    /// <summary>What the makers said that will not quote.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>True once a maker has quoted.</summary>
    public bool IsQuoted { get; set; }
}
