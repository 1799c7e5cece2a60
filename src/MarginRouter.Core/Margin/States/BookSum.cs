using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>Adds the figures of the books of one account up in its reporting currency; the part nearest to liquidation stays apart.</summary>
internal sealed class BookSum
{
    private readonly AccountQuestion question;
    private MarginAssessment? total;

    public BookSum(AccountQuestion question) => this.question = question;

    /// <summary>The sum; null before the first book.</summary>
    public MarginAssessment? Total => total;

    /// <summary>Adds a book; the refusal when its coin has no price.</summary>
    /// <param name="coin">The currency of the book.</param>
    /// <param name="found">Its figures.</param>
    /// <param name="acceptance">What the venue wants and grants, where the rules say.</param>
    public Refusal? Add(Asset coin, MarginAssessment found, List<LimitReading<decimal>> acceptance)
    {
        if (!question.Prices.TryConvert(coin, question.Account.Subaccount.Reporting, out decimal rate, out Refusal? refusal))
            return refusal;
        MarginAssessment one = new(
            found.Equity * rate,
            found.InitialMargin * rate,
            found.MaintenanceMargin * rate,
            acceptance.Sum(limit => limit.Required) * rate,
            acceptance.Sum(limit => limit.Available) * rate,
            [.. found.Terms.Select(term => term with { Value = term.Value * rate })])
        {
            LiquidationRequirement = found.LiquidationRequirement * rate,
            LiquidationEquity = found.LiquidationEquity * rate,
        };
        total = total is null ? one : Together(total, one);
        return null;
    }

    private static MarginAssessment Together(MarginAssessment first, MarginAssessment second)
    {
        bool nearer = first.Utilisation is { } utilisation && (second.Utilisation is not { } other || other > utilisation);
        MarginAssessment nearest = nearer ? second : first;
        return new MarginAssessment(
            first.Equity + second.Equity,
            first.InitialMargin + second.InitialMargin,
            first.MaintenanceMargin + second.MaintenanceMargin,
            first.AcceptanceRequired + second.AcceptanceRequired,
            first.AcceptanceAvailable + second.AcceptanceAvailable,
            first.Terms.AddRange(second.Terms))
        {
            LiquidationRequirement = nearest.LiquidationRequirement,
            LiquidationEquity = nearest.LiquidationEquity,
        };
    }
}
