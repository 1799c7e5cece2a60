using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Reports;

/// <summary>
/// What an execution report says of a basket: MultiLegReportingType(442), 2 for a leg and 3 for the whole, the terms that hold, and its
/// legs as the desk stated them. Reports of orders of one leg have none of it: 442 is then 1 by default.
/// </summary>
internal static class BasketFields
{
    private const char ExchangeSymbol = '8'; // LegSecurityIDSource(603): the venue's own symbol.

    /// <summary>OrdType, price and life: of the whole, or of the leg that the report is about.</summary>
    public static void WriteTerms(FixMessageWriter writer, ReportParent report)
    {
        if (report.Basket is not { } basket)
            return;
        decimal? price = report.Multileg == MultilegKind.Whole ? basket.Price : Find(basket, report.LegReference)?.LimitPrice;
        writer.Append(FixTag.OrdType, basket.OrderType == OrderType.Market ? '1' : '2');
        if (price is decimal limit)
            writer.Append(FixTag.Price, limit);
        writer.Append(FixTag.TimeInForce, FixCodes.Of(basket.TimeInForce));
        if (basket.ExpireAt is Instant expiry)
            writer.Append(FixTag.ExpireTime, ReportTime.Utc(expiry));
        if (report.LastVenue is null && basket.Account is string account)
            writer.Append(FixTag.Account, account);
    }

    /// <summary>What the report is of, and its legs: all of them, or the one that it is about with its whole quantity and last price.</summary>
    public static void WriteLegs(FixMessageWriter writer, ReportParent report)
    {
        if (report.Basket is not { } basket || report.Multileg is not { } kind)
            return;
        writer.Append(FixLegTag.MultiLegReportingType, kind == MultilegKind.Leg ? '2' : '3');
        bool whole = kind == MultilegKind.Whole;
        writer.Append(FixLegTag.NoLegs, whole ? basket.Legs.Length : 1);
        foreach (BasketLegRequest leg in basket.Legs)
        {
            if (whole || leg.Reference == report.LegReference)
                Write(writer, basket, leg, whole ? null : report);
        }
    }

    private static void Write(FixMessageWriter writer, BasketRequest basket, BasketLegRequest leg, ReportParent? own)
    {
        writer.Append(FixLegTag.LegSymbol, leg.Symbol);
        if (leg.Security is string security)
        {
            writer.Append(FixLegTag.LegSecurityID, security);
            writer.Append(FixLegTag.LegSecurityIDSource, ExchangeSymbol);
        }

        if (leg.Venue is string venue)
            writer.Append(FixLegTag.LegSecurityExchange, venue);
        writer.Append(FixLegTag.LegRatioQty, leg.Ratio);
        writer.Append(FixLegTag.LegSide, FixCodes.Of(basket.IsOpposite ? leg.Side.Opposite() : leg.Side));
        if (own is not null)
            writer.Append(FixLegTag.LegQty, own.Quantity);
        writer.Append(FixLegTag.LegRefID, leg.Reference);
        if (leg.LimitPrice is decimal limit)
            writer.Append(FixLegTag.LegPrice, limit);
        if (own?.LastPrice is decimal last)
            writer.Append(FixLegTag.LegLastPx, last);
    }

    private static BasketLegRequest? Find(BasketRequest basket, string? reference)
    {
        foreach (BasketLegRequest leg in basket.Legs)
        {
            if (leg.Reference == reference)
                return leg;
        }

        return null;
    }
}
