using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// An account prepared for search: the kernel's formulas in double, sums and products in a written order, no fused operation. It agrees
/// with the exact form to 1e-9 of equity while that is at least a millionth of all that is held gross, and to 1e-15 of gross below (rounded
/// inputs alone miss that much), except where a size lies on the very bound of a row; a decision is proven in the exact form.
/// </summary>
internal sealed class FastBook
{
    private readonly PreparedBook<double> book;

    public FastBook(MarginBook book) => this.book = BookPreparation<double>.Prepare(book, new BookNames(book));

    /// <summary>Arrays and last pieces.</summary>
    public PreparedBook<double> Prepared => book;

    /// <summary>Evaluates the whole account; allocates nothing.</summary>
    public void Evaluate(out BookResult<double> result) => book.Evaluate(out result);

    /// <summary>Figures as if one more fill had been done, from the last evaluation; allocates nothing, its cost does not grow with the account.</summary>
    public void Evaluate(in CandidateFill<double> fill, out BookResult<double> result) => CandidateMath.Evaluate(book, fill, out result);
}
