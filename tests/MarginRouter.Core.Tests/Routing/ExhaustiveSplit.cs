using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>
/// The best split of a tiny request by trying every one: greatest fill, then least money. Limits come from <see cref="NaiveLimits"/>, or for
/// accounts that are judged as a whole from the margin models, each split asked anew.
/// </summary>
internal sealed class ExhaustiveSplit
{
    private readonly RouteRequest request;
    private readonly ReferenceData reference;
    private readonly PaidCost? objective;
    private readonly (RouteAccount Account, int Slot)[] pairs;
    private readonly long[] taken;
    private readonly MarginModelTable? models;
    private readonly (RouteAccount? Account, long Lots)[] quoted;

    /// <param name="request">The request.</param>
    /// <param name="reference">Its instruments.</param>
    /// <param name="objective">What splits cost; null for price and listed fee alone, paid in full instead of against arrival.</param>
    /// <param name="models">The margin models to ask; null for the rules that are worked out from first principles.</param>
    public ExhaustiveSplit(RouteRequest request, ReferenceData reference, PaidCost? objective = null, MarginModelTable? models = null)
    {
        this.models = models;
        this.objective = objective;
        this.request = request;
        this.reference = reference;
        pairs =
        [
            .. request.Accounts.SelectMany(account => account.Subaccount.Instruments.Select(instrument => (account, instrument.Value))),
        ];
        taken = new long[pairs.Length];
        quoted = new (RouteAccount?, long)[request.Quotes.Length];
        Try(0, request.Quantity.Value);
    }

    /// <summary>Product lots of the best split.</summary>
    public long Filled { get; private set; } = -1;

    /// <summary>Everything that it pays, fees included, signed so that less is better.</summary>
    public decimal Paid { get; private set; }

    private void Try(int pair, long left)
    {
        if (pair == pairs.Length)
        {
            TryQuotes(0, left);
            return;
        }

        Instrument instrument = reference.Instruments[pairs[pair].Slot];
        long lot = (long)(instrument.BasePerLot / RouteScenario.ProductLot);
        long shown = Book(pairs[pair].Slot).Levels.Sum(level => level.Quantity.Value);
        for (long lots = 0; lots <= shown && lots * lot <= left; lots++)
        {
            taken[pair] = lots;
            Try(pair + 1, left - (lots * lot));
        }

        taken[pair] = 0;
    }

    /// <summary>Each quote by nobody, or by one account and by no less than it allows.</summary>
    private void TryQuotes(int place, long left)
    {
        if (place == quoted.Length)
        {
            Judge();
            return;
        }

        quoted[place] = (null, 0);
        TryQuotes(place + 1, left);
        (FirmQuote quote, Refusal? unavailable) = request.Quotes[place];
        bool isExcluded = request.Quotes[place].OneOfRequest && Enumerable.Range(0, place).Any(one => quoted[one].Lots > 0 && request.Quotes[one].Quote.Request == quote.Request);
        if (unavailable is not null || isExcluded)
            return;
        long lot = (long)(reference[quote.Instrument].BasePerLot / RouteScenario.ProductLot);
        foreach (RouteAccount account in request.Accounts)
        {
            if (!account.Subaccount.Instruments.Contains(quote.Instrument) || (quote.Subaccount is { } only && only != account.Subaccount.Id))
                continue;
            for (long lots = quote.MinimumQuantity.Value; lots <= quote.Quantity.Value && lots * lot <= left; lots++)
            {
                quoted[place] = (account, lots);
                TryQuotes(place + 1, left - (lots * lot));
            }
        }

        quoted[place] = (null, 0);
    }

