using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// A scenario book prepared for search: dense columns of doubles, one lane a scenario, product and sum apart, so that the bits are the
/// same on every machine. Option values in the columns were rounded to 1e-8 before and are data. A decision is proven in the exact form.
/// </summary>
internal sealed class FastScenarios
{
    private readonly PreparedScenarios<double> book;

    /// <summary>Prepares a book.</summary>
    /// <param name="tables">What its rules and prices say; accounts of the same prices share it.</param>
    /// <param name="book">The book.</param>
    public FastScenarios(ScenarioTables<double> tables, ScenarioBook book) =>
        this.book = ScenarioPreparation<double>.Prepare(tables, book, new ScenarioNames(tables.Rules, book));

    /// <summary>Columns, quantities and the last evaluation.</summary>
    public PreparedScenarios<double> Prepared => book;

    /// <summary>Evaluates the whole book; allocates nothing.</summary>
    public void Evaluate(out BookResult<double> result) => book.Evaluate(out result);

    /// <summary>Figures as if one more fill had been done, from the last evaluation; allocates nothing, its cost does not grow with the book.</summary>
    public void Evaluate(in CandidateFill<double> fill, out BookResult<double> result) => RiskMath.Evaluate(book, fill, out result);
}
