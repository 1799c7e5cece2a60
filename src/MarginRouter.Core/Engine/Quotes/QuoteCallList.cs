using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Engine.Quotes;

/// <summary>Finds out whom a parent asks for quotes, by the rules of its desk and its own instructions.</summary>
internal sealed class QuoteCallList(Firm firm, MarketState market)
{
    /// <summary>The requests of a round; none where the desk's parents ask nobody, or what is wanted is worth too little or of unknown worth.</summary>
    public List<RequestQuotes> Of(Instant at, ParentOrder parent, Desk desk, int round)
    {
        List<RequestQuotes> calls = [];
        QuotePolicy policy = desk.Quotes!;
        if (!IsWorthAsking(parent, desk, market.Prices(at)))
            return calls;
        int left = policy.MaximumMakers;
        foreach (QuoteMakers makers in firm.QuoteMakers)
        {
            if (left == 0 || !market.IsConnected(makers.Venue) || IsExcluded(firm.Reference[makers.Venue].Name, parent, desk))
                continue;
            ImmutableArray<string> asked = makers.Makers.Length <= left ? makers.Makers : makers.Makers[..left];
            int before = calls.Count;
            foreach (InstrumentId instrument in parent.Product.Instruments)
            {
                if (makers.Instruments.Contains(instrument) && RouteRules.KindRefusal(firm.Reference[instrument], desk, parent.Request.Instructions) is null)
                    Add(calls, (at, parent, desk, round), (makers, asked), firm.Reference[instrument]);
            }

            left -= calls.Count == before ? 0 : asked.Length;
        }

        return calls;
    }

    private void Add(
        List<RequestQuotes> calls, (Instant At, ParentOrder Parent, Desk Desk, int Round) question, (QuoteMakers Makers, ImmutableArray<string> Asked) whom, Instrument instrument)
    {
        ParentOrder parent = question.Parent;
        var quantity = new QuantityLots((parent.Quantity - parent.Filled).Value / parent.Product.LotsPer(instrument));
        ImmutableArray<SubaccountId> accounts =
        [
            .. firm.Subaccounts.Where(account => question.Desk.Subaccounts.Contains(account.Id) && account.Instruments.Contains(instrument.Id)
                && (parent.Request.Account is null || parent.Request.Account == account.Name)).Select(account => account.Id),
        ];
        if (quantity.IsZero || accounts.IsEmpty)
            return;
        Instant answerBy = question.At.PlusMilliseconds(question.Desk.Quotes!.WindowMilliseconds);
        foreach (ImmutableArray<SubaccountId> named in whom.Makers.PerAccount ? accounts.Select(account => ImmutableArray.Create(account)) : [accounts])
        {
            var id = new QuoteRequestId(parent.Id, question.Round, calls.Count);
            calls.Add(new RequestQuotes(id, instrument.Id, parent.Request.Side, quantity, answerBy) { Subaccounts = named, Makers = whom.Asked });
        }
    }

    private static bool IsWorthAsking(ParentOrder parent, Desk desk, PriceVector prices)
    {
        Product product = parent.Product;
        bool isPriced = prices.TryConvert(product.Base, product.Pricing, out decimal value, out _);
        if (parent.Request.LimitPrice is null && !isPriced)
            return false;

        // A market order that is too large is refused by the decision, which also knows the arrival price.
        if (parent.Request.OrderType == OrderType.Market && ParentAdmission.JudgeNotional(desk, parent.Request, value) is not null)
            return false;
        return product.Quantity(parent.Quantity - parent.Filled) * (parent.Request.LimitPrice ?? value) >= desk.Quotes!.MinimumNotional;
    }

    private static bool IsExcluded(string venue, ParentOrder parent, Desk desk) =>
        IsExcluded(venue, desk.Instructions) || (parent.Request.Instructions is { } own && IsExcluded(venue, own));

    private static bool IsExcluded(string venue, RouteInstructions instructions)
    {
        foreach (VenuePreference preference in instructions.Venues)
        {
            if (preference.Venue == venue && preference.Excluded)
                return true;
        }

        return false;
    }
}
