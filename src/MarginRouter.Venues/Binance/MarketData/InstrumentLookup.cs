using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>Finds an instrument by the symbol of a message without making a string of it.</summary>
internal sealed class InstrumentLookup
{
    private readonly Dictionary<string, Instrument> instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instrument>.AlternateLookup<ReadOnlySpan<char>> bySymbol;
    private readonly Dictionary<InstrumentId, Instrument> byId = [];

    public InstrumentLookup(ImmutableArray<Instrument> instruments)
    {
        foreach (Instrument instrument in instruments)
        {
            this.instruments.Add(instrument.Symbol, instrument);
            byId.Add(instrument.Id, instrument);
        }

        bySymbol = this.instruments.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The instrument with a symbol, or null when it is none of ours.</summary>
    public Instrument? Find(ReadOnlySpan<char> symbol) => bySymbol.TryGetValue(symbol, out Instrument? found) ? found : null;

    /// <summary>The instrument with an id, or null when it is none of ours.</summary>
    public Instrument? Find(InstrumentId id) => byId.GetValueOrDefault(id);
}
