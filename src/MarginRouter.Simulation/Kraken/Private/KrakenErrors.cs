using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>The venue's error texts.</summary>
internal static class KrakenErrors
{
    /// <summary>The token is unknown or too old.</summary>
    public const string InvalidSession = "ESession:Invalid session";

    /// <summary>The engine's counter of the pair is used up.</summary>
    public const string RateLimit = "EOrder:Rate limit exceeded";

    /// <summary>The request's deadline had passed when it arrived.</summary>
    public const string DeadlineElapsed = "EService:Deadline elapsed";

    /// <summary>There is no such open order.</summary>
    public const string UnknownOrder = "EOrder:Unknown order";

    /// <summary>A parameter is missing or has a form that the venue does not take.</summary>
    public static string InvalidArgument(string name) => $"EGeneral:Invalid arguments:{name}";

    /// <summary>The text for a refused order.</summary>
    public static string Of(OrderRejection rejection) => rejection.Reason switch
    {
        RejectionReason.UnknownSymbol => "EQuery:Unknown asset pair",
        RejectionReason.PriceOffGrid => "EOrder:Tick size check failed",
        RejectionReason.QuantityOffGrid => InvalidArgument("volume"),
        RejectionReason.BelowMinimumQuantity => InvalidArgument("volume minimum not met"),
        RejectionReason.BelowMinimumNotional => "EOrder:Cost minimum not met",
        RejectionReason.DuplicateClientOrderId => InvalidArgument("cl_ord_id"),
        RejectionReason.InsufficientBalance => "EOrder:Insufficient funds",
        RejectionReason.InsufficientMargin => "EOrder:Insufficient margin",
        RejectionReason.PositionLimit => "EOrder:Positions limit exceeded",
        RejectionReason.ReduceOnly => "EOrder:Reduce only:No position exists",
        RejectionReason.Injected => rejection.Text,
        RejectionReason.WouldTake => "EOrder:Post only order",
        RejectionReason.UnknownOrder => UnknownOrder,
        RejectionReason.TooManyOrders => "EOrder:Rate limit exceeded",
        RejectionReason.Maintenance => "EService:Unavailable",
    };
}