    private void Judge()
    {
        long filled = 0;
        decimal paid = 0m;
        var worst = new PriceTicks[reference.Instruments.Length];
        for (int slot = 0; slot < worst.Length; slot++)
        {
            long total = Enumerable.Range(0, pairs.Length).Where(i => pairs[i].Slot == slot).Sum(i => taken[i]);
            if (!Sweep(slot, total, ref paid, out worst[slot]))
                return;
            filled += total * (long)(reference.Instruments[slot].BasePerLot / RouteScenario.ProductLot);
        }

        for (int place = 0; place < quoted.Length; place++)
        {
            FirmQuote quote = request.Quotes[place].Quote;
            Instrument instrument = reference[quote.Instrument];
            decimal fee = quote.FeeIncluded ? 0m : instrument.Fees.TakerRate;
            filled += quoted[place].Lots * (long)(instrument.BasePerLot / RouteScenario.ProductLot);
            paid += quoted[place].Lots * instrument.BasePerLot * instrument.Price(quote.Price) * (request.Side.Sign() + fee);
        }

        if (objective is not null)
            paid = objective.Of([.. pairs.Select((pair, i) => (pair.Account, pair.Slot, taken[i]))]);
        if (filled < Filled || (filled == Filled && paid >= Paid) || !IsAllowed(worst))
            return;
        Filled = filled;
        Paid = paid;
    }

    private bool Sweep(int slot, long total, ref decimal paid, out PriceTicks worst)
    {
        Instrument instrument = reference.Instruments[slot];
        int sign = request.Side.Sign();
        worst = default;
        foreach (var level in Book(slot).Levels)
        {
            long take = Math.Min(total, level.Quantity.Value);
            if (take == 0)
                break;
            worst = level.Price;
            paid += take * instrument.BasePerLot * instrument.Price(level.Price) * (sign + instrument.Fees.TakerRate);
            total -= take;
        }

        return total == 0;
    }

    private bool IsAllowed(PriceTicks[] worst)
    {
        if (taken.Count(lots => lots > 0) + quoted.Count(one => one.Lots > 0) > request.Policy.MaximumChildren)
            return false;
        (RouteAccount, PendingFill)[] all =
        [
            .. pairs.Select((pair, i) => (pair, i)).Where(one => taken[one.i] > 0).Select(one =>
                (one.pair.Account, new PendingFill(new InstrumentId(one.pair.Slot), request.Side, new QuantityLots(taken[one.i]), worst[one.pair.Slot]))),
        ];
        if (NaiveGroupLimits.FirstBroken(request, reference, all) is not null)
            return false;
        foreach (RouteAccount account in request.Accounts)
        {
            List<PendingFill> children = [];
            for (int i = 0; i < pairs.Length; i++)
            {
                if (pairs[i].Account != account || taken[i] == 0)
                    continue;
                Instrument instrument = reference.Instruments[pairs[i].Slot];
                var child = new PendingFill(instrument.Id, request.Side, new QuantityLots(taken[i]), worst[pairs[i].Slot]);
                if (child.Quantity < instrument.MinimumQuantity || instrument.Notional(child.LimitPrice, child.Quantity) < instrument.MinimumNotional)
                    return false;
                children.Add(child);
            }

            for (int place = 0; place < quoted.Length; place++)
            {
                FirmQuote quote = request.Quotes[place].Quote;
                if (quoted[place].Account == account)
                    children.Add(new PendingFill(quote.Instrument, request.Side, new QuantityLots(quoted[place].Lots), quote.Price));
            }

            if (children.Count > 0 && !Holds(account, [.. children]))
                return false;
        }

        return true;
    }

    private bool Holds(RouteAccount account, PendingFill[] children)
    {
        if (models is null)
            return NaiveLimits.Holds(request, reference, account, children);
        Assert.True(models.TryFind(account.Subaccount, out IMarginModel? model, out _));
        return new AccountEvaluator(
            reference, model!, account.Account!, account.Pending, request.Prices, request.Policy.FillStates, request.Policy.Breach).Check(children) is null;
    }

    private RouteBook Book(int slot) => request.Books.Single(book => book.Instrument.Value == slot);
}
