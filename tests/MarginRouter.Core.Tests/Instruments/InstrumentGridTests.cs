using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Tests.Instruments;

/// <summary>Conversions between decimals and the grid are exact or do not happen.</summary>
public sealed class InstrumentGridTests
{
    private static readonly decimal[] Steps = [1m, 5m, 0.5m, 0.1m, 0.25m, 0.00000001m, 0.000000000000000001m, 1_000m, 0.05m, 12.5m];

    [Fact]
    public void TryPrice_AnyPriceOnTheGrid_ComesBack()
    {
        Random random = new(1);
        foreach (decimal step in Steps)
        {
            Instrument instrument = NewInstrument(step, step);
            for (int i = 0; i < 500; i++)
            {
                long whole = random.NextInt64(1, random.Next(2) == 0 ? 1_000 : 1_000_000_000_000);
                PriceTicks ticks = new(whole);
                Assert.True(instrument.TryPrice(instrument.Price(ticks), out PriceTicks price), $"{whole} x {step}");
                Assert.Equal(ticks, price);
                Assert.True(instrument.TryQuantity(instrument.Quantity(new QuantityLots(whole)), out QuantityLots lots));
                Assert.Equal(whole, lots.Value);
                Assert.True(instrument.TryPosition(-whole * step, out PositionLots position));
                Assert.Equal(-whole, position.Value);
            }
        }
    }

    [Fact]
    public void TryPrice_AnyPriceOffTheGrid_IsRefused()
    {
        Random random = new(2);
        foreach (decimal step in Steps.Where(step => step > 0.000000000000000001m))
        {
            Instrument instrument = NewInstrument(step, step);
            for (int i = 0; i < 200; i++)
            {
                decimal off = (random.NextInt64(1, 1_000_000) * step) + (step * random.Next(1, 1_000) / 1_000m);
                if (off % step == 0m)
                    continue;
                Assert.False(instrument.TryPrice(off, out _), $"{off} on {step}");
                Assert.False(instrument.TryQuantity(off, out _), $"{off} on {step}");
                Assert.False(instrument.TryPosition(-off, out _), $"{off} on {step}");
            }
        }
    }

    [Fact]
    public void TryPrice_QuotientThatRoundsToWhole_IsRefused()
    {
        // One part in 10^28 beside the grid: the division rounds it away, the product does not.
        Instrument instrument = NewInstrument(3m, 3m);
        Assert.False(instrument.TryPrice(3.0000000000000000000000000001m, out _));
        Assert.False(instrument.TryQuantity(2.9999999999999999999999999999m, out _));
    }

    [Fact]
    public void TryConvert_BeyondTheRange_IsRefusedAndNeverThrows()
    {
        foreach (decimal step in Steps)
        {
            Instrument instrument = NewInstrument(step, step);
            Product product = NewProduct(step);
            foreach (decimal value in new[] { decimal.MaxValue, decimal.MinValue, decimal.MaxValue / 3m })
            {
                Assert.False(instrument.TryPrice(value, out _), $"{value} on {step}");
                Assert.False(instrument.TryQuantity(value, out _), $"{value} on {step}");
                Assert.False(instrument.TryPosition(value, out _), $"{value} on {step}");
                Assert.False(product.TryQuantity(value, out _), $"{value} on {step}");
            }
        }
    }

    [Fact]
    public void TryConvert_TheEdgesOfTheRange_AreExact()
    {
        Instrument instrument = NewInstrument(1m, 1m);
        Assert.True(instrument.TryPosition(long.MinValue, out PositionLots least));
        Assert.Equal(long.MinValue, least.Value);
        Assert.True(instrument.TryQuantity(long.MaxValue, out QuantityLots most));
        Assert.Equal(long.MaxValue, most.Value);
        Assert.False(instrument.TryQuantity(long.MaxValue + 1m, out _));
        Assert.False(instrument.TryPosition(long.MinValue - 1m, out _));
    }

    [Fact]
    public void TryConvert_SignsThatCannotBe_AreRefused()
    {
        Instrument instrument = NewInstrument(0.1m, 0.001m);
        Assert.False(instrument.TryPrice(0m, out _));
        Assert.False(instrument.TryPrice(-0.1m, out _));
        Assert.True(instrument.TryQuantity(0m, out QuantityLots none));
        Assert.True(none.IsZero);
        Assert.False(instrument.TryQuantity(-0.001m, out _));
        Assert.False(NewProduct(0.001m).TryQuantity(-0.001m, out _));
    }

