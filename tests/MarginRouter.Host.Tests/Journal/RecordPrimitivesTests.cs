using MarginRouter.Host.Journal;

namespace MarginRouter.Host.Tests.Journal;

public sealed class RecordPrimitivesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    [InlineData(long.MaxValue, 9)]
    public void Count_AnyMagnitude_ReadsBackInTheFewestBytes(long value, int bytes)
    {
        RecordWriter writer = new();
        writer.Count(value);
        RecordReader reader = new(writer.Written);
        Assert.Equal(bytes, writer.Written.Length);
        Assert.Equal(value, reader.Count());
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(63)]
    [InlineData(-64)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Long_AnySign_ReadsBack(long value)
    {
        RecordWriter writer = new();
        writer.Long(value);
        RecordReader reader = new(writer.Written);
        Assert.Equal(value, reader.Long());
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void Decimal_AnyMantissaScaleAndSign_ReadsBackBitForBit()
    {
        Random random = new(5);
        List<decimal> values =
        [
            0m, decimal.Zero, new(0, 0, 0, true, 0), new(0, 0, 0, true, 28), 1.0m, 1.00m, -1m, decimal.MaxValue, decimal.MinValue,
            new(-1, -1, 0, false, 0), new(0, 0, 1, false, 28), new(-1, 0, -1, true, 28),
        ];
        for (int i = 0; i < 5_000; i++)
            values.Add(new decimal(random.Next(int.MinValue, int.MaxValue), random.Next(-3, 3), random.Next(-3, 3), random.Next(2) == 0, (byte)random.Next(29)));
        RecordWriter writer = new();
        foreach (decimal value in values)
        {
            writer.Clear();
            writer.Decimal(value);
            RecordReader reader = new(writer.Written);
            Assert.Equal(decimal.GetBits(value), decimal.GetBits(reader.Decimal()));
            Assert.True(reader.AtEnd);
        }
    }

    [Fact]
    public void Text_LongerThanTheBuffer_ReadsBack()
    {
        RecordWriter writer = new();
        string text = string.Concat(Enumerable.Repeat("Müllers Büro ", 5_000));
        writer.OptionalText(null);
        writer.Text(text);
        writer.OptionalText(string.Empty);
        writer.Bytes([1, 2, 3]);
        RecordReader reader = new(writer.Written);
        Assert.Null(reader.OptionalText());
        Assert.Equal(text, reader.Text());
        Assert.Equal(string.Empty, reader.OptionalText());
        Assert.Equal([1, 2, 3], reader.Bytes());
        Assert.True(reader.AtEnd);
    }

    [Theory]
    [InlineData("02")] // no flag
    [InlineData("7f")] // a decimal of scale 63, or no flag
    public void Flag_NeitherZeroNorOne_IsRefused(string hex) =>
        Assert.Throws<JournalFormatException>(() => new RecordReader(Convert.FromHexString(hex)).Flag());

    [Theory]
    [InlineData("1d01")] // scale 29
    [InlineData("80018080808010")] // a mantissa above 96 bits
    public void Decimal_ThatNoDecimalIs_IsRefused(string hex) =>
        Assert.Throws<JournalFormatException>(() => new RecordReader(Convert.FromHexString(hex)).Decimal());

    [Theory]
    [InlineData("ffffffffffffffffff7f")]
    [InlineData("ffffffffffffffffffff01")]
    [InlineData("ffffffffffffffffff01")] // fits 64 bits, is no count
    public void Count_LongerThanItMayBe_IsRefused(string hex) =>
        Assert.Throws<JournalFormatException>(() => new RecordReader(Convert.FromHexString(hex)).Count());

    [Fact]
    public void SmallCount_AboveAnInt_IsRefused()
    {
        RecordWriter writer = new();
        writer.Count(int.MaxValue + 1L);
        byte[] bytes = writer.Written.ToArray();
        Assert.Throws<JournalFormatException>(() => new RecordReader(bytes).SmallCount());
    }

    [Fact]
    public void Count_Negative_IsNeverWritten() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordWriter().Count(-1));
}
