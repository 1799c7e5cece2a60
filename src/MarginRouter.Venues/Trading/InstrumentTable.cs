using System.Collections.Concurrent;
using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>The adapter's instruments by id and by the venue's symbol.</summary>
internal sealed class InstrumentTable(ImmutableArray<Instrument> instruments)
{
    private readonly ConcurrentDictionary<InstrumentId, Instrument> byId = new(instruments.Select(instrument => KeyValuePair.Create(instrument.Id, instrument)));
    private readonly ConcurrentDictionary<string, Instrument> bySymbol =
        new(instruments.Select(instrument => KeyValuePair.Create(instrument.Symbol, instrument)), StringComparer.Ordinal);

    /// <summary>All, in the order of the configuration.</summary>
    public ImmutableArray<Instrument> All => [.. instruments.Select(instrument => byId[instrument.Id])];

    /// <summary>Puts an instrument whose price step has changed in the place of the one with its id.</summary>
    public void Replace(Instrument changed)
    {
        byId[changed.Id] = changed;
        bySymbol[changed.Symbol] = changed;
    }

    /// <summary>The instrument with an id, or null.</summary>
    public Instrument? Find(InstrumentId id) => byId.GetValueOrDefault(id);

    /// <summary>The instrument with a symbol, or null.</summary>
    public Instrument? Find(string symbol) => bySymbol.GetValueOrDefault(symbol);

    /// <summary>
    /// A size on the grid of an instrument. One that is off it, or of an instrument that is not configured, cannot be booked; losing it
    /// silently would be worse than a broken connection, and so it throws <see cref="VenueProtocolException"/>.
    /// </summary>
    public QuantityLots Lots(string symbol, decimal quantity)
    {
        Instrument instrument = Find(symbol) ?? throw new VenueProtocolException($"a report about our order names {symbol}, which is not configured");
        return instrument.TryQuantity(quantity, out QuantityLots lots)
            ? lots
            : throw new VenueProtocolException($"{symbol}: {quantity} is not a whole number of lots of {instrument.LotSize}");
    }

    /// <summary>A position on the grid of its instrument; throws <see cref="VenueProtocolException"/> as <see cref="Lots"/> does.</summary>
    public PositionLots Position(string symbol, decimal quantity)
    {
        Instrument instrument = Find(symbol)
            ?? throw new VenueProtocolException($"the account holds {quantity} {symbol}, which is not a configured instrument");
        return instrument.TryPosition(quantity, out PositionLots lots)
            ? lots
            : throw new VenueProtocolException($"{symbol}: a position of {quantity} is not a whole number of lots of {instrument.LotSize}");
    }
}
