namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>What a node of the search has decided about a route.</summary>
internal enum RouteChoice
{
    /// <summary>Nothing: its fixed cost is spread over the most that it can take.</summary>
    Free = 1,

    /// <summary>It gets no child.</summary>
    Closed = 2,

    /// <summary>It gets a child of at least the least size, and its fixed cost is paid.</summary>
    Open = 3,
}
