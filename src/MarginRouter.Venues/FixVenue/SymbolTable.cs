using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.FixVenue;

/// <summary>Finds an instrument's place by the bytes of Symbol (55). A venue has few instruments here, so a walk is quickest.</summary>
internal sealed class SymbolTable
{
    private readonly byte[][] symbols;

    public SymbolTable(ImmutableArray<Instrument> instruments)
    {
        Instruments = instruments;
        symbols = [.. instruments.Select(instrument => Encoding.ASCII.GetBytes(instrument.Symbol))];
    }

    /// <summary>The instruments in the order of the options.</summary>
    public ImmutableArray<Instrument> Instruments { get; }

    /// <summary>The place of a symbol; -1 when it is not one of ours.</summary>
    public int Find(ReadOnlySpan<byte> symbol)
    {
        for (int i = 0; i < symbols.Length; i++)
        {
            if (symbol.SequenceEqual(symbols[i]))
                return i;
        }

        return -1;
    }

    /// <summary>The instrument with an id; null when it is not one of ours.</summary>
    public Instrument? Find(InstrumentId id)
    {
        foreach (Instrument instrument in Instruments)
        {
            if (instrument.Id == id)
                return instrument;
        }

        return null;
    }
}
