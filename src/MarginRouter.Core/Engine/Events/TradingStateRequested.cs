namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asks whether orders are taken (TradingSessionStatusRequest, g).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="Id">TradSesReqID(335).</param>
public sealed record TradingStateRequested(string Desk, string Id) : DeskQuestion(Desk, Id);
