namespace MarginRouter.Simulation.Binance;

/// <summary>An error answer of the venue.</summary>
/// <param name="Code">The venue's error number, negative.</param>
/// <param name="Message">The venue's text.</param>
/// <param name="Status">HTTP status, also the status of a WebSocket API answer.</param>
internal sealed record BinanceError(int Code, string Message, int Status = 400)
{
    public static BinanceError InvalidSignature { get; } = new(-1022, "Signature for this request is not valid.");

    public static BinanceError InvalidKey { get; } = new(-2015, "Invalid API-key, IP, or permissions for action.", 401);

    public static BinanceError OutsideReceiveWindow { get; } = new(-1021, "Timestamp for this request is outside of the recvWindow.");

    public static BinanceError AheadOfServer { get; } = new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");

    public static BinanceError InvalidSymbol { get; } = new(-1121, "Invalid symbol.");

    public static BinanceError NoSuchOrder { get; } = new(-2013, "Order does not exist.");

    public static BinanceError UnknownOrder { get; } = new(-2011, "Unknown order sent.");

    public static BinanceError InvalidListenKey { get; } = new(-1125, "This listenKey does not exist.");

    public static BinanceError TooManyOrders { get; } = new(-1015, "Too many new orders; current limit is 100 orders per TEN_SECONDS.", 429);

    public static BinanceError TooManyRequests { get; } = new(-1003, "Too many requests; please use the websocket for live updates.", 429);

    public static BinanceError Unavailable { get; } = new(-1016, "This service is no longer available.", 503);

    public static BinanceError Missing(string name) =>
        new(-1102, $"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.");

    public static BinanceError Unsupported(string what) => new(-1020, $"This operation is not supported: {what}");
}