    [Theory]
    [InlineData("0", "60000", 2)] // no least value: the least quantity
    [InlineData("100", "60000", 2)] // 0.002 lots are worth 120
    [InlineData("130", "60000", 3)]
    [InlineData("120", "60000", 2)] // exactly
    [InlineData("100", "0.1", 1_000_000)]
    public void LeastOrder_MeetsQuantityAndValueExactly(string notional, string price, long lots)
    {
        Instrument instrument = NewInstrument(0.1m, 0.001m) with { MinimumQuantity = new QuantityLots(2), MinimumNotional = Number(notional) };
        Assert.True(instrument.TryPrice(Number(price), out PriceTicks ticks));
        QuantityLots least = instrument.LeastOrder(ticks);
        Assert.Equal(lots, least.Value);
        Assert.True(instrument.Notional(ticks, least) >= instrument.MinimumNotional);
    }

    [Fact]
    public void LotsPer_GridsThatDoNotFit_Throw()
    {
        Product product = NewProduct(0.001m);
        Assert.Equal(20, product.LotsPer(NewInstrument(1m, 0.01m) with { Multiplier = 2m }));
        Assert.Throws<InvalidOperationException>(() => product.LotsPer(NewInstrument(1m, 0.0001m)));
        Assert.Throws<InvalidOperationException>(() => product.LotsPer(NewInstrument(1m, 0.0015m)));
    }

    [Fact]
    public void QuantityLots_ArithmeticBeyondTheRange_Throws()
    {
        Assert.Throws<OverflowException>(() => new QuantityLots(long.MaxValue) + new QuantityLots(1));
        Assert.Throws<InvalidOperationException>(() => new QuantityLots(1) - new QuantityLots(2));
        Assert.Throws<OverflowException>(() => new PositionLots(long.MaxValue).After(Side.Buy, new QuantityLots(1)));
        Assert.Equal(-5, new PositionLots(2).After(Side.Sell, new QuantityLots(7)).Value);
    }

    [Fact]
    public void Instant_Arithmetic_IsInNanoseconds()
    {
        Instant at = Instant.FromMilliseconds(5).PlusMilliseconds(2);
        Assert.Equal(7_000_000, at.Nanoseconds);
        Assert.Equal(7, at.ToMilliseconds());
        Assert.Equal(-1_000, at.NanosecondsSince(Instant.FromMicroseconds(7_001)));
        Assert.True(at < Instant.FromMicroseconds(7_001) && at <= new Instant(7_000_000) && at >= new Instant(7_000_000));
    }

    [Fact]
    public void ReferenceData_IdsThatAreNotPositions_Throw()
    {
        Venue venue = new(new VenueId(0), "venue");
        Instrument instrument = NewInstrument(1m, 1m);
        Assert.Throws<ArgumentException>(() => new ReferenceData([venue with { Id = new VenueId(1) }], [], []));
        Assert.Throws<ArgumentException>(() => new ReferenceData([venue], [instrument, instrument], []));
        Assert.Throws<ArgumentException>(() => new ReferenceData([venue], [], [NewProduct(1m) with { Id = new ProductId(1) }]));
        ReferenceData reference = new([venue], [instrument], [NewProduct(1m)]);
        Assert.Equal("BTC-USD", reference.FindProduct("BTC-USD")!.Symbol);
        Assert.Null(reference.FindProduct("btc-usd"));
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Product NewProduct(decimal lot) => new(new ProductId(0), "BTC-USD", new Asset("BTC"), new Asset("USD"), lot, []);

    private static Instrument NewInstrument(decimal tick, decimal lot) => new()
    {
        Id = new InstrumentId(0),
        Venue = new VenueId(0),
        Symbol = "BTC/USD",
        Kind = InstrumentKind.Spot,
        Base = new Asset("BTC"),
        Quote = new Asset("USD"),
        Settlement = new Asset("USD"),
        TickSize = tick,
        LotSize = lot,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0m, 0m),
    };
}
