using System.Collections.Immutable;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads what is configured of requests for quotes: which makers a venue has, and when desks ask them.</summary>
internal static class QuoteSectionReader
{
    /// <summary>The section of a venue's file; null where it has none.</summary>
    /// <param name="file">The venue's file.</param>
    /// <param name="venue">Its id and protocol.</param>
    /// <param name="instruments">Its instruments.</param>
    /// <param name="accounts">Its accounts.</param>
    public static QuoteSettings? ReadVenue(
        JsonSection file, (VenueId Id, VenueProtocol Protocol) venue, ImmutableArray<Instrument> instruments, ImmutableArray<VenueAccountSettings> accounts)
    {
        if (file.OptionalSection("quotes") is not { } section)
            return null;
        if (venue.Protocol is not (VenueProtocol.Fix44 or VenueProtocol.Bybit))
            section.Errors.Add(section.Place, $"the {venue.Protocol} adapter asks no makers for quotes");
        ImmutableArray<string> makers = [.. section.Texts("makers")];
        if (makers.IsEmpty)
            section.Errors.Add($"{section.Place}.makers", "is empty: without makers there is nobody to ask");
        if (makers.Distinct(StringComparer.Ordinal).Count() < makers.Length)
            section.Errors.Add($"{section.Place}.makers", "names a maker twice");
        ImmutableArray<InstrumentId> quoted = [.. section.OptionalTexts("instruments").Select(symbol => Find(section, instruments, symbol))];
        if (quoted.IsEmpty)
            quoted = [.. instruments.Select(instrument => instrument.Id)];
        bool anonymous = section.Flag("anonymous", fallback: false);
        if (anonymous && venue.Protocol != VenueProtocol.Bybit)
            section.Errors.Add($"{section.Place}.anonymous", $"the {venue.Protocol} adapter tells makers who asks");

        // A request carries one account, and venues let no other take what answers it.
        bool perAccount = venue.Protocol == VenueProtocol.Bybit || accounts.Length > 1;
        QuoteSettings settings = new(
            new QuoteMakers(venue.Id, makers, quoted, perAccount) { OneOfRequest = venue.Protocol == VenueProtocol.Bybit },
            section.OptionalWhole("lastLookMilliseconds", 0, 60_000) ?? 0,
            section.OptionalWhole("expiryMarginMilliseconds", 0, 10_000) ?? 5,
            section.Flag("feeIncluded", fallback: false),
            anonymous);
        section.Close();
        return settings;
    }

    /// <summary>The section of the router's or a desk's file; null where nobody is asked.</summary>
    /// <param name="file">The file.</param>
    /// <param name="usual">What holds where it has no section.</param>
    public static QuotePolicy? ReadPolicy(JsonSection file, QuotePolicy? usual)
    {
        if (file.OptionalSection("quotes") is not { } section)
            return usual;
        bool asks = section.Flag("asks", fallback: true);
        bool isStated = section.Has("windowMilliseconds") || section.Has("minimumNotional") || section.Has("maximumMakers") || section.Has("maximumRounds");
        if (!asks && isStated)
            section.Errors.Add($"{section.Place}.asks", "is false: then nothing else belongs here");
        QuotePolicy? policy = !asks ? null : new QuotePolicy(
            section.Whole("windowMilliseconds", 1, 60_000),
            section.Number("minimumNotional", 0m, 1_000_000_000_000m),
            section.OptionalWhole("maximumMakers", 1, 100) ?? 5,
            section.OptionalWhole("maximumRounds", 1, 100) ?? 2);
        section.Close();
        return policy;
    }

    private static InstrumentId Find(JsonSection section, ImmutableArray<Instrument> instruments, string symbol)
    {
        foreach (Instrument instrument in instruments)
        {
            if (instrument.Symbol == symbol)
                return instrument.Id;
        }

        section.Errors.Add($"{section.Place}.instruments", $"'{symbol}' is not an instrument of this venue");
        return default;
    }
}
