using System.Collections.Immutable;

namespace MarginRouter.Core.Instruments;

/// <summary>The immutable tables of venues, instruments and products of one firm. Ids are positions in these tables.</summary>
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
    public ImmutableArray<Instrument> Instruments { get; }

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

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }
}
