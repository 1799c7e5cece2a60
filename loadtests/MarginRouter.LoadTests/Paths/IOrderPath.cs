using MarginRouter.LoadTests.Wire;

namespace MarginRouter.LoadTests.Paths;

/// <summary>A way that an order takes from a client to a venue: through the bare relay, or through the router.</summary>
internal interface IOrderPath : IAsyncDisposable
{
    /// <summary>Name in reports.</summary>
    string Name { get; }

    /// <summary>The sending end.</summary>
    OrderClient Client { get; }

    /// <summary>The receiving end.</summary>
    Arrivals Arrivals { get; }

    /// <summary>True when each order also ends with a report to the client.</summary>
    bool Reports { get; }

    /// <summary>Where an order's time goes inside; null where nobody looks.</summary>
    StageTimes? Stages { get; }

    /// <summary>Throws when something behind the path has failed.</summary>
    void Check();
}
