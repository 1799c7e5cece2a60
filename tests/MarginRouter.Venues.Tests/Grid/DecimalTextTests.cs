using System.Globalization;
using System.Text;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Tests.Grid;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("61737.63000000", 6173763, 2, 8)]
    [InlineData("0.00005100", 51, 6, 8)]
    [InlineData("0.000000000000000001", 1, 18, 18)]
    [InlineData("0", 0, 0, 0)]
    [InlineData("0.00000000", 0, 0, 8)]
    [InlineData("-1.5", -15, 1, 1)]
    [InlineData("1200", 1200, 0, 0)]
    [InlineData("1e-7", 1, 7, 7)]
    [InlineData("1.20E+3", 1200, 0, 0)]
    [InlineData("9223372036854775807", long.MaxValue, 0, 0)]
    public void TryParse_Number_IsExact(string text, long mantissa, int scale, int writtenScale)
    {
        Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out DecimalText value));
        Assert.Equal(new DecimalText(mantissa, scale, writtenScale), value);
        Assert.Equal(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), value.ToDecimal());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("NaN")]
    [InlineData("1e")]
    [InlineData("1e999")]
    [InlineData("9223372036854775808")]
    public void TryParse_NoNumberOrTooLong_IsRefused(string text) =>
        Assert.False(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void TryParse_RandomDecimals_AgreeWithTheBaseLibrary()
    {
        const int seed = 20261121;
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            decimal number = new(random.Next(), random.Next(0, 1 << 20), 0, random.Next(2) == 0, (byte)random.Next(0, 19));
            string text = number.ToString(CultureInfo.InvariantCulture);
            Assert.True(DecimalText.TryParse(Encoding.ASCII.GetBytes(text), out DecimalText value), $"seed {seed}: {text}");
            Assert.True(number == value.ToDecimal(), $"seed {seed}: {text}");
        }
    }
}
