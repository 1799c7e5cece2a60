using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Demo;

/// <summary>One block order of the demo and what it is meant to show.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Shows">What to look at, in one sentence.</param>
/// <param name="Desk">The desk that sends it.</param>
/// <param name="Side">Its side.</param>
/// <param name="Quantity">Base units.</param>
internal sealed record DemoScenario(string Name, string Shows, string Desk, Side Side, decimal Quantity)
{
    /// <summary>The demo's orders, in the order of sending; later ones see the positions of earlier ones.</summary>
    public static IReadOnlyList<DemoScenario> All { get; } =
    [
        new("sweep", "A buy block is split over every venue, each taken while its all-in price is the best.", "ALPHA", Side.Buy, 20m),
        new("no margin at the cheapest", "The cheapest venue's account has next to no margin left: the dearer venue takes the block.", "BRAVO", Side.Buy, 8m),
        new("reduce while over the limit", "The account is over its limit; an order that shrinks its position is allowed.", "CHARLIE", Side.Sell, 5m),
        new("add while over the limit", "The same account may not add.", "CHARLIE", Side.Buy, 1m),
        new("flip while over the limit", "Nor may it turn its position past flat: the fill stops there.", "CHARLIE", Side.Sell, 40m),
        new("larger than all margin", "The block is larger than all limits allow: the largest fill, and the limits that hold back the rest.", "ALPHA", Side.Buy, 250m),
    ];
}
