using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of the tier tables that a venue has sent.</summary>
internal static class MarginTablesCodec
{
    /// <summary>Writes an event.</summary>
    public static void Write(RecordWriter writer, MarginTablesReceived received)
    {
        writer.Count(received.Subaccount.Value);
        writer.Count(received.Tables.Length);
        foreach (InstrumentTiers table in received.Tables)
        {
            writer.Text(table.Instrument);
            writer.Count(table.Tiers.Length);
            foreach (MarginTier tier in table.Tiers)
                Write(writer, tier);
        }
    }

    /// <summary>Reads an event.</summary>
    public static MarginTablesReceived Read(ref RecordReader reader)
    {
        SubaccountId subaccount = new(reader.SmallCount());
        int count = reader.SmallCount();
        ImmutableArray<InstrumentTiers>.Builder tables = ImmutableArray.CreateBuilder<InstrumentTiers>();
        for (int i = 0; i < count; i++)
        {
            string instrument = reader.Text();
            int rows = reader.SmallCount();
            ImmutableArray<MarginTier>.Builder tiers = ImmutableArray.CreateBuilder<MarginTier>();
            for (int row = 0; row < rows; row++)
                tiers.Add(ReadTier(ref reader));
            tables.Add(new InstrumentTiers(instrument, tiers.ToImmutable()));
        }

        return new MarginTablesReceived(subaccount, tables.ToImmutable());
    }

    private static void Write(RecordWriter writer, MarginTier tier)
    {
        writer.Decimal(tier.From);
        writer.OptionalDecimal(tier.To);
        writer.OptionalDecimal(tier.InitialRate);
        writer.Decimal(tier.MaintenanceRate);
        writer.Decimal(tier.Deduction);
        writer.OptionalDecimal(tier.MaximumLeverage);
        writer.Decimal(tier.RatePerUnit);
    }

    private static MarginTier ReadTier(ref RecordReader reader)
    {
        MarginTier tier = new(
            reader.Decimal(), reader.OptionalDecimal(), reader.OptionalDecimal(), reader.Decimal(), reader.Decimal(), reader.OptionalDecimal());
        return tier with { RatePerUnit = reader.Decimal() };
    }
}
