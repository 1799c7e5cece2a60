using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>What a model of a request is built for.</summary>
/// <param name="Wanted">Product lots.</param>
/// <param name="Prices">By place in the product: limit price at which the accounts state their limits.</param>
/// <param name="IsCertain">
/// True when every split within the true limits must be one of the model, so that its bound is certain: prices must be the best ones then.
/// </param>
/// <param name="Excluded">By candidate: true when it gets nothing; null for none.</param>
internal sealed record LiveQuestion(long Wanted, PriceTicks[] Prices, bool IsCertain, bool[]? Excluded = null);
