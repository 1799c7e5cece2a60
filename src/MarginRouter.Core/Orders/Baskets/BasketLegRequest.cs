using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Baskets;

/// <summary>One leg of a basket as the desk asked for it.</summary>
/// <param name="Reference">LegRefID(654): the desk's name of the leg, unique within the basket.</param>
/// <param name="Symbol">LegSymbol(600): a product symbol.</param>
/// <param name="Side">How it trades: LegSide(624), or the other side where the basket's Side(54) says so.</param>
/// <param name="Ratio">LegRatioQty(623): base units of the product for one unit of the basket; positive. With a basket of one unit it is the leg's quantity.</param>
public sealed record BasketLegRequest(string Reference, string Symbol, Side Side, decimal Ratio)
{
    /// <summary>LegPrice(566): worst price in the product's pricing asset per base unit; null for none of its own.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Kinds of instruments that may serve the leg, for example only spot; empty for all of the product. No instrument may serve two legs.</summary>
    public ImmutableArray<InstrumentKind> Kinds { get; init; } = [];

    /// <summary>LegSecurityID(602): the venue's own symbol of the one instrument that may serve the leg; null for all of the product.</summary>
    public string? Security { get; init; }

    /// <summary>LegSecurityExchange(616): the one venue that may serve the leg; null for all.</summary>
    public string? Venue { get; init; }

    /// <summary>True when an instrument of the leg's product may serve it.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="venue">The name of its venue.</param>
    public bool Serves(Instrument instrument, string venue) =>
        (Kinds.IsEmpty || Kinds.Contains(instrument.Kind)) && (Security is null || Security == instrument.Symbol) && (Venue is null || Venue == venue);
}
