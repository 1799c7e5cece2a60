using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Host.Stress;

namespace MarginRouter.Host.Configuration;

/// <summary>
/// Reads a configuration folder: <c>router.json</c>, <c>venues/</c>, <c>desks/</c>, and margin rule sets from <c>margin/</c> there or,
/// when the folder has none, beside it. Everything is validated and every error is listed.
/// </summary>
public static class RouterConfigurationLoader
{
    private const decimal Largest = 1_000_000_000_000m;

    /// <summary>Loads and validates; throws <see cref="ConfigurationException"/> with every error.</summary>
    public static RouterConfiguration Load(string folder)
    {
        ConfigurationErrors errors = new();
        RouterConfiguration? configuration = TryLoad(folder, errors);
        return errors.IsEmpty && configuration is not null ? configuration : throw new ConfigurationException(errors.All);
    }

    /// <summary>The member <c>dayEnd</c>, hours and minutes of the UTC day; midnight when it is not there.</summary>
    private static int ReadDayEnd(JsonSection router)
    {
        if (router.OptionalText("dayEnd") is not string text)
            return 0;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time))
            return (time.Hour * 60) + time.Minute;
        router.Errors.Add($"{router.Place}.dayEnd", $"'{text}' is not a time such as 21:00 (UTC)");
        return 0;
    }

    private static RouterConfiguration? TryLoad(string folder, ConfigurationErrors errors)
    {
        List<Instrument> instruments = [];
        List<Subaccount> subaccounts = [];
        ImmutableArray<VenueSettings> venues = ReadVenues(folder, instruments, subaccounts, errors);
        ImmutableDictionary<string, MarginRuleSet> ruleSets = MarginRuleSetFiles.Load(folder, errors);
        JsonSection? router = ConfigurationFiles.Read(folder, "router.json", errors);
        if (router is null)
            return null;
        ImmutableArray<Product> products = ReadProducts(router, venues);
        JournalSettings journal = ReadJournal(router.Section("journal"));
        GatewaySettings gateway = GatewayReader.Read(router.Section("gateway"));
        AgeLimits ages = ReadAges(router.Section("ages"));
        ValuationReader valuationReader = new(
            [.. instruments], (section, member, name) => FindInstrument(section, member, venues, name), ages);
        ImmutableArray<ValuationRule> valuation = valuationReader.Read(router);
        int bookDepth = router.Whole("bookDepth", 1, 5000);
        int dayEnd = ReadDayEnd(router);
        int workUnits = router.Whole("workUnits", 100, 10_000_000);
        ReconciliationPolicy reconciliation = ReadReconciliation(router.OptionalSection("reconciliation"));
        MarginTableUse tables = router.Choice<MarginTableUse>("marginTables");
        ImmutableArray<ExposureLimit> exposureLimits = new ExposureLimitReader(subaccounts, venues).Read(router);
        ImmutableDictionary<string, DueDiligenceSheet> sheets = DueDiligenceReader.Load(folder, [.. venues.Select(venue => venue.Venue.Name)], errors);
        TransferPolicy transfers = new TransferReader(subaccounts, venues, sheets).Read(router);
        RepairPolicy repairs = ReadRepairs(router.OptionalSection("basketRepairs"));
        QuotePolicy? quotes = QuoteSectionReader.ReadPolicy(router, usual: null);
        router.Close();
        StressTable stress = StressFiles.Table(StressFiles.FolderOf(folder), errors);
        DeskFileReader deskReader = new(products, subaccounts, [.. venues.Select(venue => venue.Venue)], (stress, quotes));
        List<Desk> desks = [];
        List<DeskSettings> sessions = [];
        foreach (string file in ConfigurationFiles.List(folder, "desks", errors))
        {
            if (ConfigurationFiles.Read(folder, file, errors) is not JsonSection section)
                continue;
            (Desk desk, DeskSettings settings) = deskReader.Read(section);
            if (desks.Any(other => other.Name == desk.Name))
                errors.Add(file, $"desk '{desk.Name}' exists already");
            if (sessions.Exists(other => other.CompId == settings.CompId))
                errors.Add($"{file}.fix.compId", $"'{settings.CompId}' is another desk's");
            desks.Add(desk);
            sessions.Add(settings);
        }

        if (desks.Exists(desk => desk.Quotes is not null) && venues.All(venue => venue.Quotes is null))
            errors.Add("quotes", "a desk asks for quotes, but no venue's file names makers");
        SessionReader.Check("router.json.gateway.sessions", gateway.Sessions, (desks, sessions), subaccounts, errors);
        CheckRuleSets(subaccounts, ruleSets, errors);
        if (errors.IsEmpty)
            TransferReader.CheckDesks(transfers, desks, errors);
        if (!errors.IsEmpty)
            return null;
        Firm firm = new()
        {
            Reference = new ReferenceData([.. venues.Select(venue => venue.Venue)], [.. instruments], products),
            Subaccounts = [.. subaccounts],
            Desks = [.. desks],
            VenueTerms = [.. venues.Select(venue => venue.Terms with { Deleveraging = Deleveraging(venue.Venue.Id, subaccounts, ruleSets) })],
            QuoteMakers = QuoteSettings.MakersOf(venues),
            ExposureLimits = exposureLimits,
            Transfers = transfers,
            Repairs = repairs,
            Valuation = valuation,
            Reconciliation = reconciliation,
            Ages = ages,
            BookDepth = bookDepth,
            WorkUnits = workUnits,
            DayEndMinutes = dayEnd,
        };
        return new RouterConfiguration(firm, venues, [.. sessions], ruleSets, journal, gateway, tables) { Stress = stress };
    }

    private static RepairPolicy ReadRepairs(JsonSection? section)
    {
        if (section is null)
            return RepairPolicy.Default;
        RepairPolicy usual = RepairPolicy.Default;
        RepairPolicy policy = new(
            section.OptionalWhole("mostWaits", 1, 10_000) ?? usual.MostWaits,
            section.OptionalWhole("lifeAttempts", 1, 1_000) ?? usual.LifeAttempts,
            section.OptionalWhole("longestWaitMilliseconds", 1, 3_600_000) ?? usual.LongestWaitMilliseconds);
        section.Close();
        return policy;
    }

    private static ImmutableArray<VenueSettings> ReadVenues(
        string folder, List<Instrument> instruments, List<Subaccount> subaccounts, ConfigurationErrors errors)
    {
        VenueFileReader reader = new(instruments, subaccounts);
        ImmutableArray<VenueSettings>.Builder venues = ImmutableArray.CreateBuilder<VenueSettings>();
        foreach (string file in ConfigurationFiles.List(folder, "venues", errors))
        {
            if (ConfigurationFiles.Read(folder, file, errors) is not JsonSection section)
                continue;
            VenueSettings venue = reader.Read(section, new VenueId(venues.Count));
            if (venues.Any(other => other.Venue.Name == venue.Venue.Name))
                errors.Add(file, $"venue '{venue.Venue.Name}' exists already");
            venues.Add(venue);
        }

        return venues.ToImmutable();
    }

    private static ImmutableArray<Product> ReadProducts(JsonSection router, ImmutableArray<VenueSettings> venues)
    {
        ImmutableArray<Product>.Builder products = ImmutableArray.CreateBuilder<Product>();
        foreach (JsonSection section in router.Sections("products"))
        {
            List<InstrumentId> members = [];
            decimal lot = section.Number("lot", 0.000000000000000001m, Largest);
            Asset underlying = new(section.Text("base"));
            foreach (string name in section.Texts("instruments"))
            {
                if (FindInstrument(section, "instruments", venues, name) is not Instrument instrument)
                    continue;
                members.Add(instrument.Id);
                if (instrument.Kind == InstrumentKind.Option)
                    section.Errors.Add($"{section.Place}.instruments", $"{name} is an option: accounts may hold options, but no product routes them");
                if (instrument.IsInverse)
                    section.Errors.Add($"{section.Place}.instruments", $"{name} is an inverse contract: its book and mark are kept, and no product routes it yet");
                if (instrument.Base != underlying)
                    section.Errors.Add($"{section.Place}.instruments", $"{name} is on {instrument.Base}, not {underlying}");
                decimal ratio = instrument.BasePerLot / lot;
                if (ratio < 1 || ratio != decimal.Truncate(ratio))
                    section.Errors.Add($"{section.Place}.lot", $"{lot} does not divide the {instrument.BasePerLot} of {name}");
            }

            string symbol = section.Text("symbol");
            if (products.Any(other => other.Symbol == symbol))
                section.Errors.Add($"{section.Place}.symbol", $"product '{symbol}' exists already");
            products.Add(new Product(new ProductId(products.Count), symbol, underlying, new Asset(section.Text("pricing")), lot, [.. members]));
            section.Close();
        }

        return products.ToImmutable();
    }

    private static Instrument? FindInstrument(JsonSection section, string member, ImmutableArray<VenueSettings> venues, string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        foreach (VenueSettings venue in venues)
        {
            if (colon <= 0 || venue.Venue.Name != name[..colon])
                continue;
            foreach (Instrument instrument in venue.Instruments)
            {
                if (instrument.Symbol == name[(colon + 1)..])
                    return instrument;
            }
        }

        section.Errors.Add($"{section.Place}.{member}", $"'{name}' is not an instrument; write venue:symbol");
        return null;
    }

    private static JournalSettings ReadJournal(JsonSection section)
    {
        JournalSettings journal = new(
            section.Text("directory"), section.Choice<DurabilityMode>("durability"), section.Whole("segmentMegabytes", 1, 1024));
        section.Close();
        return journal;
    }

    /// <summary>Where nothing is configured the defaults hold: comparisons are never off.</summary>
    private static ReconciliationPolicy ReadReconciliation(JsonSection? section)
    {
        if (section is null)
            return ReconciliationPolicy.Default;
        ReconciliationPolicy policy = new(
            section.Number("maximumDrift", 0.000001m, 1m),
            section.Whole("agreements", 1, 1_000),
            section.Number("quantile", 0.5m, 1m),
            section.Number("decay", 0.5m, 1m),
            section.Whole("memory", 1, 10_000));
        section.Close();
        return policy;
    }

    private static AgeLimits ReadAges(JsonSection section)
    {
        AgeLimits ages = new(
            section.Whole("bookMilliseconds", 1, 600_000),
            section.Whole("markMilliseconds", 1, 600_000),
            section.Whole("intentMilliseconds", 1, 600_000));
        ages = ages with { VolatilityMilliseconds = section.OptionalWhole("volatilityMilliseconds", 1, 3_600_000) ?? ages.MarkMilliseconds };
        section.Close();
        return ages;
    }

    /// <summary>When a venue deleverages, by the first rule set of its accounts that says so.</summary>
    private static DeleveragingRule? Deleveraging(
        VenueId venue, List<Subaccount> subaccounts, ImmutableDictionary<string, MarginRuleSet> ruleSets) => subaccounts
            .Where(subaccount => subaccount.Venue == venue)
            .Select(subaccount => ruleSets[subaccount.RuleSet].Liquidation?.Deleveraging)
            .FirstOrDefault(rule => rule is not null);

    private static void CheckRuleSets(
        List<Subaccount> subaccounts, ImmutableDictionary<string, MarginRuleSet> ruleSets, ConfigurationErrors errors)
    {
        foreach (Subaccount subaccount in subaccounts)
        {
            if (!ruleSets.ContainsKey(subaccount.RuleSet))
                errors.Add($"subaccount {subaccount.Name}", $"margin rule set '{subaccount.RuleSet}' does not exist");
        }
    }
}
