using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>One exact evaluation of a book.</summary>
/// <param name="Assessment">Equity, margins, acceptance and the addends; without meaning while something is unknown.</param>
/// <param name="InitialKnown">True when initial margin is known.</param>
/// <param name="RatioRequirement">Requirement of the venue's ratio: of the part nearest to liquidation, or of the whole account.</param>
/// <param name="RatioEquity">Equity of the venue's ratio.</param>
/// <param name="Unknown">The first thing that is missing; null when everything is known.</param>
internal sealed record BookEvaluation(
    MarginAssessment Assessment,
    bool InitialKnown,
    decimal RatioRequirement,
    decimal RatioEquity,
    Refusal? Unknown)
{
    /// <summary>Evaluates a book.</summary>
    public static BookEvaluation Of(MarginBook book)
    {
        BookNames names = new(book);
        PreparedBook<decimal> prepared = BookPreparation<decimal>.Prepare(book, names);
        prepared.Evaluate(out BookResult<decimal> result);
        MarginAssessment assessment = new(
            result.Equity, result.Initial, result.Maintenance, result.Initial, result.Available, BookExplanation.Of(prepared, names, result))
        {
            LiquidationRequirement = result.LiquidationRequirement,
            LiquidationEquity = result.RatioEquity,
        };
        return new BookEvaluation(assessment, result.InitialKnown, result.RatioRequirement, result.RatioEquity, names.Refusal(result.Note));
    }
}
