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

        writer.Flag(prices.AsOf.HasValue);
        if (prices.AsOf is { } asOf)
            writer.Long(asOf.Nanoseconds);
        writer.Count(prices.Options.Count);
        foreach ((int id, OptionQuote quote) in prices.Options)
        {
            writer.Count(id);
            writer.Decimal(quote.Volatility);
            writer.OptionalDecimal(quote.Forward);
            writer.Long(quote.AsOf.Nanoseconds);
        }

        writer.Count(prices.OptionRefusals.Count);
        foreach ((int id, Refusal refusal) in prices.OptionRefusals)
        {
            writer.Count(id);
            OrderCodec.WriteOptional(writer, refusal);
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
        Instant? asOf = reader.Flag() ? new Instant(reader.Long()) : null;
        return new PriceVector(marks.ToImmutable(), refusals.ToImmutable(), assets.ToImmutable())
        {
            MissingAssets = missing.ToImmutable(),
            AsOf = asOf,
            Options = ReadOptions(ref reader),
            OptionRefusals = ReadOptionRefusals(ref reader),
        };
    }

    private static ImmutableSortedDictionary<int, OptionQuote> ReadOptions(ref RecordReader reader)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<int, OptionQuote>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            int id = reader.SmallCount();
            decimal volatility = reader.Decimal();
            decimal? forward = reader.OptionalDecimal();
            options.Add(id, new OptionQuote(volatility, forward, new Instant(reader.Long())));
        }

        return options.ToImmutable();
    }

    private static ImmutableSortedDictionary<int, Refusal> ReadOptionRefusals(ref RecordReader reader)
    {
        var refusals = ImmutableSortedDictionary.CreateBuilder<int, Refusal>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            int id = reader.SmallCount();
            refusals.Add(id, OrderCodec.ReadOptionalRefusal(ref reader) ?? throw new JournalFormatException("an option is refused without a reason"));
        }

        return refusals.ToImmutable();
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
