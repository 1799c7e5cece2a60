using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>
/// How far local margin has been from the venues': an error band per account and per rule set, and which accounts may only reduce. It is
/// made of comparisons alone, so a journal of them gives it again. One writer.
/// </summary>
public sealed class ReconciliationLedger
{
    private const int BandDecimals = 6;
    private readonly ImmutableArray<Subaccount> subaccounts;
    private readonly ReconciliationPolicy policy;
    private readonly ErrorBand[] accounts;
    private readonly SortedDictionary<string, ErrorBand> ruleSets = new(StringComparer.Ordinal);
    private readonly History statements;
    private readonly History whatIfs;
    private readonly decimal?[] bands;

    /// <summary>Makes a ledger without comparisons.</summary>
    /// <param name="subaccounts">All subaccounts; ids are positions.</param>
    /// <param name="policy">What agrees, and how bands are kept.</param>
    public ReconciliationLedger(ImmutableArray<Subaccount> subaccounts, ReconciliationPolicy policy)
    {
        this.subaccounts = subaccounts;
        this.policy = policy;
        accounts = [.. subaccounts.Select(_ => new ErrorBand(policy))];
        statements = new History(subaccounts.Length);
        whatIfs = new History(subaccounts.Length);
        bands = new decimal?[subaccounts.Length];
    }

    /// <summary>The last comparison of an account; null before the first.</summary>
    /// <param name="subaccount">The account.</param>
    /// <param name="isWhatIf">True for the last answer to a what-if question, false for the last statement.</param>
    public MarginComparison? Last(SubaccountId subaccount, bool isWhatIf = false) => (isWhatIf ? whatIfs : statements).Last[subaccount.Value];

    /// <summary>
    /// Why an account may only reduce; null when it may trade. Drift of statements ends by statements that agree, drift of what-if answers by
    /// answers: a flat account agrees with any table, and must not free what a hypothesis has found.
    /// </summary>
    public Refusal? ReduceOnly(SubaccountId subaccount) => statements.ReduceOnly[subaccount.Value] ?? whatIfs.ReduceOnly[subaccount.Value];

    /// <summary>
    /// The wider of the bands of the account and of its rule set, rounded up to six decimals, as a share of equity: what limits shrink by.
    /// </summary>
    public decimal Band(SubaccountId subaccount) => bands[subaccount.Value] ??= FindBand(subaccount);

    private decimal FindBand(SubaccountId subaccount)
    {
        decimal band = accounts[subaccount.Value].Value;
        if (ruleSets.TryGetValue(subaccounts[subaccount.Value].RuleSet, out ErrorBand? shared))
            band = Math.Max(band, shared.Value);
        decimal rounded = decimal.Round(band, BandDecimals, MidpointRounding.ToPositiveInfinity);
        return Math.Min(1m, rounded);
    }

    /// <summary>Takes a comparison. Only one that found figures on both sides counts, for agreement as well as for drift.</summary>
    public AgreementChange Take(MarginComparison comparison)
    {
        int account = comparison.Subaccount.Value;
        if (account >= subaccounts.Length)
            throw new ArgumentException($"a comparison of account {account}, which there is not", nameof(comparison));
        History history = comparison.Question is null ? statements : whatIfs;
        history.Last[account] = comparison;
        if (comparison.Error is decimal error)
        {
            Array.Clear(bands);
            accounts[account].Add(error);
            if (!ruleSets.TryGetValue(comparison.RuleSet, out ErrorBand? shared))
                ruleSets[comparison.RuleSet] = shared = new ErrorBand(policy);
            shared.Add(error);
        }

        return comparison.Outcome switch
        {
            ReconciliationOutcome.Drifts => Restrict(history, comparison),
            ReconciliationOutcome.Agrees => Agree(history, comparison.Subaccount),
            ReconciliationOutcome.NotReported or ReconciliationOutcome.LocalUnknown => AgreementChange.None,
        };
    }

    /// <summary>A comparison in words, with both figures of everything compared.</summary>
    public string Describe(MarginComparison comparison)
    {
        string name = subaccounts[comparison.Subaccount.Value].Name;
        string figures = string.Join(
            ", ", comparison.Figures.Select(figure => $"{figure.Name} local {Text(figure.Local)} venue {Text(figure.Venue)}"));
        string missing = comparison.Missing.IsEmpty ? string.Empty : $"; the venue gives no {string.Join(", ", comparison.Missing)}";
        string error = comparison.Error is decimal share ? $"; off by {Text(share)} of equity" : string.Empty;
        string unknown = comparison.LocalUnknown is null ? string.Empty : $"local margin unknown, {comparison.LocalUnknown}";
        string question = comparison.Question is null ? string.Empty : $", what if {comparison.Question}";
        return $"{name} under {comparison.RuleSet}{question}: {figures}{unknown}{error}{missing}";
    }

    private AgreementChange Restrict(History history, MarginComparison comparison)
    {
        int account = comparison.Subaccount.Value;
        bool free = ReduceOnly(comparison.Subaccount) is null;
        history.Agreed[account] = 0;
        history.ReduceOnly[account] = new Refusal(
            RefusalReason.MarginDrift, Describe(comparison), comparison.Error, policy.MaximumDrift, policy.MaximumDrift);
        return free ? AgreementChange.TurnedReduceOnly : AgreementChange.None;
    }

    private AgreementChange Agree(History history, SubaccountId subaccount)
    {
        int account = subaccount.Value;
        if (history.ReduceOnly[account] is null || ++history.Agreed[account] < policy.Agreements)
            return AgreementChange.None;
        history.ReduceOnly[account] = null;
        history.Agreed[account] = 0;
        return ReduceOnly(subaccount) is null ? AgreementChange.Freed : AgreementChange.None;
    }

    private static string Text(decimal? value) =>
        value is decimal figure ? decimal.Round(figure, 8).ToString("0.########", CultureInfo.InvariantCulture) : "none";

    /// <summary>What one kind of comparison has come to, by account.</summary>
    private sealed class History(int accounts)
    {
        public MarginComparison?[] Last { get; } = new MarginComparison?[accounts];

        public Refusal?[] ReduceOnly { get; } = new Refusal?[accounts];

        public int[] Agreed { get; } = new int[accounts];
    }
}
