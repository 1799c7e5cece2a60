using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Questions;

/// <summary>
/// Answers SecurityListRequest (x) by SecurityList (y): the desk's products, each with lot and pricing asset, and as underlyings the venues'
/// instruments that may fill it as substitutes for each other.
/// </summary>
internal static class SecurityListWriter
{
    private const int RequestTag = 320;
    private const int DescriptionTag = 107; // A tag of our own would end the entry in the eyes of a strict dictionary.
    private const int ResponseTag = 322;
    private const int TypeTag = 559;
    private const int ResultTag = 560;
    private const int TotalTag = 393;
    private const int RoundLotTag = 561;
    private const int NoUnderlyingsTag = 711;
    private const int UnderlyingSymbolTag = 311;
    private const int UnderlyingTypeTag = 310;
    private const int UnderlyingExchangeTag = 308;
    private const int UnderlyingCurrencyTag = 318;
    private const char OneSymbol = '0';
    private const char All = '4';
    private const int Valid = 0;
    private const int NothingFound = 2;

    /// <summary>Writes the answer, or gives the refusal of a malformed request.</summary>
    public static FixRefusal? Answer(FixMessageWriter writer, DeskContext context, FixMessage message)
    {
        OrderFields fields = new(message);
        if (!fields.TryName(RequestTag, out string id))
            return fields.MissingOrMalformed(RequestTag);
        if (!message.TryGetChar(TypeTag, out char type))
            return fields.MissingOrMalformed(TypeTag);
        if (type is not (OneSymbol or All))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, TypeTag, "SecurityListRequestType must be 0 or 4");
        string? symbol = fields.GetText(FixTag.Symbol);
        if (type == OneSymbol && symbol is null)
            return fields.MissingOrMalformed(FixTag.Symbol);
        Desk desk = context.Firm.FindDesk(context.Desk)!;
        Product[] products = [.. desk.Products.Select(product => context.Firm.Reference[product]).Where(product => type == All || product.Symbol == symbol)];
        writer.Begin(FixMsgType.SecurityList);
        writer.Append(RequestTag, id);
        writer.Append(ResponseTag, id);
        writer.Append(ResultTag, products.Length == 0 ? NothingFound : Valid);
        writer.Append(TotalTag, products.Length);
        if (products.Length > 0)
            writer.Append(FixTag.NoRelatedSym, products.Length);
        foreach (Product product in products)
            Write(writer, context.Firm, product);
        return null;
    }

    private static void Write(FixMessageWriter writer, Firm firm, Product product)
    {
        writer.Append(FixTag.Symbol, product.Symbol);
        writer.AppendText(DescriptionTag, product.Base.Code);
        writer.Append(NoUnderlyingsTag, product.Instruments.Length);
        foreach (InstrumentId id in product.Instruments)
        {
            Instrument instrument = firm.Reference[id];
            writer.AppendText(UnderlyingSymbolTag, instrument.Symbol);
            writer.AppendText(UnderlyingTypeTag, instrument.Kind.ToString());
            writer.AppendText(UnderlyingExchangeTag, firm.Reference[instrument.Venue].Name);
            writer.AppendText(UnderlyingCurrencyTag, instrument.Quote.Code);
        }

        writer.AppendText(FixTag.Currency, product.Pricing.Code);
        writer.Append(RoundLotTag, product.LotSize);
    }
}
