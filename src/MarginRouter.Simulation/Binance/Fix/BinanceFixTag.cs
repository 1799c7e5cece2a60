namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>Tags and message types of Binance's FIX that the standard has not (binance-spot-api-docs, fix-api.md and fix/schemas).</summary>
internal static class BinanceFixTag
{
    /// <summary>OrderCancelRequestAndNewOrderSingle.</summary>
    public const int CancelAndNew = 'X' | ('C' << 8) | ('N' << 16);

    /// <summary>LimitQuery.</summary>
    public const int LimitQuery = 'X' | ('L' << 8) | ('Q' << 16);

    /// <summary>LimitResponse.</summary>
    public const int LimitResponse = 'X' | ('L' << 8) | ('R' << 16);

    /// <summary>InstrumentListRequest.</summary>
    public const int InstrumentListRequest = 'x';

    /// <summary>InstrumentList.</summary>
    public const int InstrumentList = 'y';

    /// <summary>Headline.</summary>
    public const int Headline = 148;

    /// <summary>InstrumentReqID.</summary>
    public const int InstrumentRequestId = 320;

    /// <summary>MassCancelRequestType: 1 is all orders of a symbol.</summary>
    public const int MassCancelRequestType = 530;

    /// <summary>MassCancelResponse: 0 refused, 1 done.</summary>
    public const int MassCancelResponse = 531;

    /// <summary>TotalAffectedOrders.</summary>
    public const int TotalAffectedOrders = 533;

    /// <summary>InstrumentListRequestType: 0 one, 4 all.</summary>
    public const int InstrumentListRequestType = 559;

    /// <summary>MinTradeVol.</summary>
    public const int MinTradeVol = 562;

    /// <summary>WorkingIndicator.</summary>
    public const int WorkingIndicator = 636;

    /// <summary>MinPriceIncrement.</summary>
    public const int MinPriceIncrement = 969;

    /// <summary>TradeID.</summary>
    public const int TradeId = 1003;

    /// <summary>AggressorIndicator.</summary>
    public const int AggressorIndicator = 1057;

    /// <summary>MaxTradeVol.</summary>
    public const int MaxTradeVol = 1140;

    /// <summary>AggressorSide.</summary>
    public const int AggressorSide = 2446;

    /// <summary>ReqID of the limit messages.</summary>
    public const int RequestId = 6136;

    /// <summary>DropCopyFlag.</summary>
    public const int DropCopyFlag = 9406;

    /// <summary>RecvWindow, in milliseconds.</summary>
    public const int ReceiveWindow = 25_000;

    /// <summary>SelfTradePreventionMode.</summary>
    public const int SelfTradePrevention = 25_001;

    /// <summary>NoLimitIndicators.</summary>
    public const int NoLimitIndicators = 25_003;

    /// <summary>LimitType: 1 orders, 2 messages.</summary>
    public const int LimitType = 25_004;

    /// <summary>LimitCount.</summary>
    public const int LimitCount = 25_005;

    /// <summary>LimitMax.</summary>
    public const int LimitMaximum = 25_006;

    /// <summary>LimitResetInterval.</summary>
    public const int LimitInterval = 25_007;

    /// <summary>LimitResetIntervalResolution: s, m, h, d.</summary>
    public const int LimitResolution = 25_008;

    /// <summary>ErrorCode.</summary>
    public const int ErrorCode = 25_016;

    /// <summary>CumQuoteQty.</summary>
    public const int CumulativeQuoteQuantity = 25_017;

    /// <summary>OrderCreationTime.</summary>
    public const int OrderCreationTime = 25_018;

    /// <summary>WorkingTime.</summary>
    public const int WorkingTime = 25_023;

    /// <summary>OrderCancelRequestAndNewOrderSingleMode: 1 stop on failure, 2 allow failure.</summary>
    public const int CancelAndNewMode = 25_033;

    /// <summary>CancelClOrdID.</summary>
    public const int CancelClientOrderId = 25_034;

    /// <summary>MessageHandling: 1 unordered, 2 sequential.</summary>
    public const int MessageHandling = 25_035;

    /// <summary>ResponseMode: 1 everything, 2 only acknowledgements.</summary>
    public const int ResponseMode = 25_036;

    /// <summary>UUID of the serving gateway.</summary>
    public const int GatewayId = 25_037;

    /// <summary>MinQtyIncrement.</summary>
    public const int MinQuantityIncrement = 25_039;

    /// <summary>FirstBookUpdateID.</summary>
    public const int FirstBookUpdateId = 25_043;

    /// <summary>LastBookUpdateID.</summary>
    public const int LastBookUpdateId = 25_044;
}
