using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of requests for quotes, of quotes, and of what became of them.</summary>
internal static class QuoteCodec
{
    /// <summary>Writes an event about quotes; null, and nothing is written, for any other.</summary>
    public static RecordKind? TryWrite(RecordWriter writer, InboundEvent inbound)
    {
        switch (inbound)
        {
            case QuoteReceived received:
                Write(writer, received.Quote);
                return RecordKind.QuoteReceived;
            case QuoteEnded ended:
                Write(writer, ended.Request);
                writer.Text(ended.QuoteId);
                writer.Byte((byte)ended.Ending);
                writer.Text(ended.Reason);
                return RecordKind.QuoteEnded;
            case QuoteRequestEnded ended:
                Write(writer, ended.Request);
                writer.OptionalText(ended.Maker);
                writer.Byte((byte)ended.Ending);
                writer.Text(ended.Reason);
                return RecordKind.QuoteRequestEnded;
            default:
                return null;
        }
    }

    /// <summary>Reads an event about quotes.</summary>
    public static InboundEvent Read(RecordKind kind, ref RecordReader reader) => kind switch
    {
        RecordKind.QuoteReceived => new QuoteReceived(ReadQuote(ref reader)),
        RecordKind.QuoteEnded => new QuoteEnded(ReadId(ref reader), reader.Text(), Enums.Read<QuoteEnding>(reader.Byte()), reader.Text()),
        RecordKind.QuoteRequestEnded => new QuoteRequestEnded(
            ReadId(ref reader), reader.OptionalText(), Enums.Read<QuoteRequestEnding>(reader.Byte()), reader.Text()),
        _ => throw new JournalFormatException($"{kind} is no event about quotes"),
    };

    /// <summary>Writes a request that was sent.</summary>
    public static void Write(RecordWriter writer, RequestQuotes request)
    {
        Write(writer, request.Id);
        writer.Count(request.Instrument.Value);
        OrderCodec.Write(writer, request.Side);
        writer.Count(request.Quantity.Value);
        writer.Long(request.AnswerBy.Nanoseconds);
        writer.Count(request.Subaccounts.Length);
        foreach (SubaccountId subaccount in request.Subaccounts)
            writer.Count(subaccount.Value);
        writer.Count(request.Makers.Length);
        foreach (string maker in request.Makers)
            writer.Text(maker);
    }

    /// <summary>Reads a request that was sent.</summary>
    public static RequestQuotes ReadRequest(ref RecordReader reader)
    {
        QuoteRequestId id = ReadId(ref reader);
        InstrumentId instrument = new(reader.SmallCount());
        Side side = OrderCodec.ReadSide(ref reader);
        QuantityLots quantity = new(reader.Count());
        Instant answerBy = new(reader.Long());
        ImmutableArray<SubaccountId>.Builder subaccounts = ImmutableArray.CreateBuilder<SubaccountId>();
        for (int left = reader.SmallCount(); left > 0; left--)
            subaccounts.Add(new SubaccountId(reader.SmallCount()));
        ImmutableArray<string>.Builder makers = ImmutableArray.CreateBuilder<string>();
        for (int left = reader.SmallCount(); left > 0; left--)
            makers.Add(reader.Text());
        return new RequestQuotes(id, instrument, side, quantity, answerBy) { Subaccounts = subaccounts.ToImmutable(), Makers = makers.ToImmutable() };
    }

    /// <summary>Writes the quotes of a decision's request.</summary>
    public static void Write(RecordWriter writer, ImmutableArray<RouteQuote> quotes)
    {
        writer.Count(quotes.Length);
        foreach (RouteQuote quote in quotes)
        {
            Write(writer, quote.Quote);
            OrderCodec.WriteOptional(writer, quote.Unavailable);
            writer.Flag(quote.OneOfRequest);
        }
    }

    /// <summary>Reads the quotes of a decision's request.</summary>
    public static ImmutableArray<RouteQuote> ReadQuotes(ref RecordReader reader)
    {
        int left = reader.SmallCount();
        if (left == 0)
            return [];
        ImmutableArray<RouteQuote>.Builder quotes = ImmutableArray.CreateBuilder<RouteQuote>(left);
        for (; left > 0; left--)
            quotes.Add(new RouteQuote(ReadQuote(ref reader), OrderCodec.ReadOptionalRefusal(ref reader)) { OneOfRequest = reader.Flag() });
        return quotes.ToImmutable();
    }

    /// <summary>Writes which quote a child takes, or that it takes none.</summary>
    public static void WriteOptional(RecordWriter writer, ChildQuote? quote)
    {
        writer.Flag(quote is not null);
        if (quote is null)
            return;
        Write(writer, quote.Request);
        writer.Text(quote.QuoteId);
        writer.Text(quote.Maker);
        writer.Long(quote.ValidUntil.Nanoseconds);
        writer.Flag(quote.AllOrNothing);
    }

    /// <summary>Reads which quote a child takes.</summary>
    public static ChildQuote? ReadOptional(ref RecordReader reader) =>
        reader.Flag() ? new ChildQuote(ReadId(ref reader), reader.Text(), reader.Text(), new Instant(reader.Long()), reader.Flag()) : null;

    private static void Write(RecordWriter writer, QuoteRequestId id)
    {
        writer.Count(id.Parent.Value);
        writer.Count(id.Round);
        writer.Count(id.Number);
    }

    private static QuoteRequestId ReadId(ref RecordReader reader) =>
        new(new ParentOrderId(reader.Count()), reader.SmallCount(), reader.SmallCount());

    private static void Write(RecordWriter writer, FirmQuote quote)
    {
        Write(writer, quote.Request);
        writer.Text(quote.QuoteId);
        writer.Text(quote.Maker);
        writer.Count(quote.Instrument.Value);
        OrderCodec.Write(writer, quote.Side);
        writer.Long(quote.Price.Value);
        writer.Count(quote.Quantity.Value);
        writer.Count(quote.MinimumQuantity.Value);
        writer.Long(quote.ValidUntil.Nanoseconds);
        writer.Count(quote.LastLookMilliseconds);
        writer.Flag(quote.FeeIncluded);
        writer.Flag(quote.Subaccount.HasValue);
        if (quote.Subaccount is SubaccountId subaccount)
            writer.Count(subaccount.Value);
    }

    private static FirmQuote ReadQuote(ref RecordReader reader) => new()
    {
        Request = ReadId(ref reader),
        QuoteId = reader.Text(),
        Maker = reader.Text(),
        Instrument = new InstrumentId(reader.SmallCount()),
        Side = OrderCodec.ReadSide(ref reader),
        Price = new PriceTicks(reader.Long()),
        Quantity = new QuantityLots(reader.Count()),
        MinimumQuantity = new QuantityLots(reader.Count()),
        ValidUntil = new Instant(reader.Long()),
        LastLookMilliseconds = reader.SmallCount(),
        FeeIncluded = reader.Flag(),
        Subaccount = reader.Flag() ? new SubaccountId(reader.SmallCount()) : null,
    };
}
