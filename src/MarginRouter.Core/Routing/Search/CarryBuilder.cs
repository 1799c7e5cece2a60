using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Builds the carry of a candidate from what the account holds, its terms, and the venue. All amounts are valued at the arrival price;
/// what a trade adds to margin is asked of the account's margin model at the ends of each stretch.
/// </summary>
internal sealed class CarryBuilder
{
    private const decimal MillisecondsPerDay = 86_400_000m;
    private const decimal DaysPerYear = 365m;

    private readonly RouteRequest request;
    private readonly Instrument instrument;
    private readonly MarginAccount account;
    private readonly AccountEvaluator evaluator;
    private readonly int sign;
    private readonly decimal days;
    private readonly decimal lotValue;
    private readonly decimal quoteRate;
    private readonly Asset pricing;
    private readonly bool keepsPositions;
    private readonly bool isNet;

    /// <param name="problem">The problem, with its arrival price.</param>
    /// <param name="ladder">The instrument's ladder.</param>
    /// <param name="account">The account.</param>
    /// <param name="evaluator">Its limits.</param>
    /// <param name="keepsPositions">False when fills move balances alone.</param>
    public CarryBuilder(RouteProblem problem, TakerLadder ladder, MarginAccount account, AccountEvaluator evaluator, bool keepsPositions)
    {
        request = problem.Request;
        instrument = ladder.Instrument;
        isNet = IsNet(ladder);
        this.account = account;
        this.evaluator = evaluator;
        this.keepsPositions = keepsPositions;
        sign = request.Side.Sign();
        pricing = problem.Product.Pricing;
        days = request.Policy.HoldingMilliseconds / MillisecondsPerDay;
        lotValue = problem.Arrival!.Value * instrument.BasePerLot;
        quoteRate = ladder.Scale.PricePerTick / instrument.TickSize;
    }

    /// <summary>True when something is added to price and listed fee.</summary>
    public static bool IsNeeded(RouteRequest request, TakerLadder ladder, MarginAccount account, decimal fundingPerDay, RouteVenue? venue)
    {
        Instrument instrument = ladder.Instrument;
        Subaccount subaccount = account.Subaccount;
        if (venue is not null && (venue.RiskBasisPoints != 0m || venue.PreferenceBasisPoints != 0m))
            return true;
        if (AdlSurcharge.Of(venue, account, instrument.Id, request.Side) is { BasisPoints: > 0m })
            return true;
        if (!IsNet(ladder) && !subaccount.TakerRates.IsEmpty && subaccount.TakerRate(instrument) != instrument.Fees.TakerRate)
            return true;
        return request.Policy.HoldingMilliseconds > 0
            && (fundingPerDay != 0m || subaccount.CapitalRatePerYear > 0m || (instrument.Kind == InstrumentKind.Spot && !subaccount.Borrow.IsEmpty));
    }

    /// <summary>The carry of a candidate that needs one.</summary>
    /// <param name="fundingPerDay">Of a long position, as a fraction of its value.</param>
    /// <param name="venue">What is known and wanted of the venue.</param>
    /// <param name="most">Most lots of the candidate.</param>
    /// <param name="best">Best price of its book.</param>
    public CarryLadder Build(decimal fundingPerDay, RouteVenue? venue, long most, PriceTicks best)
    {
        Subaccount subaccount = account.Subaccount;
        decimal tier = isNet ? 0m : subaccount.TakerRate(instrument) - instrument.Fees.TakerRate;
        decimal queue = AdlSurcharge.Of(venue, account, instrument.Id, request.Side)?.BasisPoints ?? 0m;
        decimal risk = ((venue?.RiskBasisPoints ?? 0m) + queue) / 10_000m;
        decimal preference = venue?.PreferenceBasisPoints / 10_000m ?? 0m;
        bool borrows = days > 0m && instrument.Kind == InstrumentKind.Spot && !subaccount.Borrow.IsEmpty;
        bool ties = days > 0m && subaccount.CapitalRatePerYear > 0m;
        long opposite = (long)Math.Min(Math.Max(0m, -sign * Held()), long.MaxValue / 2);
        var linear = new CandidateCost(0m, tier * lotValue, sign * fundingPerDay * days * lotValue, Preference: preference * lotValue);
        List<long> ends = risk != 0m || ties ? [opposite] : [];
        Leg[] legs = borrows ? [BaseLeg(), QuoteLeg()] : [];
        foreach (Leg leg in legs)
            ends.Add(leg.Until);
        ends.RemoveAll(end => end <= 0 || end >= most);
        ends.Add(long.MaxValue);
        ends.Sort();
        long[] through = [.. ends.Distinct()];
        decimal[] capital = ties ? Capital(through, Math.Max(1, most), best) : new decimal[through.Length];
        var perLot = new CandidateCost[through.Length];
        for (int rung = 0; rung < through.Length; rung++)
        {
            long from = rung == 0 ? 0 : through[rung - 1];
            decimal interest = 0m;
            foreach (Leg leg in legs)
                interest += from < leg.Until ? leg.Before : leg.After;
            perLot[rung] = linear with { Borrow = interest * lotValue, Margin = capital[rung], VenueRisk = from < opposite ? 0m : risk * lotValue };
        }

        return new CarryLadder(through, perLot);
    }

