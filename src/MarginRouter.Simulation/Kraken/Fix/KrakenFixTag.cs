namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>Tags and message types of Kraken's FIX beside the library's (docs.kraken.com, unified-fix and guides/fix).</summary>
internal static class KrakenFixTag
{
    /// <summary>InstrumentListRequest, also called security list request.</summary>
    public const int InstrumentListRequest = 'x';

    /// <summary>InstrumentList.</summary>
    public const int InstrumentList = 'y';

    /// <summary>MDEntryTime, UTC time of day with milliseconds.</summary>
    public const int EntryTime = 273;

    /// <summary>SecurityReqID.</summary>
    public const int RequestId = 320;

    /// <summary>SecurityResponseID.</summary>
    public const int ResponseId = 322;

    /// <summary>SecondaryExecID: number of a trade, unique by pair.</summary>
    public const int SecondaryExecutionId = 527;

    /// <summary>MassCancelRequestType: 1 one symbol, 7 all.</summary>
    public const int MassCancelRequestType = 530;

    /// <summary>MassCancelResponse.</summary>
    public const int MassCancelResponse = 531;

    /// <summary>TotalAffectedOrders.</summary>
    public const int TotalAffectedOrders = 533;

    /// <summary>SecurityRequestResult: 0 is valid.</summary>
    public const int RequestResult = 560;

    /// <summary>MinTradeVol.</summary>
    public const int MinTradeVol = 562;

    /// <summary>AggressorSide.</summary>
    public const int AggressorSide = 2446;

    /// <summary>Fraction digits of prices.</summary>
    public const int PricePrecision = 2349;

    /// <summary>Leverage: 1 funds the order from the margin account.</summary>
    public const int Leverage = 5001;

    /// <summary>Fraction digits of sizes.</summary>
    public const int QuantityPrecision = 5010;

    /// <summary>Least size of an order.</summary>
    public const int MinimumQuantity = 5011;

    /// <summary>Price increment.</summary>
    public const int PriceIncrement = 5022;

    /// <summary>Nonce: milliseconds since the Unix epoch.</summary>
    public const int Nonce = 5025;

    /// <summary>ChecksumOrderBook.</summary>
    public const int Checksum = 5041;

    /// <summary>SelfTradePrevention: 0 both, 1 the newest, 2 the oldest order ends.</summary>
    public const int SelfTradePrevention = 7928;

    /// <summary>CancelOrdersOnDisconnect: 0 all of the session, 1 none.</summary>
    public const int CancelOnDisconnect = 8674;
}
