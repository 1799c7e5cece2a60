using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>
/// One entry of a stress file: a scenario, or a pattern that makes one scenario per underlying. At most one of <see cref="Each"/>,
/// <see cref="Market"/> and <see cref="WrongWay"/> is set; <see cref="Assets"/> goes before what they say about an asset.
/// </summary>
public sealed record StressRule
{
    /// <summary>Its name; a pattern adds the underlying to it.</summary>
    public required string Name { get; init; }

    /// <summary>Where its figures come from; null for one that is simply chosen.</summary>
    public string? Source { get; init; }

    /// <summary>Pattern: relative move of one underlying after the other; null when it is none.</summary>
    public decimal? Each { get; init; }

    /// <summary>Everything moves together; null when it does not.</summary>
    public MarketMove? Market { get; init; }

    /// <summary>Pattern: one underlying after the other moves, up and down, while collateral falls; null when it is none.</summary>
    public WrongWayMove? WrongWay { get; init; }

    /// <summary>Relative moves of named assets, above -1.</summary>
    public ImmutableSortedDictionary<string, decimal> Assets { get; init; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>What it changes besides asset prices; name and moves are not used.</summary>
    public required StressScenario Beside { get; init; }

    /// <summary>The scenarios that it means for an exposure.</summary>
    /// <param name="exposure">What is held.</param>
    /// <param name="pegged">Money and stable coins: no pattern moves them.</param>
    public IEnumerable<StressScenario> For(StressExposure exposure, ImmutableSortedSet<string> pegged)
    {
        StressScenario plain = Beside with { Name = Name, Pegged = pegged, Moves = Assets };
        if (Market is { } market)
            return [plain with { Moves = market.Betas.ToImmutableSortedDictionary(beta => beta.Key, beta => beta.Value * market.Move, StringComparer.Ordinal).SetItems(Assets), OtherMove = market.OtherBeta * market.Move }];
        IEnumerable<string> moving = exposure.Underlyings.Where(code => !pegged.Contains(code));
        if (Each is { } each)
            return moving.Select(code => plain with { Name = $"{Name} {code}", Moves = Assets.SetItem(code, each) });
        if (WrongWay is not { } wrongWay)
            return [plain];
        ImmutableSortedDictionary<string, decimal> falling = Assets.SetItems(
            exposure.Collateral.Where(code => !pegged.Contains(code)).Select(code => KeyValuePair.Create(code, wrongWay.Collateral)));
        return moving.SelectMany(code => new[]
        {
            plain with { Name = $"{Name} {code} down", Moves = falling.SetItem(code, -wrongWay.Position) },
            plain with { Name = $"{Name} {code} up", Moves = falling.SetItem(code, wrongWay.Position) },
        });
    }
}
