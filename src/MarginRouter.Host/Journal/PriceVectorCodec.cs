using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of valuation prices.</summary>
internal static class PriceVectorCodec
{
    public static void Write(RecordWriter writer, PriceVector prices)
    {
        writer.Count(prices.InstrumentCount);
        for (int i = 0; i < prices.InstrumentCount; i++)
        {
            ValuationPrice? mark = prices.Mark(new InstrumentId(i));
            writer.Flag(mark.HasValue);
            if (mark is ValuationPrice price)
                Write(writer, price);
            OrderCodec.WriteOptional(writer, prices.MarkRefusal(new InstrumentId(i)));
        }

        writer.Count(prices.Assets.Count);
        foreach ((string asset, ValuationPrice price) in prices.Assets)
        {
            writer.Text(asset);
            Write(writer, price);
        }

        writer.Count(prices.MissingAssets.Count);
        foreach ((string asset, string reason) in prices.MissingAssets)
        {
            writer.Text(asset);
            writer.Text(reason);
        }
    }

    public static PriceVector Read(ref RecordReader reader)
    {
        ImmutableArray<ValuationPrice?>.Builder marks = ImmutableArray.CreateBuilder<ValuationPrice?>();
        ImmutableArray<Refusal?>.Builder refusals = ImmutableArray.CreateBuilder<Refusal?>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            marks.Add(reader.Flag() ? ReadPrice(ref reader) : null);
            refusals.Add(OrderCodec.ReadOptionalRefusal(ref reader));
        }

        ImmutableSortedDictionary<string, ValuationPrice>.Builder assets =
            ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        for (int left = reader.SmallCount(); left > 0; left--)
            assets.Add(reader.Text(), ReadPrice(ref reader));
        ImmutableSortedDictionary<string, string>.Builder missing = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (int left = reader.SmallCount(); left > 0; left--)
            missing.Add(reader.Text(), reader.Text());
        return new PriceVector(marks.ToImmutable(), refusals.ToImmutable(), assets.ToImmutable()) { MissingAssets = missing.ToImmutable() };
    }

    private static void Write(RecordWriter writer, ValuationPrice price)
    {
        writer.Decimal(price.Value);
        writer.Long(price.AsOf.Nanoseconds);
        writer.Byte((byte)price.Source);
        writer.Unsigned(price.Contributors);
    }

    private static ValuationPrice ReadPrice(ref RecordReader reader) =>
        new(reader.Decimal(), new Instant(reader.Long()), Enums.Read<PriceSource>(reader.Byte())) { Contributors = reader.Unsigned() };
}
