using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of what venues state about instruments and fees.</summary>
internal static class ReferenceCodec
{
    /// <summary>Writes an event; null, and nothing is written, for one that is about something else.</summary>
    public static RecordKind? TryWrite(RecordWriter writer, InboundEvent inbound)
    {
        switch (inbound)
        {
            case InstrumentTermsReceived received:
                writer.Count(received.Instrument.Value);
                Write(writer, received.Terms);
                return RecordKind.InstrumentTermsReceived;
            case TickFollowed followed:
                writer.Count(followed.Instrument.Value);
                writer.Decimal(followed.TickSize);
                return RecordKind.TickFollowed;
            case FeeRatesReceived fees:
                writer.Count(fees.Subaccount.Value);
                writer.Count(fees.Rates.Length);
                foreach (AccountTakerRate rate in fees.Rates)
                {
                    writer.Count(rate.Instrument.Value);
                    writer.Decimal(rate.Rate);
                }

                return RecordKind.FeeRatesReceived;
            default:
                return null;
        }
    }

    /// <summary>Reads an event of a kind.</summary>
    public static InboundEvent Read(RecordKind kind, ref RecordReader reader) => kind switch
    {
        RecordKind.InstrumentTermsReceived => new InstrumentTermsReceived(new InstrumentId(reader.SmallCount()), ReadTerms(ref reader)),
        RecordKind.TickFollowed => new TickFollowed(new InstrumentId(reader.SmallCount()), reader.Decimal()),
        RecordKind.FeeRatesReceived => ReadFees(ref reader),
        _ => throw new JournalFormatException($"{kind} states no reference data"),
    };

    private static void Write(RecordWriter writer, InstrumentTerms terms)
    {
        writer.Decimal(terms.TickSize);
        writer.Decimal(terms.LotSize);
        writer.OptionalDecimal(terms.Multiplier);
        writer.OptionalDecimal(terms.MinimumQuantity);
        writer.OptionalDecimal(terms.MinimumNotional);
        writer.Flag(terms.Closed is not null);
        if (terms.Closed is { } word)
            writer.Text(word);
    }

    private static InstrumentTerms ReadTerms(ref RecordReader reader) => new(
        reader.Decimal(), reader.Decimal(), reader.OptionalDecimal(), reader.OptionalDecimal(), reader.OptionalDecimal(), reader.Flag() ? reader.Text() : null);

    private static FeeRatesReceived ReadFees(ref RecordReader reader)
    {
        SubaccountId account = new(reader.SmallCount());
        int count = reader.SmallCount();
        ImmutableArray<AccountTakerRate>.Builder rates = ImmutableArray.CreateBuilder<AccountTakerRate>();
        for (int i = 0; i < count; i++)
            rates.Add(new AccountTakerRate(new InstrumentId(reader.SmallCount()), reader.Decimal()));
        return new FeeRatesReceived(account, rates.ToImmutable());
    }
}
