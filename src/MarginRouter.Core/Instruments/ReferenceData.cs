using System.Collections.Immutable;

namespace MarginRouter.Core.Instruments;

/// <summary>
/// The tables of venues, instruments and products of one firm. Ids are positions in these tables. They stay as they are, but for the terms that a
/// venue changes while the router runs: those the engine that owns this copy puts in.
/// </summary>
public sealed record ReferenceData
{
    /// <summary>Builds the tables; throws <see cref="ArgumentException"/> when an id is not its own position.</summary>
    public ReferenceData(ImmutableArray<Venue> venues, ImmutableArray<Instrument> instruments, ImmutableArray<Product> products)
    {
        for (int i = 0; i < venues.Length; i++)
            Require(venues[i].Id.Value == i, $"venue {venues[i].Name} does not stand at its id");
        for (int i = 0; i < instruments.Length; i++)
            Require(instruments[i].Id.Value == i, $"instrument {instruments[i].Symbol} does not stand at its id");
        for (int i = 0; i < products.Length; i++)
            Require(products[i].Id.Value == i, $"product {products[i].Symbol} does not stand at its id");
        Venues = venues;
        Instruments = instruments;
        Products = products;
    }

    /// <summary>All venues.</summary>
    public ImmutableArray<Venue> Venues { get; }

    /// <summary>All instruments of all venues.</summary>
    public ImmutableArray<Instrument> Instruments { get; private set; }

    /// <summary>All products.</summary>
    public ImmutableArray<Product> Products { get; }

    /// <summary>The instrument with this id.</summary>
    public Instrument this[InstrumentId id] => Instruments[id.Value];

    /// <summary>The venue with this id.</summary>
    public Venue this[VenueId id] => Venues[id.Value];

    /// <summary>The product with this id.</summary>
    public Product this[ProductId id] => Products[id.Value];

    /// <summary>The product that desks call by this symbol, or null.</summary>
    public Product? FindProduct(string symbol)
    {
        foreach (Product product in Products)
        {
            if (string.Equals(product.Symbol, symbol, StringComparison.Ordinal))
                return product;
        }

        return null;
    }

    /// <summary>The same tables for an engine of their own, whose changes of terms nobody else sees.</summary>
    public ReferenceData Copy() => new(Venues, Instruments, Products);

    /// <summary>Puts an instrument with changed terms in the place of the one with its id; throws when anything that positions are counted by differs.</summary>
    internal void Replace(Instrument instrument)
    {
        Instrument before = this[instrument.Id];
        Require(
            before with { TickSize = instrument.TickSize, MinimumQuantity = instrument.MinimumQuantity, MinimumNotional = instrument.MinimumNotional } == instrument,
            $"{instrument.Symbol}: only price step and minimums may change");
        Instruments = Instruments.SetItem(instrument.Id.Value, instrument);
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }
}
