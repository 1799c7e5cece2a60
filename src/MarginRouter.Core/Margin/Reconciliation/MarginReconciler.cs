using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>Compares local margin figures with a venue's. Pure.</summary>
public static class MarginReconciler
{
    // Where equity is all but gone a difference is a huge share of it; beyond this the size says nothing more.
    private const decimal Largest = 1_000m;
    private const decimal LargestFigure = 1_000_000_000_000_000m;
    private static readonly string[] Names = ["equity", "initialMargin", "maintenanceMargin", "utilisation"];

    /// <summary>
    /// Compares what a venue says of an account, as it stands in the same statement, with what its rule set gives.
    /// </summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="model">The rules of the account.</param>
    /// <param name="account">Balances and positions of the statement.</param>
    /// <param name="venue">The venue's figures; null when it gave none.</param>
    /// <param name="prices">Valuation prices; marks that the venue states take the place of its own.</param>
    /// <param name="policy">What agrees.</param>
    public static MarginComparison Compare(
        ReferenceData reference, IMarginModel model, MarginAccount account, VenueMargin? venue, PriceVector prices, ReconciliationPolicy policy)
    {
        MarginComparison nothing = new()
        {
            Subaccount = account.Subaccount.Id,
            RuleSet = model.RuleSet,
            AsOf = account.AsOf,
            Outcome = ReconciliationOutcome.NotReported,
            Missing = Missing(venue),
        };
        if (venue is null || nothing.Missing.Length == Names.Length)
            return nothing;
        foreach (StatedMark mark in venue.Marks)
        {
            if (PriceRange.Holds(mark.Price))
                prices = prices.Stating(mark.Instrument, mark.Price, account.AsOf);
        }

        MarginAssessment? local = MarginAssessor.Assess(reference, model, account, [], [], prices, out Refusal? unknown);
        decimal rate = 1m;
        if (local is not null)
            prices.TryConvert(venue.Asset, account.Subaccount.Reporting, out rate, out unknown);
        if (unknown is null && !PriceRange.Holds(rate))
            unknown = new Refusal(RefusalReason.CurrencyMissing, $"{venue.Asset} in {account.Subaccount.Reporting}, a rate of {rate}");
        return local is null || unknown is not null
            ? nothing with { Outcome = ReconciliationOutcome.LocalUnknown, LocalUnknown = $"{unknown!.Reason}: {unknown.Subject}" }
            : Compare(nothing, local, venue, rate, policy);
    }

    private static MarginComparison Compare(
        MarginComparison comparison, MarginAssessment local, VenueMargin venue, decimal rate, ReconciliationPolicy policy)
    {
        ImmutableArray<ComparedFigure>.Builder figures = ImmutableArray.CreateBuilder<ComparedFigure>();
        Add(figures, Names[0], local.Equity, venue.Equity, rate);
        Add(figures, Names[1], local.InitialMargin, venue.InitialMargin, rate);
        Add(figures, Names[2], local.MaintenanceMargin, venue.MaintenanceMargin, rate);
        Add(figures, Names[3], local.Utilisation, venue.Utilisation, 1m);
        decimal scale = Math.Abs(figures[0].Name == Names[0] ? figures[0].Venue : local.Equity);
        decimal equity = 0m;
        decimal requirement = 0m;
        foreach (ComparedFigure figure in figures)
        {
            decimal error = Error(figure, figure.Name == Names[3] ? 1m : scale);
            if (figure.Name == Names[0])
                equity = error;
            else
                requirement = Math.Max(requirement, error);
        }

        decimal total = Math.Min(Largest, equity + requirement);
        return comparison with
        {
            Figures = figures.ToImmutable(),
            Error = total,
            Outcome = total <= policy.MaximumDrift ? ReconciliationOutcome.Agrees : ReconciliationOutcome.Drifts,
        };
    }

    /// <summary>The difference as a share of the scale. Where there is no equity to measure by, or no local ratio, any difference is whole.</summary>
    private static decimal Error(ComparedFigure figure, decimal scale)
    {
        if (figure.Local is not decimal local)
            return 1m;
        decimal difference = Math.Abs(local - figure.Venue);
        if (difference == 0m)
            return 0m;
        return scale == 0m || difference / Largest >= scale ? Largest : difference / scale;
    }

    private static void Add(ImmutableArray<ComparedFigure>.Builder figures, string name, decimal? local, decimal? venue, decimal rate)
    {
        if (IsFigure(venue))
            figures.Add(new ComparedFigure(name, local, venue!.Value * rate));
    }

    private static ImmutableArray<string> Missing(VenueMargin? venue)
    {
        decimal?[] given = [venue?.Equity, venue?.InitialMargin, venue?.MaintenanceMargin, venue?.Utilisation];
        return [.. Names.Where((_, i) => !IsFigure(given[i]))];
    }

    /// <summary>A figure that no account can have is as good as none.</summary>
    private static bool IsFigure(decimal? figure) => figure is >= -LargestFigure and <= LargestFigure;
}
