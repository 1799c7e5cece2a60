using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken.Wire;

/// <summary>What an order request says.</summary>
/// <param name="Terms">The child.</param>
/// <param name="Instrument">Its pair.</param>
/// <param name="ClientOrderId">Its id in our format.</param>
/// <param name="Margin">True when it is funded on margin.</param>
/// <param name="Deadline">Venue time after which the venue must not take it.</param>
/// <param name="Token">The connection's token.</param>
internal readonly record struct OrderFrame(
    ChildOrderTerms Terms, Instrument Instrument, string ClientOrderId, bool Margin, Instant Deadline, string Token)
{
    /// <summary>How long it stands.</summary>
    public required OrderStanding Standing { get; init; }

    /// <summary>What happens when it would meet an order of its own account; null takes the venue's default.</summary>
    public SelfTradePrevention? SelfTradePrevention { get; init; }

    /// <summary>Never shows the token.</summary>
    public override string ToString() => $"{ClientOrderId} {Terms.Side} {Terms.Quantity.Value} lots {Instrument.Symbol}";
}
