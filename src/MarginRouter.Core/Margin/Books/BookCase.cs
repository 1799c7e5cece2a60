using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Answers a margin case whose rule set is evaluated as a book.</summary>
internal static class BookCase
{
    /// <summary>Evaluates a case; null with the refusal when a figure is missing.</summary>
    public static MarginFigures? Evaluate(MarginCase margin, BookRules rules, out Refusal? refusal)
    {
        if (BookBuilder.Build(margin, rules, out refusal) is not { } before)
            return null;
        MarginBook book = BookFills.Apply(before, margin.Fills);
        BookEvaluation found = BookEvaluation.Of(book);
        refusal = found.Unknown;
        if (refusal is not null)
            return null;
        bool marked = book.Held.All(position => position.Mark is not null);
        decimal? ratio = Ratio(margin.Rules.Ratio!, found);
        BookSearch search = new(book with { BeyondTables = true });
        return new MarginFigures
        {
            Rules = margin.Rules.Name,
            Margin = marked ? found.Assessment : null,
            InitialKnown = found.InitialKnown,
            VenueRatio = marked ? ratio : null,
            VenueRatioName = margin.Rules.Ratio!.Name,
            Action = marked ? MarginCaseEvaluator.Action(margin.Rules, found.Assessment, ratio) : LadderAction.None,
            LiquidationPrices = search.Prices(),
            LiquidationDistance = marked ? search.Distance() : null,
            Outlook = marked ? CaseOutlook.Of(margin, found.Assessment) : [],
        };
    }

    /// <summary>The margin of a case without any search; null with the refusal when a figure is missing.</summary>
    public static MarginAssessment? Assess(MarginCase margin, BookRules rules, out Refusal? refusal)
    {
        if (BookBuilder.Build(margin, rules, out refusal) is not { } before)
            return null;
        BookEvaluation found = BookEvaluation.Of(BookFills.Apply(before, margin.Fills));
        refusal = found.Unknown;
        return refusal is null ? found.Assessment : null;
    }

    private static decimal? Ratio(RatioRule rule, BookEvaluation found)
    {
        if (found.RatioRequirement == 0m)
            return null;
        return rule.Form switch
        {
            RatioForm.RequirementOverEquity => found.RatioEquity == 0m ? null : found.RatioRequirement / found.RatioEquity,
            RatioForm.EquityOverRequirement => found.RatioEquity / found.RatioRequirement,
        };
    }
}
