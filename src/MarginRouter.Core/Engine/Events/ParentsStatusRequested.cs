using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked where its live parents stand (OrderMassStatusRequest, AF).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="RequestId">MassStatusReqID(584).</param>
/// <param name="Scope">Which orders.</param>
/// <param name="Symbol">Symbol(55); null when not stated.</param>
/// <param name="Side">Side(54): only those of this side; null for both.</param>
public sealed record ParentsStatusRequested(string Desk, string RequestId, ParentScope Scope, string? Symbol, Side? Side) : InboundEvent;
