using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Configuration;

/// <summary>
/// Reads <c>exposureLimits</c> of the router file: caps on groups of accounts, named one by one or by the labels that subaccounts carry
/// (strategy, client, custodian, counterparty, or any other); every subaccount has the label <c>venue:NAME</c> of itself.
/// </summary>
internal sealed class ExposureLimitReader(IReadOnlyList<Subaccount> subaccounts, ImmutableArray<VenueSettings> venues)
{
    private const decimal Largest = 1_000_000_000_000m;

    public ImmutableArray<ExposureLimit> Read(JsonSection router)
    {
        ImmutableArray<ExposureLimit>.Builder limits = ImmutableArray.CreateBuilder<ExposureLimit>();
        foreach (JsonSection section in router.OptionalSections("exposureLimits"))
        {
            ExposureLimit limit = new(
                section.Text("name"),
                section.Choice<ExposureKind>("kind"),
                new Asset(section.Text("asset")),
                section.Number("limit", 0m, Largest),
                Members(section));
            section.Close();
            if (limits.Any(other => other.Name == limit.Name))
                section.Errors.Add($"{section.Place}.name", $"exposure limit '{limit.Name}' exists already");
            limits.Add(limit);
        }

        return limits.ToImmutable();
    }

    private ImmutableArray<SubaccountId> Members(JsonSection section)
    {
        List<SubaccountId> members = [];
        foreach (string name in section.OptionalTexts("subaccounts"))
        {
            if (subaccounts.FirstOrDefault(account => account.Name == name) is Subaccount found)
                members.Add(found.Id);
            else
                section.Errors.Add($"{section.Place}.subaccounts", $"'{name}' is not a subaccount");
        }

        foreach (string label in section.OptionalTexts("labels"))
        {
            SubaccountId[] labelled = [.. venues.SelectMany(venue => venue.Accounts.Where(account => Carries(venue, account, label))).Select(account => account.Subaccount)];
            if (labelled.Length == 0)
                section.Errors.Add($"{section.Place}.labels", $"no subaccount carries '{label}'");
            members.AddRange(labelled);
        }

        if (members.Count == 0)
            section.Errors.Add(section.Place, "a limit needs subaccounts or labels");
        return [.. members.Distinct().OrderBy(id => id.Value)];
    }

    private static bool Carries(VenueSettings venue, VenueAccountSettings account, string label) =>
        label == $"venue:{venue.Venue.Name}" || account.Labels.Contains(label);
}
