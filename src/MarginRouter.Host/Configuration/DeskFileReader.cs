using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads one file of <c>config/desks</c>.</summary>
internal sealed class DeskFileReader(
    ImmutableArray<Product> products, IReadOnlyList<Subaccount> subaccounts, ImmutableArray<Venue> venues, (StressTable Stress, QuotePolicy? Quotes) firm)
{
    private readonly StressTable stress = firm.Stress;
    private const int MaximumGraceMilliseconds = 86_400_000;

    public (Desk Desk, DeskSettings Settings) Read(JsonSection file)
    {
        string name = file.Text("name");
        JsonSection fix = file.Section("fix");
        DeskSettings settings = new(name, fix.Text("compId"), fix.Text("username"), VenueFileReader.SecretReference(fix, "password"))
        {
            CancelOnDisconnect = fix.OptionalWhole("cancelOnDisconnectMilliseconds", 0, MaximumGraceMilliseconds) is int grace
                ? TimeSpan.FromMilliseconds(grace) : null,
            Version = SessionReader.ReadVersion(fix),
            Schedule = SessionReader.ReadSchedule(fix),
            Permission = SessionReader.ReadPermission(fix),
            Strictness = SessionReader.ReadStrictness(fix),
            Accounts = [.. fix.OptionalTexts("accounts")],
        };
        fix.Close();
        Desk desk = new(
            name,
            [.. file.Texts("products").Select(symbol => FindProduct(file, symbol))],
            [.. file.Texts("subaccounts").Select(account => FindSubaccount(file, account))],
            ReadPolicy(file.Section("policy")),
            file.Number("maximumOrderNotional", 0m, 1_000_000_000_000m),
            file.Whole("maximumAttempts", 1, 100),
            file.Whole("reattemptMilliseconds", 1, 3_600_000))
        {
            Quotes = QuoteSectionReader.ReadPolicy(file, firm.Quotes),
            AllocationAccounts = [.. file.OptionalTexts("allocationAccounts")],
            Instructions = file.OptionalSection("preferences") is JsonSection preferences ? InstructionsReader.Read(preferences, venues) : new RouteInstructions(),
        };
        SessionReader.CheckAccounts($"{fix.Place}.accounts", settings.Accounts, desk, subaccounts, file.Errors);
        file.Close();
        return (desk, settings);
    }

    private RoutePolicy ReadPolicy(JsonSection section)
    {
        RoutePolicy policy = new(
            section.Choice<FillStatePolicy>("fillStates"),
            section.Choice<BreachPolicy>("breach"),
            section.Whole("maximumChildren", 1, 200),
            section.Number("collarBasisPoints", 0.01m, 10_000m))
        {
            FillToleranceBasisPoints = section.OptionalNumber("fillToleranceBasisPoints", 0m, 10_000m) ?? 1m,
            MaximumMarginalCostBasisPoints = section.OptionalNumber("maximumMarginalCostBasisPoints", 0.0001m, 100_000m),
            MarkImpactBasisPoints = section.OptionalNumber("markImpactBasisPoints", 0m, 10_000m) ?? 0m,
            UsesFillRatio = section.Flag("usesFillRatio", fallback: true),
            HoldingMilliseconds = section.OptionalWhole("holdingMilliseconds", 0, int.MaxValue) ?? 0,
            StressFloors = [.. section.OptionalSections("stressFloors").Select(ReadFloor)],
        };
        section.Close();
        return policy;
    }

    private StressFloor ReadFloor(JsonSection section)
    {
        string name = section.Text("scenario");
        StressFloor floor = new(name, section.Number("utilisationLimit", 0.0001m, 1m));
        section.Close();
        if (name.Length > 0 && stress.Find(name) is null)
            section.Errors.Add($"{section.Place}.scenario", $"'{name}' is not a scenario of the stress files");
        else if (name.Length > 0 && stress.Find(name) is { } found && !StressTable.IsJudged(found))
            section.Errors.Add($"{section.Place}.scenario", $"'{name}' changes funding or books, which margin before a trade does not see");
        return floor;
    }

    private ProductId FindProduct(JsonSection file, string symbol)
    {
        foreach (Product product in products)
        {
            if (product.Symbol == symbol)
                return product.Id;
        }

        file.Errors.Add($"{file.Place}.products", $"'{symbol}' is not a product");
        return default;
    }

    private SubaccountId FindSubaccount(JsonSection file, string name)
    {
        foreach (Subaccount subaccount in subaccounts)
        {
            if (subaccount.Name == name)
                return subaccount.Id;
        }

        file.Errors.Add($"{file.Place}.subaccounts", $"'{name}' is not a subaccount");
        return default;
    }
}
