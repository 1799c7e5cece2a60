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
        MarginComparison nothing = Nothing(model, account, venue);
        if (venue is null || nothing.Missing.Length == Names.Length)
            return nothing;
        MarginAssessment? local = Assess((reference, model), account, [], (venue, prices), out (decimal Rate, Refusal? Unknown) found);
        return local is null ? Unknown(nothing, found.Unknown) : Compare(nothing, local, Claims(local, venue, found.Rate), policy);
    }

    /// <summary>Compares a venue's answer to a what-if question with what the account's rule set gives for the same hypothesis.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="model">The rules of the account.</param>
    /// <param name="account">Balances and positions that the question was about.</param>
    /// <param name="answer">The question's orders, and the answer.</param>
    /// <param name="prices">Valuation prices; marks that the venue states take the place of its own.</param>
    /// <param name="policy">What agrees.</param>
    public static MarginComparison Compare(
        ReferenceData reference, IMarginModel model, MarginAccount account, WhatIfAnswer answer, PriceVector prices, ReconciliationPolicy policy)
    {
        VenueMargin? venue = answer.Account.Margin;
        MarginComparison nothing = Nothing(model, account, venue) with { Question = answer.Question };
        if (venue is null || (nothing.Missing.Length == Names.Length && answer.InitialRate is null && answer.WorstLosses.IsEmpty))
            return nothing;
        MarginAssessment? local = Assess((reference, model), account, answer.Orders.AsSpan(), (venue, prices), out (decimal Rate, Refusal? Unknown) found);
        if (local is null)
            return Unknown(nothing, found.Unknown);
        List<Claim> claims = Claims(local, venue, found.Rate);
        if (IsFigure(answer.InitialRate))
            claims.Add(new Claim(new ComparedFigure("initialRate", local.Equity > 0m ? local.InitialMargin / local.Equity : null, answer.InitialRate!.Value), IsRatio: true));
        foreach (UnderlyingLoss loss in answer.WorstLosses)
            claims.Add(new Claim(new ComparedFigure($"worstLoss {loss.Underlying}", WorstLoss(local, loss.Underlying), loss.Loss * found.Rate), IsRatio: false));
        return Compare(nothing, local, claims, policy);
    }

    private static MarginComparison Nothing(IMarginModel model, MarginAccount account, VenueMargin? venue) => new()
    {
        Subaccount = account.Subaccount.Id,
        RuleSet = model.RuleSet,
        AsOf = account.AsOf,
        Outcome = ReconciliationOutcome.NotReported,
        Missing = Missing(venue),
    };

    private static MarginComparison Unknown(MarginComparison nothing, Refusal? unknown) =>
        nothing with { Outcome = ReconciliationOutcome.LocalUnknown, LocalUnknown = $"{unknown!.Reason}: {unknown.Subject}" };

    private static MarginAssessment? Assess(
        (ReferenceData Reference, IMarginModel Model) rules,
        MarginAccount account,
        ReadOnlySpan<PendingFill> orders,
        (VenueMargin Venue, PriceVector Prices) figures,
        out (decimal Rate, Refusal? Unknown) found)
    {
        PriceVector prices = figures.Prices;
        foreach (StatedMark mark in figures.Venue.Marks)
        {
            if (PriceRange.Holds(mark.Price))
                prices = prices.Stating(mark.Instrument, mark.Price, account.AsOf);
        }

        MarginAssessment? local = MarginAssessor.Assess(rules.Reference, rules.Model, account, [], orders, prices, out Refusal? unknown);
        decimal rate = 1m;
        if (local is not null)
            prices.TryConvert(figures.Venue.Asset, account.Subaccount.Reporting, out rate, out unknown);
        if (unknown is null && !PriceRange.Holds(rate))
            unknown = new Refusal(RefusalReason.CurrencyMissing, $"{figures.Venue.Asset} in {account.Subaccount.Reporting}, a rate of {rate}");
        found = (rate, unknown);
        return unknown is null ? local : null;
    }

    private static MarginComparison Compare(MarginComparison comparison, MarginAssessment local, List<Claim> claims, ReconciliationPolicy policy)
    {
        decimal scale = Math.Abs(claims.Count > 0 && claims[0].Figure.Name == Names[0] ? claims[0].Figure.Venue : local.Equity);
        decimal equity = 0m;
        decimal requirement = 0m;
        foreach (Claim claim in claims)
        {
            decimal error = Error(claim.Figure, claim.IsRatio ? 1m : scale);
            if (claim.Figure.Name == Names[0])
                equity = error;
            else
                requirement = Math.Max(requirement, error);
        }

        decimal total = Math.Min(Largest, equity + requirement);
        return comparison with
        {
            Figures = [.. claims.Select(claim => claim.Figure)],
            Error = total,
            Outcome = total <= policy.MaximumDrift ? ReconciliationOutcome.Agrees : ReconciliationOutcome.Drifts,
        };
    }

    private static List<Claim> Claims(MarginAssessment local, VenueMargin venue, decimal rate)
    {
        List<Claim> claims = [];
        Add(Names[0], local.Equity, venue.Equity, rate, isRatio: false);
        Add(Names[1], local.InitialMargin, venue.InitialMargin, rate, isRatio: false);
        Add(Names[2], local.MaintenanceMargin, venue.MaintenanceMargin, rate, isRatio: false);
        Add(Names[3], local.Utilisation, venue.Utilisation, 1m, isRatio: true);
        return claims;

        void Add(string name, decimal? own, decimal? stated, decimal factor, bool isRatio)
        {
            if (IsFigure(stated))
                claims.Add(new Claim(new ComparedFigure(name, own, stated!.Value * factor), isRatio));
        }
    }

    /// <summary>The worst loss over the local grid of one underlying, zero where the rules see none.</summary>
    private static decimal WorstLoss(MarginAssessment local, string underlying)
    {
        foreach (MarginTerm term in local.Terms)
        {
            if (term.Name == $"scan {underlying}")
                return term.Value;
        }

        return 0m;
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

    private static ImmutableArray<string> Missing(VenueMargin? venue)
    {
        decimal?[] given = [venue?.Equity, venue?.InitialMargin, venue?.MaintenanceMargin, venue?.Utilisation];
        return [.. Names.Where((_, i) => !IsFigure(given[i]))];
    }

    /// <summary>A figure that no account can have is as good as none.</summary>
    private static bool IsFigure(decimal? figure) => figure is >= -LargestFigure and <= LargestFigure;

    /// <summary>A figure side by side, with what its error is a share of.</summary>
    private readonly record struct Claim(ComparedFigure Figure, bool IsRatio);
}
