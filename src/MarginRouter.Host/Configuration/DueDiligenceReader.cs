using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>
/// Reads the due-diligence sheets of a configuration, <c>due-diligence/NAME.json</c>, one a venue; the folder may be missing. Their form
/// is that of <c>config/due-diligence/schema.json</c>.
/// </summary>
internal static class DueDiligenceReader
{
    /// <summary>The folder of the sheets inside a configuration.</summary>
    public const string Folder = "due-diligence";

    private const string SchemaFile = Folder + "/schema.json";
    private const decimal Largest = 1_000_000_000_000m;
    private const int LongestSeconds = 2_592_000;

    /// <summary>All sheets by venue.</summary>
    public static ImmutableDictionary<string, DueDiligenceSheet> Load(string folder, IReadOnlyCollection<string> venues, ConfigurationErrors errors)
    {
        ImmutableDictionary<string, DueDiligenceSheet>.Builder sheets = ImmutableDictionary.CreateBuilder<string, DueDiligenceSheet>();
        if (!Directory.Exists(Path.Combine(folder, Folder)))
            return sheets.ToImmutable();
        foreach (string file in ConfigurationFiles.List(folder, Folder, errors))
        {
            if (file == SchemaFile || ConfigurationFiles.Read(folder, file, errors) is not JsonSection section)
                continue;
            DueDiligenceSheet sheet = Read(section);
            if (sheet.Venue.Length > 0 && !venues.Contains(sheet.Venue))
                errors.Add($"{file}.venue", $"'{sheet.Venue}' is not a venue");
            if (!sheets.TryAdd(sheet.Venue, sheet))
                errors.Add(file, $"a sheet of '{sheet.Venue}' exists already");
        }

        return sheets.ToImmutable();
    }

    private static DueDiligenceSheet Read(JsonSection file)
    {
        string venue = file.Text("venue");
        ImmutableSortedDictionary<string, DueDiligenceStatement>.Builder statements =
            ImmutableSortedDictionary.CreateBuilder<string, DueDiligenceStatement>(StringComparer.Ordinal);
        foreach (string topic in DueDiligenceSheet.Topics)
        {
            if (file.OptionalSection(topic) is { } section)
                statements[topic] = ReadStatement(section);
        }

        DueDiligenceSheet sheet = new(
            venue,
            statements.ToImmutable(),
            [.. file.OptionalSections("withdrawals").Select(section => ReadFigures(section, leaves: true))],
            [.. file.OptionalSections("deposits").Select(section => ReadFigures(section, leaves: false))]);
        CheckUnique(file, "withdrawals", sheet.Withdrawals);
        CheckUnique(file, "deposits", sheet.Deposits);
        file.Close();
        return sheet;
    }

    private static DueDiligenceStatement ReadStatement(JsonSection section)
    {
        DueDiligenceStatement statement = new(section.Text("says"), section.Text("source"), DatedTerms.Moment(section, "asOf") ?? default);
        section.Close();
        return statement;
    }

    /// <summary>A deposit has no fee and no most of its own.</summary>
    private static TransferFigures ReadFigures(JsonSection section, bool leaves)
    {
        TransferFigures figures = new(
            new Asset(section.Text("asset")), section.Text("network"), section.Text("source"), DatedTerms.Moment(section, "asOf") ?? default)
        {
            FixedFee = leaves ? section.OptionalNumber("fixedFee", 0m, Largest) : 0m,
            Rate = leaves ? section.OptionalNumber("rate", 0m, 0.5m) ?? 0m : 0m,
            Minimum = section.OptionalNumber("minimum", 0m, Largest),
            Maximum = leaves ? section.OptionalNumber("maximum", 0m, Largest) : null,
            DailyMaximum = leaves ? section.OptionalNumber("dailyMaximum", 0m, Largest) : null,
            ExpectedSeconds = section.OptionalWhole("expectedSeconds", 0, LongestSeconds),
            WorstSeconds = section.OptionalWhole("worstSeconds", 0, LongestSeconds),
        };
        if (figures.WorstSeconds < figures.ExpectedSeconds)
            section.Errors.Add($"{section.Place}.worstSeconds", "is below expectedSeconds");
        section.Close();
        return figures;
    }

    private static void CheckUnique(JsonSection file, string member, ImmutableArray<TransferFigures> figures)
    {
        foreach (IGrouping<(Asset, string), TransferFigures> group in figures.GroupBy(one => (one.Asset, one.Network)).Where(group => group.Count() > 1))
            file.Errors.Add($"{file.Place}.{member}", $"{group.Key.Item1} over {group.Key.Item2} stands there more than once");
    }
}
