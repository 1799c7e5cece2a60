namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asks for the consolidated book of a product as it is now (MarketDataRequest, V).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="Id">MDReqID(262).</param>
/// <param name="Symbol">Symbol(55).</param>
/// <param name="Levels">Most levels of each side; positive.</param>
public sealed record DepthRequested(string Desk, string Id, string Symbol, int Levels) : DeskQuestion(Desk, Id);
