using System.Globalization;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads what expires in a venue file: <c>expiry</c> of dated futures and options, <c>option</c> with right, strike and strikeAsset.</summary>
internal static class DatedTerms
{
    private const decimal Largest = 1_000_000_000_000m;
    private const decimal Smallest = 0.000000000000000001m;

    /// <summary>Venues settle at this hour of UTC; a day without a time means it.</summary>
    private const int SettlementHour = 8;

    private static readonly string[] Times = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.fffK"];

    /// <summary>The expiry: a day or an ISO time; null when the member is absent.</summary>
    public static Instant? Expiry(JsonSection section) => section.Has("expiry") ? Moment(section, "expiry") : null;

    /// <summary>A moment that must be there: a day (08:00 UTC) or an ISO time; null with the error when it is missing or no time.</summary>
    public static Instant? Moment(JsonSection section, string name)
    {
        string text = section.Text(name);
        if (text.Length == 0)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return Moment(new DateTimeOffset(day.ToDateTime(new TimeOnly(SettlementHour, 0)), TimeSpan.Zero));
        if (DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return Moment(time);
        section.Errors.Add($"{section.Place}.{name}", $"'{text}' is not a day (2026-12-25, which means 08:00 UTC) or an ISO time");
        return null;
    }

    /// <summary>The terms of an option; null when the member is absent.</summary>
    public static OptionContract? Option(JsonSection section)
    {
        if (section.OptionalSection("option") is not { } terms)
            return null;
        OptionContract option = new(
            terms.Choice<OptionRight>("right"), terms.Number("strike", Smallest, Largest), new Asset(terms.Text("strikeAsset")));
        terms.Close();
        return option;
    }

    /// <summary>Names what is missing or does not belong to the kind.</summary>
    public static void Check(JsonSection section, Instrument instrument)
    {
        if (instrument.Expires && instrument.Expiry is null && !section.Has("expiry"))
            section.Errors.Add($"{section.Place}.expiry", "is missing: a dated contract or option is margined by its time to expiry");
        if (!instrument.Expires && instrument.Expiry is not null)
            section.Errors.Add($"{section.Place}.expiry", "belongs to dated futures and options only");
        if ((instrument.Kind == InstrumentKind.Option) != section.Has("option"))
        {
            section.Errors.Add($"{section.Place}.option", instrument.Kind == InstrumentKind.Option
                ? "is missing: an option needs its right, strike and strikeAsset"
                : "belongs to options only");
        }
    }

    private static Instant Moment(DateTimeOffset time) => Instant.FromMilliseconds(time.ToUnixTimeMilliseconds());
}
