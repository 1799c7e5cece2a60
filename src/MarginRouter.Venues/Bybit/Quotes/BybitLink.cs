using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>Ids of requests as rfqLinkId, which takes letters and digits alone (docs/v5/rfq/trade/create-rfq): a capital Z stands for the hyphen.</summary>
internal static class BybitLink
{
    /// <summary>Writes an id.</summary>
    public static string Format(ClientOrderIdFormat ids, QuoteRequestId id) => ids.Format(id).Replace('-', 'Z');

    /// <summary>Reads an id; false for a text that is not ours.</summary>
    public static bool TryParse(ClientOrderIdFormat ids, string link, out QuoteRequestId id) => ids.TryParseQuoteRequest(link.Replace('Z', '-'), out id);
}
