using MarginRouter.Core.Engine.Trades;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asks for trades of its orders (TradeCaptureReportRequest, AD).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="Id">TradeRequestID(568).</param>
/// <param name="Filter">Which.</param>
public sealed record TradesRequested(string Desk, string Id, TradeFilter Filter) : DeskQuestion(Desk, Id);
