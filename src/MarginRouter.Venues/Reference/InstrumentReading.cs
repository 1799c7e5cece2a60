using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Reference;

/// <summary>What a venue's answer says about one instrument.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Terms">Its terms.</param>
internal sealed record InstrumentReading(string Symbol, InstrumentTerms Terms)
{
    private const string NotListed = "not listed";

    /// <summary>An instrument that the venue's list does not contain.</summary>
    public static InstrumentReading Missing(Instrument instrument) => new(instrument.Symbol, InstrumentTerms.Of(instrument) with { Closed = NotListed });
}
