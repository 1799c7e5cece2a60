using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of changes of valuation prices.</summary>
internal static class ValuationCodec
{
    public static void Write(RecordWriter writer, ValuationChange change)
    {
        writer.Text(change.Price);
        writer.OptionalText(change.Source);
        writer.Byte((byte)change.Status);
        writer.Flag(change.Place.HasValue);
        if (change.Place is int place)
            writer.Count(place);
        writer.Flag(change.Method.HasValue);
        if (change.Method is ValuationMethod method)
            writer.Byte((byte)method);
    }

    public static ValuationChange Read(ref RecordReader reader) => new(
        reader.Text(),
        reader.OptionalText(),
        Enums.Read<SourceStatus>(reader.Byte()),
        reader.Flag() ? ReadPlace(ref reader) : null,
        reader.Flag() ? Enums.Read<ValuationMethod>(reader.Byte()) : null);

    private static int ReadPlace(ref RecordReader reader)
    {
        int place = reader.SmallCount();
        return place < Enum.GetValues<ValuationMethod>().Length ? place : throw new JournalFormatException($"{place} is no place of a way to make a price");
    }
}
