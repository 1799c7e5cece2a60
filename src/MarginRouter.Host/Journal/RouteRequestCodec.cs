using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of the request, or slice, of a decision.</summary>
internal static class RouteRequestCodec
{
    public static void Write(RecordWriter writer, RouteRequest request)
    {
        writer.Count(request.Parent.Value);
        writer.Count(request.Attempt);
        writer.Count(request.Product.Value);
        OrderCodec.Write(writer, request.Side);
        writer.Count(request.Quantity.Value);
        writer.Count(request.Tolerated.Value);
        writer.OptionalDecimal(request.LimitPrice);
        writer.Count(request.Books.Length);
        foreach (RouteBook book in request.Books)
            Write(writer, book);
        QuoteCodec.Write(writer, request.Quotes);
        writer.Count(request.Accounts.Length);
        foreach (RouteAccount account in request.Accounts)
            Write(writer, account);
        RouteRuleCodec.Write(writer, request.Venues);
        RouteRuleCodec.Write(writer, request.Caps);
        PriceVectorCodec.Write(writer, request.Prices);
        RouteRuleCodec.Write(writer, request.Policy);
        writer.Count(request.WorkUnits);
        TransferCodec.WriteOptional(writer, request.Transfers);
    }

    public static RouteRequest Read(ref RecordReader reader)
    {
        ParentOrderId parent = new(reader.Count());
        int attempt = reader.SmallCount();
        ProductId product = new(reader.SmallCount());
        Side side = OrderCodec.ReadSide(ref reader);
        QuantityLots quantity = new(reader.Count());
        QuantityLots tolerated = new(reader.Count());
        decimal? limit = reader.OptionalDecimal();
        ImmutableArray<RouteBook>.Builder books = ImmutableArray.CreateBuilder<RouteBook>();
        for (int left = reader.SmallCount(); left > 0; left--)
            books.Add(ReadBook(ref reader));
        ImmutableArray<RouteQuote> quotes = QuoteCodec.ReadQuotes(ref reader);
        ImmutableArray<RouteAccount>.Builder accounts = ImmutableArray.CreateBuilder<RouteAccount>();
        for (int left = reader.SmallCount(); left > 0; left--)
            accounts.Add(ReadAccount(ref reader));
        return new RouteRequest
        {
            Parent = parent,
            Attempt = attempt,
            Product = product,
            Side = side,
            Quantity = quantity,
            Tolerated = tolerated,
            LimitPrice = limit,
            Books = books.ToImmutable(),
            Quotes = quotes,
            Accounts = accounts.ToImmutable(),
            Venues = RouteRuleCodec.ReadVenues(ref reader),
            Caps = RouteRuleCodec.ReadCaps(ref reader),
            Prices = PriceVectorCodec.Read(ref reader),
            Policy = RouteRuleCodec.ReadPolicy(ref reader),
            WorkUnits = reader.SmallCount(),
            Transfers = TransferCodec.ReadOptionalTerms(ref reader),
        };
    }

    public static void Write(RecordWriter writer, RouteBook book)
    {
        writer.Count(book.Instrument.Value);
        writer.Long(book.Sequence);
        writer.Long(book.ReceivedAt.Nanoseconds);
        writer.Count(book.Levels.Length);
        long last = 0;
        foreach (BookLevel level in book.Levels)
        {
            // Neighbouring prices differ by little: the difference is short.
            writer.Long(level.Price.Value - last);
            writer.Count(level.Quantity.Value);
            last = level.Price.Value;
        }

        writer.Flag(book.OppositeBest.HasValue);
        if (book.OppositeBest is BookLevel opposite)
        {
            writer.Long(opposite.Price.Value);
            writer.Count(opposite.Quantity.Value);
        }

        OrderCodec.WriteOptional(writer, book.Unavailable);
        writer.Decimal(book.FundingPerDay);
        writer.Decimal(book.FillRatio);
    }

    public static RouteBook ReadBook(ref RecordReader reader)
    {
        InstrumentId instrument = new(reader.SmallCount());
        long sequence = reader.Long();
        Instant receivedAt = new(reader.Long());
        ImmutableArray<BookLevel>.Builder levels = ImmutableArray.CreateBuilder<BookLevel>();
        long last = 0;
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            last += reader.Long();
            levels.Add(new BookLevel(new PriceTicks(last), new QuantityLots(reader.Count())));
        }

        BookLevel? opposite = reader.Flag() ? new BookLevel(new PriceTicks(reader.Long()), new QuantityLots(reader.Count())) : null;
        Refusal? unavailable = OrderCodec.ReadOptionalRefusal(ref reader);
        return new RouteBook(instrument, sequence, receivedAt, levels.ToImmutable(), opposite, unavailable) { FundingPerDay = reader.Decimal(), FillRatio = reader.Decimal() };
    }

    public static void Write(RecordWriter writer, RouteAccount account)
    {
        LedgerCodec.Write(writer, account.Subaccount);
        writer.Flag(account.Account is not null);
        if (account.Account is not null)
            LedgerCodec.Write(writer, account.Account);
        writer.Count(account.Pending.Length);
        foreach (PendingFill pending in account.Pending)
            LedgerCodec.Write(writer, pending);
        OrderCodec.WriteOptional(writer, account.Unavailable);
    }

    public static RouteAccount ReadAccount(ref RecordReader reader)
    {
        Subaccount subaccount = LedgerCodec.ReadSubaccount(ref reader);
        MarginAccount? account = reader.Flag() ? LedgerCodec.ReadMarginAccount(ref reader, subaccount) : null;
        ImmutableArray<PendingFill>.Builder pending = ImmutableArray.CreateBuilder<PendingFill>();
        for (int left = reader.SmallCount(); left > 0; left--)
            pending.Add(LedgerCodec.ReadPending(ref reader));
        return new RouteAccount(subaccount, account, pending.ToImmutable(), OrderCodec.ReadOptionalRefusal(ref reader));
    }
}
