using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads the section <c>fix</c> of a venue file.</summary>
internal static class FixSectionReader
{
    public static FixMarketDataSettings Read(JsonSection section)
    {
        FixDialect dialect = section.OptionalSection("dialect") is { } words ? FixDialectReader.Read(words) : FixDialect.Standard;
        bool proves = dialect.Logon.MarketDataProof != FixLogonProof.None;
        FixMarketDataSettings settings = new(
            section.Text("targetCompId"),
            section.Text("marketDataCompId"),
            proves ? VenueFileReader.SecretReference(section, "username") : string.Empty,
            proves ? VenueFileReader.SecretReference(section, "password") : string.Empty)
        {
            AmountTypes = ReadAmountTypes(section),
            Dialect = dialect,
            MarketDataTargetCompId = section.OptionalText("marketDataTargetCompId"),
            HeartbeatSeconds = section.OptionalWhole("heartbeatSeconds", 1, 300) ?? 5,
            CancelOnDisconnect = section.Has("cancelOnDisconnect") ? section.Flag("cancelOnDisconnect", fallback: false) : null,
            Schedule = section.OptionalSection("schedule") is { } schedule ? ScheduleReader.Read(schedule) : null,
            MessageLog = section.OptionalSection("messageLog") is { } log ? GatewayReader.ReadMessageLog(log) : null,
            AuthorityFile = ReadAuthority(section),
            Reader = section.Has("reader") ? section.Choice<FixAccountReader>("reader") : null,
        };
        section.Close();
        if (settings.CancelOnDisconnect == true && dialect.Logon.CancelOnDisconnect is null)
            section.Errors.Add($"{section.Place}.cancelOnDisconnect", "the dialect has no field that asks for it");
        if (settings.Reader is not null && dialect.Statements != FixStatementSource.Reader)
            section.Errors.Add($"{section.Place}.reader", "has no use where the dialect's statements come over FIX");
        return settings;
    }

    private static FixAmountTypes ReadAmountTypes(JsonSection section)
    {
        FixAmountTypes words = FixAmountTypes.Default;
        return new FixAmountTypes
        {
            Cash = section.OptionalText("cashType") ?? words.Cash,
            Borrowed = section.OptionalText("borrowedType") ?? words.Borrowed,
            Interest = section.OptionalText("interestType") ?? words.Interest,
            Borrowable = section.OptionalText("borrowableType") ?? words.Borrowable,
        };
    }

    private static string? ReadAuthority(JsonSection section)
    {
        if (section.OptionalText("authorityFile") is not { } file)
            return null;
        if (!File.Exists(file))
            section.Errors.Add($"{section.Place}.authorityFile", $"the file '{file}' does not exist");
        return file;
    }
}
