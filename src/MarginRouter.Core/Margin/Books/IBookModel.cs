namespace MarginRouter.Core.Margin.Books;

/// <summary>A class of formulas that judges an account as a whole. Stateless; the same book gives the same figures.</summary>
internal interface IBookModel
{
    /// <summary>Evaluates a book; what is missing is noted in the tally.</summary>
    BookTally Evaluate(MarginBook book);
}
