namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>What a model of a request is built for.</summary>
/// <param name="Wanted">Product lots.</param>
/// <param name="Low">By place in the product: the level whose price the children have at best.</param>
/// <param name="High">By place in the product: the last level that may be reached; beyond the book for no such end.</param>
/// <param name="IsCertain">
/// True when every split within the true limits whose totals end between the two levels must be one of the model, so that its bound is
/// certain. Otherwise limits are those at the lower level's price, whatever is reached.
/// </param>
/// <param name="SharesRoom">
/// Of accounts that are judged as a whole: true to share between their candidates what each could take alone, false for their tangents.
/// </param>
/// <param name="Excluded">By candidate: true when it gets nothing; null for none.</param>
internal sealed record LiveQuestion(long Wanted, int[] Low, int[] High, bool IsCertain, bool SharesRoom = false, bool[]? Excluded = null);
