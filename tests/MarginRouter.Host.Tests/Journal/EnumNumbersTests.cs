using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Journal;

namespace MarginRouter.Host.Tests.Journal;

/// <summary>Numbers that stand in journals and in reports to desks: they may be added to, never changed.</summary>
public sealed class EnumNumbersTests
{
    [Fact]
    public void RefusalReason_Numbers_AreThoseOfOldJournals() => Keep<RefusalReason>("""
        UnknownProduct=1 InvalidQuantity=2 InvalidPrice=3 UnsupportedOrderType=4 UnsupportedTimeInForce=5 DuplicateClientOrderId=6
        PermissionDenied=7 KillSwitchEngaged=8 MaximumOrderNotional=9
        BookUnavailable=20 BookStale=21 PriceMissing=22 PriceStale=23 TierMissing=24 RuleSetMissing=25 CurrencyMissing=26
        AccountSnapshotMissing=27 AccountSnapshotStale=28 VenueDisconnected=29 LeverageMissing=30 FillStatesUnproven=31
        InstrumentClosed=120 InstrumentChanging=121 InstrumentTermsRefused=122 InstrumentTermsMissing=123 FeeRatesMissing=124 FeeRatesRefused=125
        MaintenanceUtilisation=40 VenueAcceptance=41 LeverageBracket=42 BalanceInsufficient=43 WouldWorsenBreach=44 WouldCrossFlat=45
        WouldGrowPosition=46 StressUtilisation=47
        Dearer=60 LimitPrice=61 DepthExhausted=62 MinimumQuantity=63 MinimumNotional=64 MaximumChildren=65 LotRemainder=66 SearchCutShort=67
        LiquidationDistance=53 ExposureCap=54 MaximumBorrow=55 VenueShare=56 VenueExcluded=57 VenueClass=58 InstrumentKindExcluded=59
        VenueOrderRate=71 InvalidInstruction=10 MaximumMarginalCost=68 FixedCost=69 FillTolerance=70
        UnknownOrder=80 TooLateToCancel=81 CancelPending=82 VenueRejected=83 IntentExpired=84 RouterRestarted=85 LegPriority=72 LegsUneven=86
        RuleSetExpired=36 TablesRefused=37 CollateralMix=50 BorrowLimit=51
        """);

    [Fact]
    public void JournaledEnums_Numbers_AreThoseOfOldJournals()
    {
        Keep<Side>("Buy=1 Sell=2");
        Keep<OrderType>("Market=1 Limit=2");
        Keep<TimeInForce>("Day=1 ImmediateOrCancel=4");
        Keep<VenueOrderState>("Working=1 Filled=2 Ended=3 Refused=4 NotFound=5");
        Keep<FillStatePolicy>("Any=1 Final=2");
        Keep<BreachPolicy>("ReduceOnly=1 Oracle=2");
        Keep<PriceSource>("VenueMark=1 OwnBook=2 Configured=3 VenueIndex=4 WeightedMedian=5 TimeWeightedAverage=6");
        Keep<SourceStatus>("Usable=1 Missing=2 Stale=3 Unconverted=4 SetAside=5");
        Keep<ReconciliationOutcome>("Agrees=1 Drifts=2 NotReported=3 LocalUnknown=4");
        Keep<ValuationMethod>("WeightedMedian=1 TimeWeightedAverage=2 FirstSource=3");
        Keep<QuoteEnding>("Withdrawn=1 Expired=2");
        Keep<QuoteRequestEnding>("Answered=1 Refused=2 TimedOut=3 Lost=4");
        Keep<ExposureKind>("Net=1 Gross=2");
    }

    /// <summary>Every old name keeps its number; every number fits the byte that the journal gives it.</summary>
    private static void Keep<T>(string table)
        where T : struct, Enum
    {
        string[] present = [.. Enum.GetValues<T>().Select(value => $"{value}={value:D}")];
        Assert.Empty(table.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Except(present));
        foreach (T value in Enum.GetValues<T>())
            Assert.Equal(value, Enums.Read<T>(Convert.ToByte(value, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
