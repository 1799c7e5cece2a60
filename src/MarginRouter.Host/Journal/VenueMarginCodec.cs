using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of what a venue says of an account's margin.</summary>
internal static class VenueMarginCodec
{
    public static void WriteOptional(RecordWriter writer, VenueMargin? margin)
    {
        writer.Flag(margin is not null);
        if (margin is null)
            return;
        writer.Text(margin.Asset.Code);
        writer.OptionalDecimal(margin.Equity);
        writer.OptionalDecimal(margin.InitialMargin);
        writer.OptionalDecimal(margin.MaintenanceMargin);
        writer.OptionalDecimal(margin.Utilisation);
        writer.Count(margin.Marks.Length);
        foreach (StatedMark mark in margin.Marks)
        {
            writer.Count(mark.Instrument.Value);
            writer.Decimal(mark.Price);
        }
    }

    public static VenueMargin? ReadOptional(ref RecordReader reader)
    {
        if (!reader.Flag())
            return null;
        VenueMargin margin = new(
            new Asset(reader.Text()), reader.OptionalDecimal(), reader.OptionalDecimal(), reader.OptionalDecimal(), reader.OptionalDecimal());
        ImmutableArray<StatedMark>.Builder marks = ImmutableArray.CreateBuilder<StatedMark>();
        for (int left = reader.SmallCount(); left > 0; left--)
            marks.Add(new StatedMark(new InstrumentId(reader.SmallCount()), reader.Decimal()));
        return margin with { Marks = marks.ToImmutable() };
    }
}
