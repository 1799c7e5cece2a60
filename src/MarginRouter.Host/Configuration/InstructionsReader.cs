using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads a desk's usual venue preferences and classes: the member <c>preferences</c> of a desk file.</summary>
internal static class InstructionsReader
{
    public static RouteInstructions Read(JsonSection section, ImmutableArray<Venue> venues)
    {
        RouteInstructions instructions = new()
        {
            RegulatedOnly = section.Flag("regulatedOnly", fallback: false),
            Jurisdictions = [.. section.OptionalTexts("jurisdictions")],
            Kinds = [.. section.OptionalTexts("kinds").Select(text => Kind(section, text)).OfType<InstrumentKind>()],
            Venues = [.. section.OptionalSections("venues").Select(one => Preference(one, venues))],
        };
        section.Close();
        if (instructions.Venues.Select(preference => preference.Venue).Distinct().Count() < instructions.Venues.Length)
            section.Errors.Add($"{section.Place}.venues", "a venue is named twice");
        return instructions;
    }

    private static VenuePreference Preference(JsonSection section, ImmutableArray<Venue> venues)
    {
        VenuePreference preference = new(section.Text("venue"))
        {
            Excluded = section.Flag("excluded", fallback: false),
            PenaltyBasisPoints = section.OptionalNumber("penaltyBasisPoints", -10_000m, 10_000m) ?? 0m,
            MaximumShare = section.OptionalNumber("maximumShare", 0.000001m, 1m),
            Rank = section.OptionalWhole("rank", 1, 1000),
        };
        section.Close();
        if (!venues.Any(venue => venue.Name == preference.Venue))
            section.Errors.Add($"{section.Place}.venue", $"'{preference.Venue}' is not a venue");
        return preference;
    }

    private static InstrumentKind? Kind(JsonSection section, string text)
    {
        foreach (InstrumentKind kind in Enum.GetValues<InstrumentKind>())
        {
            if (string.Equals(JsonSection.CamelCase(kind.ToString()), text, StringComparison.Ordinal))
                return kind;
        }

        section.Errors.Add($"{section.Place}.kinds", $"'{text}' is not one of {string.Join(", ", Enum.GetNames<InstrumentKind>().Select(JsonSection.CamelCase))}");
        return null;
    }
}
