namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>How an instance's venue prices what is taken from it.</summary>
internal enum InstanceVenueKind
{
    /// <summary>An order book, its levels on the side that the parent takes.</summary>
    Book = 1,

    /// <summary>A constant-product pool.</summary>
    Pool = 2,

    /// <summary>A firm quote at one price.</summary>
    Quote = 3,
}