    /// <summary>True for a quote whose price has its fee in it: the account's own rate does not come on top.</summary>
    private static bool IsNet(TakerLadder ladder) => ladder.Quote?.FeeIncluded == true;

    private decimal Held()
    {
        if (keepsPositions)
        {
            foreach (PositionSnapshot position in account.Positions)
            {
                if (position.Instrument == instrument.Id)
                    return position.Quantity.Value;
            }

            return 0m;
        }

        return decimal.Truncate(Balance(instrument.Base) / instrument.BasePerLot);
    }

    private decimal Balance(Asset asset)
    {
        foreach (AssetBalance balance in account.Balances)
        {
            if (balance.Asset == asset)
                return balance.Quantity;
        }

        return 0m;
    }

    private decimal Rate(Asset asset) => (account.Subaccount.BorrowOf(asset)?.RatePerDay ?? 0m) * days;

    /// <summary>The base asset: a buy pays back what is owed, a sell borrows beyond what is there.</summary>
    private Leg BaseLeg()
    {
        decimal rate = Rate(instrument.Base);
        decimal held = keepsPositions ? Held() : Balance(instrument.Base) / instrument.BasePerLot;
        return sign > 0 ? Leg.Repays(-held, rate) : Leg.Borrows(held, rate);
    }

    /// <summary>The quote asset: a buy borrows beyond what is there, a sell pays back what is owed.</summary>
    private Leg QuoteLeg()
    {
        decimal rate = Rate(instrument.Quote);
        decimal held = keepsPositions ? -Held() : Balance(instrument.Quote) * quoteRate / lotValue;
        return sign > 0 ? Leg.Borrows(held, rate) : Leg.Repays(-held, rate);
    }

    /// <summary>By rung: the price of the initial margin that one lot adds; the average of all where that would fall.</summary>
    private decimal[] Capital(long[] through, long most, PriceTicks best)
    {
        decimal share = account.Subaccount.CapitalRatePerYear / DaysPerYear * days;
        var capital = new decimal[through.Length];
        if (!request.Prices.TryConvert(account.Subaccount.Reporting, pricing, out decimal rate, out _))
            return capital;
        decimal? before = Initial(0, best);
        decimal? last = before;
        bool falls = false;
        for (int rung = 0; rung < through.Length; rung++)
        {
            long from = rung == 0 ? 0 : through[rung - 1];
            long to = Math.Min(through[rung], most);
            decimal? there = Initial(to, best);
            if (there is null || last is null)
                return new decimal[through.Length];
            capital[rung] = (there.Value - last.Value) / (to - from) * rate * share;
            falls |= rung > 0 && capital[rung] < capital[rung - 1];
            last = there;
        }

        if (falls)
            Array.Fill(capital, (last!.Value - before!.Value) / most * rate * share);
        return capital;
    }

    private decimal? Initial(long lots, PriceTicks best) =>
        lots == 0
            ? evaluator.Before?.InitialMargin
            : evaluator.After([new PendingFill(instrument.Id, request.Side, new QuantityLots(lots), best)])?.InitialMargin;

    /// <summary>Interest per unit of value on one asset: one rate for the first lots, another after them.</summary>
    private readonly record struct Leg(long Until, decimal Before, decimal After)
    {
        public static Leg Repays(decimal owedLots, decimal rate) => new(Whole(owedLots), -rate, 0m);

        public static Leg Borrows(decimal ownedLots, decimal rate) => new(Whole(ownedLots), 0m, rate);

        private static long Whole(decimal lots) => (long)Math.Clamp(decimal.Truncate(lots), 0m, long.MaxValue / 2);
    }
}
