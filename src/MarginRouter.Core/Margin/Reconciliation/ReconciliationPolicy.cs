namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>When local margin figures count as agreeing with the venue's, and how the error band is kept.</summary>
/// <param name="MaximumDrift">Largest error, as a share of the venue's equity, that still agrees; above it the account turns reduce-only. Positive.</param>
/// <param name="Agreements">Statements in a row that must agree before a reduce-only account is free again; at least 1.</param>
/// <param name="Quantile">The share of past errors that the band covers, in (0, 1].</param>
/// <param name="Decay">Weight of an error against the one after it, in (0, 1]; below 1 old errors fade.</param>
/// <param name="Memory">Number of errors kept; at least 1.</param>
public sealed record ReconciliationPolicy(decimal MaximumDrift, int Agreements, decimal Quantile, decimal Decay, int Memory)
{
    /// <summary>What counts where nothing is configured: 1 per cent of equity, three agreements, the 0.99 quantile of the last 200 errors.</summary>
    public static ReconciliationPolicy Default { get; } = new(0.01m, 3, 0.99m, 0.98m, 200);
}
