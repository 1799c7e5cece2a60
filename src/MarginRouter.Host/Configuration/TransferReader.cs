using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Host.Configuration;

/// <summary>
/// Reads <c>transfers</c> of the router file: the ways by which collateral may be suggested to move. An internal way states its figures
/// itself; one over a chain or a bank takes them from the due-diligence sheets of both venues, and a figure that those lack makes it
/// unavailable by name.
/// </summary>
internal sealed class TransferReader(
    IReadOnlyList<Subaccount> subaccounts, ImmutableArray<VenueSettings> venues, ImmutableDictionary<string, DueDiligenceSheet> sheets)
{
    private const decimal Largest = 1_000_000_000_000m;
    private const decimal Smallest = 0.000000000000000001m;
    private const int LongestSeconds = 2_592_000;
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>The policy; nothing is suggested where the member is missing.</summary>
    public TransferPolicy Read(JsonSection router)
    {
        if (router.OptionalSection("transfers") is not { } section)
            return TransferPolicy.None;
        int? age = section.OptionalWhole("maximumSheetAgeDays", 1, 3650);
        ImmutableArray<string> required = [.. section.OptionalTexts("requires")];
        foreach (string topic in required.Where(topic => !DueDiligenceSheet.Topics.Contains(topic)))
            section.Errors.Add($"{section.Place}.requires", $"'{topic}' is not one of {string.Join(", ", DueDiligenceSheet.Topics)}");
        TransferPolicy policy = new(
            [.. section.Sections("routes").Select(route => ReadRule(route, required, age))],
            section.Whole("previewWorkUnits", 0, 10_000_000),
            section.Whole("liveWorkUnits", 0, 10_000_000));
        section.Close();
        return policy;
    }

    /// <summary>Names desks that do not exist.</summary>
    public static void CheckDesks(TransferPolicy policy, IReadOnlyCollection<Desk> desks, ConfigurationErrors errors)
    {
        foreach (string name in policy.Rules.SelectMany(rule => rule.Desks).Distinct().Where(name => desks.All(desk => desk.Name != name)))
            errors.Add("router.json.transfers.routes", $"'{name}' is not a desk");
    }

    private TransferRule ReadRule(JsonSection section, ImmutableArray<string> required, int? age)
    {
        Subaccount? from = Find(section, "from");
        Subaccount? to = Find(section, "to");
        Asset asset = new(section.Text("asset"));
        TransferKind kind = section.Choice<TransferKind>("kind");
        decimal step = section.Number("step", Smallest, Largest);
        decimal maximum = section.Number("maximum", Smallest, Largest);
        ImmutableArray<string> desks = [.. section.OptionalTexts("desks")];
        bool allowed = section.Flag("allowed", fallback: false);
        if (from is not null && from == to)
            section.Errors.Add($"{section.Place}.to", "is the giving account");
        (SubaccountId From, SubaccountId To, string Name) ends = (from?.Id ?? default, to?.Id ?? default, $"{from?.Name} to {to?.Name}, {asset}");
        TransferRoute route = kind == TransferKind.Internal
            ? Internal(section, new TransferRoute(ends.From, ends.To, asset, kind, default, step, maximum, step))
            : Between(section, new TransferRoute(ends.From, ends.To, asset, kind, default, step, maximum, step), (ends.Name, required), age);
        section.Close();
        if (!allowed)
            route = route with { Unavailable = new Refusal(RefusalReason.TransferForbidden, ends.Name) };
        else if (route.Unavailable is null && route.Maximum < route.Minimum)
            section.Errors.Add($"{section.Place}.maximum", $"{route.Maximum} is below the minimum {route.Minimum}");
        return new TransferRule(route, desks);
    }

    /// <summary>A way inside one operator's books: its figures stand in the route, with their source.</summary>
    private static TransferRoute Internal(JsonSection section, TransferRoute route)
    {
        section.Text("source");
        int expected = section.Whole("expectedSeconds", 0, LongestSeconds);
        int worst = section.Whole("worstSeconds", 0, LongestSeconds);
        if (worst < expected)
            section.Errors.Add($"{section.Place}.worstSeconds", "is below expectedSeconds");
        TransferFee fee = new(
            section.Number("fixedFee", 0m, Largest), section.OptionalNumber("rate", 0m, 0.5m) ?? 0m, expected * 1000L, worst * 1000L);
        decimal daily = section.OptionalNumber("dailyMaximum", Smallest, Largest) ?? route.Maximum;
        return route with { Fee = fee, Minimum = section.Number("minimum", Smallest, Largest), Maximum = Math.Min(route.Maximum, daily) };
    }

    /// <summary>A way between venues: what leaves by the one's sheet and arrives by the other's.</summary>
    private TransferRoute Between(JsonSection section, TransferRoute route, (string Name, ImmutableArray<string> Required) about, int? age)
    {
        string network = section.Text("network");
        decimal minimum = section.OptionalNumber("minimum", Smallest, Largest) ?? Smallest;
        if (age is null)
            section.Errors.Add(section.Place, "transfers.maximumSheetAgeDays is missing: a way between venues rests on sheets that grow old");
        string unknown = Unknown(route, network, about.Required, out TransferFigures? leaves, out TransferFigures? arrives);
        if (unknown.Length > 0)
            return route with { Unavailable = new Refusal(RefusalReason.TransferUnknown, $"{about.Name}: {unknown}") };
        TransferFee fee = new(
            leaves!.FixedFee!.Value,
            leaves.Rate,
            (leaves.ExpectedSeconds!.Value + arrives!.ExpectedSeconds!.Value) * 1000L,
            (leaves.WorstSeconds!.Value + arrives.WorstSeconds!.Value) * 1000L);
        Instant oldest = leaves.AsOf < arrives.AsOf ? leaves.AsOf : arrives.AsOf;

        // What arrives must be at least what the receiving venue credits.
        decimal least = Math.Max(Math.Max(minimum, leaves.Minimum!.Value), (arrives.Minimum!.Value + fee.Fixed) / (1m - fee.Rate));
        return route with
        {
            Fee = fee,
            Minimum = decimal.Ceiling(least / route.Step) * route.Step,
            Maximum = Math.Min(route.Maximum, Math.Min(leaves.Maximum!.Value, leaves.DailyMaximum!.Value)),
            ValidUntil = oldest.PlusMilliseconds((age ?? 0) * MillisecondsPerDay),
        };
    }

    /// <summary>The first thing that the sheets do not say; empty when they say all.</summary>
    private string Unknown(TransferRoute route, string network, ImmutableArray<string> required, out TransferFigures? leaves, out TransferFigures? arrives)
    {
        (string giving, string receiving) = (VenueOf(route.From), VenueOf(route.To));
        leaves = sheets.GetValueOrDefault(giving)?.Withdrawals.FirstOrDefault(one => one.Asset == route.Asset && one.Network == network);
        arrives = sheets.GetValueOrDefault(receiving)?.Deposits.FirstOrDefault(one => one.Asset == route.Asset && one.Network == network);
        foreach (string topic in required)
        {
            if (sheets.GetValueOrDefault(receiving)?.Statements.ContainsKey(topic) != true)
                return $"{topic} of {receiving} is unknown";
        }

        string what = leaves is null ? $"withdrawal of {route.Asset} over {network} from {giving}"
            : arrives is null ? $"deposit of {route.Asset} over {network} at {receiving}"
            : leaves.FixedFee is null ? $"withdrawal fee of {giving}"
            : leaves.Minimum is null ? $"least withdrawal of {giving}"
            : leaves.Maximum is null || leaves.DailyMaximum is null ? $"withdrawal limit of {giving}"
            : leaves.ExpectedSeconds is null || leaves.WorstSeconds is null ? $"withdrawal time of {giving}"
            : arrives.Minimum is null ? $"least deposit of {receiving}"
            : arrives.ExpectedSeconds is null || arrives.WorstSeconds is null ? $"deposit time of {receiving}"
            : string.Empty;
        return what.Length == 0 ? what : $"{what} is unknown";
    }

    private string VenueOf(SubaccountId id) =>
        id.Value < subaccounts.Count ? venues[subaccounts[id.Value].Venue.Value].Venue.Name : string.Empty;

    private Subaccount? Find(JsonSection section, string member)
    {
        string name = section.Text(member);
        Subaccount? found = subaccounts.FirstOrDefault(account => account.Name == name);
        if (found is null && name.Length > 0)
            section.Errors.Add($"{section.Place}.{member}", $"'{name}' is not a subaccount");
        return found;
    }
}
