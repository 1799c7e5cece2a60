using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Gateway.Instructions;

/// <summary>Every wish about routing that a desk can state with an order.</summary>
internal static class RouteParameters
{
    private const int WholeType = 1;
    private const int FloatType = 6;
    private const int BooleanType = 13;
    private const int ListType = 24;

    /// <summary>TargetStrategy(847) of the one way of working a parent: routed at once, and again while it stands.</summary>
    public const int Strategy = 1001;

    /// <summary>All of them, in order of their tags.</summary>
    public static ImmutableArray<RouteParameter> All { get; } =
    [
        new(DeskTag.MaximumChildren, "MaximumChildren", WholeType, "Most child orders of one attempt, from 1; it cannot raise the desk's.",
            static (now, text) => Whole(text) is long value and > 0 and <= int.MaxValue ? now with { MaximumChildren = (int)value } : null),
        new(DeskTag.FillTolerance, "FillToleranceBp", FloatType, "Share that may stay unfilled where it costs too much, in basis points of the quantity, 0 to 10000.",
            static (now, text) => Number(text) is decimal value and >= 0m and <= 10_000m ? now with { FillToleranceBasisPoints = value } : null),
        new(DeskTag.MaximumMarginalCost, "MaximumMarginalCostBp", FloatType, "Most that one more unit may cost against arrival, everything included, in basis points, above 0 to 100000.",
            static (now, text) => Number(text) is decimal value and > 0m and <= 100_000m ? now with { MaximumMarginalCostBasisPoints = value } : null),
        new(DeskTag.HoldingTime, "HoldingMilliseconds", WholeType, "Expected holding time in milliseconds, for funding, borrow and the price of capital.",
            static (now, text) => Whole(text) is long value and >= 0 and <= int.MaxValue ? now with { HoldingMilliseconds = value } : null),
        new(DeskTag.RegulatedOnly, "RegulatedOnly", BooleanType, "Y: only venues that the firm has marked as regulated.",
            static (now, text) => text is "Y" or "N" ? now with { RegulatedOnly = text == "Y" } : null),
        new(DeskTag.Jurisdictions, "Jurisdictions", ListType, "Jurisdictions whose venues may be used, separated by blanks.",
            static (now, text) => Words(text) is { IsEmpty: false } words ? now with { Jurisdictions = words } : null),
        new(DeskTag.InstrumentKinds, "InstrumentKinds", ListType, "Kinds of instruments that may serve as substitutes for each other, separated by blanks: spot, linearPerpetual, linearFuture.",
            static (now, text) => Kinds(text) is { IsEmpty: false } kinds ? now with { Kinds = kinds } : null),
        new(DeskTag.ExcludedVenues, "ExcludedVenues", ListType, "Venues that get nothing, separated by blanks.",
            static (now, text) => Each(now, Words(text), static (venue, _) => venue with { Excluded = true })),
        new(DeskTag.VenueOrder, "VenueOrder", ListType, "Venues in the order in which they are used, separated by blanks; the others come after them.",
            static (now, text) => Each(now, Words(text), static (venue, place) => venue with { Rank = place + 1 })),
        new(DeskTag.VenueWeights, "VenueWeightsBp", ListType, "VENUE=NUMBER, separated by blanks: added to the venue's price in the comparison, in basis points; negative prefers it.",
            static (now, text) => Pairs(now, text, static (venue, value) => Math.Abs(value) <= 10_000m ? venue with { PenaltyBasisPoints = value } : null)),
        new(DeskTag.VenueShares, "VenueShares", ListType, "VENUE=NUMBER, separated by blanks: largest share of the quantity that may go there, above 0 to 1.",
            static (now, text) => Pairs(now, text, static (venue, value) => value is > 0m and <= 1m ? venue with { MaximumShare = value } : null)),
    ];

    /// <summary>The parameter of this name, or null.</summary>
    public static RouteParameter? Find(string name) => All.FirstOrDefault(parameter => parameter.Name == name);

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    /// <summary>Words that differ; none when one is there twice.</summary>
    private static ImmutableArray<string> Words(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Distinct().Count() == words.Length ? [.. words] : [];
    }

    private static ImmutableArray<InstrumentKind> Kinds(string text)
    {
        ImmutableArray<InstrumentKind>.Builder kinds = ImmutableArray.CreateBuilder<InstrumentKind>();
        foreach (string word in Words(text))
        {
            if (Kind(word) is not InstrumentKind kind)
                return [];
            kinds.Add(kind);
        }

        return kinds.ToImmutable();
    }

    /// <summary>The kind of a word; null for one that is not known.</summary>
    public static InstrumentKind? Kind(string word) => word switch
    {
        "spot" => InstrumentKind.Spot,
        "linearPerpetual" => InstrumentKind.LinearPerpetual,
        "linearFuture" => InstrumentKind.LinearFuture,
        _ => null,
    };

    private static RouteInstructions? Pairs(RouteInstructions now, string text, Func<VenuePreference, decimal, VenuePreference?> change)
    {
        ImmutableArray<string> words = Words(text);
        if (words.IsEmpty)
            return null;
        HashSet<string> seen = [];
        foreach (string word in words)
        {
            int place = word.LastIndexOf('=');
            if (place <= 0 || Number(word[(place + 1)..]) is not decimal value || !seen.Add(word[..place]))
                return null;
            if (change(Of(now, word[..place]), value) is not VenuePreference changed)
                return null;
            now = With(now, changed);
        }

        return now;
    }

    private static RouteInstructions? Each(RouteInstructions now, ImmutableArray<string> venues, Func<VenuePreference, int, VenuePreference> change)
    {
        for (int place = 0; place < venues.Length; place++)
            now = With(now, change(Of(now, venues[place]), place));
        return venues.IsEmpty ? null : now;
    }

    private static VenuePreference Of(RouteInstructions now, string venue) =>
        now.Venues.FirstOrDefault(preference => preference.Venue == venue) ?? new VenuePreference(venue);

    private static RouteInstructions With(RouteInstructions now, VenuePreference changed)
    {
        int place = now.Venues.IndexOf(Of(now, changed.Venue));
        return now with { Venues = place < 0 ? now.Venues.Add(changed) : now.Venues.SetItem(place, changed) };
    }
}
