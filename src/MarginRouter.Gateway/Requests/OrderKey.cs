using MarginRouter.Core.Instruments;

namespace MarginRouter.Gateway.Requests;

/// <summary>What is known of an order before its terms are read.</summary>
/// <param name="Desk">Whose order.</param>
/// <param name="ClientOrderId">ClOrdID(11), or the id that stands for it.</param>
/// <param name="Symbol">Symbol(55).</param>
/// <param name="Side">Side(54).</param>
/// <param name="UsualType">OrdType(40) where it may be left out; zero where it may not.</param>
/// <param name="UsualTimeInForce">TimeInForce(59) when it is left out.</param>
internal readonly record struct OrderKey(
    DeskContext Desk, string ClientOrderId, string Symbol, Side Side, char UsualType = default, char UsualTimeInForce = '0');
