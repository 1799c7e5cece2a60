using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Routing.Search;

/// <summary>Says why each candidate did not get more, and what holds the remainder back.</summary>
internal sealed class RouteExplanation
{
    private readonly RouteProblem problem;
    private readonly ProvenSplit proven;
    private readonly SplitPlan blind;
    private readonly Refusal?[] reasons;
    private readonly decimal?[] nexts;
    private readonly NextQuote?[] quotes;
    private readonly bool[] quoted;
    private readonly List<RejectedCandidate> rejected = [];
    private readonly List<AccountBreach> blocking = [];
    private long remainder;
    private decimal? dearestTaken;

    public RouteExplanation(RouteProblem problem, ProvenSplit proven, SplitPlan blind)
    {
        this.problem = problem;
        this.proven = proven;
        this.blind = blind;
        reasons = new Refusal?[problem.Candidates.Count];
        nexts = new decimal?[problem.Candidates.Count];
        quotes = new NextQuote?[problem.Ladders.Length];
        quoted = new bool[problem.Ladders.Length];
    }

    /// <summary>Candidates that got nothing, or less than they would have without their limit.</summary>
    public ImmutableArray<RejectedCandidate> Rejected { get; private set; }

    /// <summary>What holds the remainder back, by account; empty without a remainder.</summary>
    public ImmutableArray<AccountBreach> Blocking { get; private set; }

    /// <summary>The dearest base unit of the split, in the measure of the ladders; null when it is empty.</summary>
    public decimal? DearestTaken => dearestTaken;

    /// <summary>Why a usable candidate did not get more; null for one that cannot be used.</summary>
    public Refusal? ReasonFor(Candidate candidate) => reasons[candidate.Index];

    /// <summary>What its next base unit costs, in the measure of the ladders; null when it has none.</summary>
    public decimal? Next(Candidate candidate) => nexts[candidate.Index];

    /// <summary>Explains the split that was found.</summary>
    public void Describe()
    {
        remainder = problem.Question.Wanted - proven.Plan.Filled;
        dearestTaken = FindDearestTaken();
        rejected.Clear();
        blocking.Clear();
        Array.Clear(quoted);
        foreach (Candidate candidate in problem.Candidates)
        {
            if (TryRepeat(candidate))
                continue;
            decimal? next = NextMarginalCost(candidate);
            Refusal reason = candidate.Unusable ?? ReasonOf(candidate, next);
            reasons[candidate.Index] = candidate.Unusable is null ? reason : null;
            nexts[candidate.Index] = next;
            long taken = proven.Plan.Taken[candidate.Index];
            SubaccountId account = candidate.Account.Account.Subaccount.Id;
            if (remainder > 0 && reason.Reason != RefusalReason.Dearer)
                AddOnce(new AccountBreach(account, reason));
            if (taken == 0 || reason.Reason is not (RefusalReason.Dearer or RefusalReason.DepthExhausted or RefusalReason.LimitPrice or RefusalReason.MaximumMarginalCost))
            {
                CandidateCost? unit = next is null ? null : NextUnit(candidate);
                rejected.Add(new RejectedCandidate(account, candidate.Instrument, reason, BasisPoints(unit), unit, ProductLots(candidate, taken))
                {
                    Quote = RouteOptimizer.ChildQuoteOf(problem.QuoteAt(candidate.Slot)),
                });
            }
        }

        Rejected = [.. rejected];
        Blocking = [.. blocking];
    }

    /// <summary>
    /// A candidate without costs of its own that got nothing because it is dearer: what is said of it follows from the price of its next
    /// unit, the arrival price and the dearest unit taken. It is said again as long as these stay.
    /// </summary>
    private bool TryRepeat(Candidate candidate)
    {
        bool isPlain = candidate.Unusable is null && candidate.Ladder!.Quote is null && candidate.Carry is null && candidate.FixedCost == 0m;
        if (!isPlain || remainder != 0 || dearestTaken is not { } dearest || proven.Plan.Taken[candidate.Index] != 0
            || Quote(candidate) is not { } quote || quote.Marginal < dearest)
            return false;
        SubaccountId account = candidate.Account.Account.Subaccount.Id;
        if (candidate.Dearer is not { } note || !ReferenceEquals(note.Quote, quote) || !NextQuote.IsSame(note.Dearest, dearest)
            || note.Told.Subaccount != account || note.Told.Instrument != candidate.Instrument)
        {
            Refusal reason = Dearer(candidate.Ladder!, quote.Marginal);
            note = new DearerNote(dearest, quote, new RejectedCandidate(account, candidate.Instrument, reason, quote.BasisPoints, quote.Unit, QuantityLots.Zero));
            candidate.Dearer = note;
        }

        reasons[candidate.Index] = note.Told.Refusal;
        nexts[candidate.Index] = quote.Marginal;
        rejected.Add(note.Told);
        return true;
    }

    /// <summary>The next base unit of a plain candidate's instrument; null when there is none.</summary>
    private NextQuote? Quote(Candidate candidate)
    {
        int slot = candidate.Slot;
        TakerLadder ladder = candidate.Ladder!;
        long next = proven.Plan.Totals[slot] + 1;
        if (!ladder.Holds(next))
            return null;
        if (quoted[slot])
            return quotes[slot];
        quoted[slot] = true;
        int level = ladder.LevelOf(next);
        decimal arrival = problem.Arrival!.Value;
        if (quotes[slot] is not { } known || !known.IsFor(problem.Request.Side, ladder.Price(level), ladder.Scale.PricePerTick, arrival))
        {
            CandidateCost unit = NextUnit(candidate);
            quotes[slot] = new NextQuote(
                problem.Request.Side, ladder.Price(level), ladder.Scale.PricePerTick, arrival, ladder.MarginalCost(level), unit, BasisPoints(unit));
        }

        return quotes[slot];
    }

    private decimal? BasisPoints(CandidateCost? unit) => unit?.Total / problem.Arrival * 10_000m;

    private void AddOnce(AccountBreach breach)
    {
        if (!blocking.Contains(breach))
            blocking.Add(breach);
    }

    private Refusal ReasonOf(Candidate candidate, decimal? next)
    {
        TakerLadder ladder = candidate.Ladder!;
        if (next is null)
            return EndOfLadder(ladder, proven.Plan.Totals[candidate.Slot]);
        if (remainder == 0 && next >= dearestTaken)
            return Dearer(ladder, next.Value);
        if (ladder.Quote is { } quote && proven.Plan.Taken[candidate.Index] == 0 && LimitOf(candidate, quote) is { } refused)
            return refused;
        if (next > problem.MostMarginal[candidate.Slot])
            return new Refusal(RefusalReason.MaximumMarginalCost, ladder.Instrument.Symbol, Required: CostBasisPoints(next), Threshold: problem.Request.Policy.MaximumMarginalCostBasisPoints);
        return LimitOf(candidate)
            ?? (remainder > 0 ? LotOf(ladder, remainder) : null)
            ?? LeastSizeOf(candidate)
            ?? GeneralRule(candidate, next.Value)
            ?? Dearer(ladder, next.Value);
    }

    private Refusal EndOfLadder(TakerLadder ladder, long total)
    {
        Instrument instrument = ladder.Instrument;
        if (ladder.EndsAtMarginal(out decimal nextCost))
            return new Refusal(RefusalReason.MaximumMarginalCost, instrument.Symbol, Required: CostBasisPoints(nextCost), Threshold: problem.Request.Policy.MaximumMarginalCostBasisPoints);
        if (ladder.EndsAtLimit(out decimal nextPrice))
            return new Refusal(RefusalReason.LimitPrice, instrument.Symbol, Required: nextPrice, Threshold: problem.WorstPrice);
        return new Refusal(RefusalReason.DepthExhausted, instrument.Symbol, Available: instrument.Quantity(new QuantityLots(total)));
    }

    /// <summary>The margin limit that keeps the candidate from one lot more, with the figures of what the blind sweep would have sent.</summary>
    private Refusal? LimitOf(Candidate candidate)
    {
        TakerLadder ladder = candidate.Ladder!;
        long taken = proven.Plan.Taken[candidate.Index];
        int nextLevel = ladder.LevelOf(proven.Plan.Totals[candidate.Slot] + 1);
        ReadOnlySpan<PendingFill> beside = proven.FillsBeside(candidate);
        PendingFill more = candidate.Fill(problem.Request.Side, taken + 1, ladder.Price(nextLevel));
        candidate.Account.HeadRoom(more, beside, out Refusal? blocking);
        if (blocking is null)
            return CapOf(candidate, taken + 1);
        if (blind.Totals[candidate.Slot] <= taken + 1)
            return blocking;
        int blindLevel = ladder.LevelOf(blind.Totals[candidate.Slot]);
        PendingFill wanted = candidate.Fill(problem.Request.Side, blind.Totals[candidate.Slot], ladder.Price(blindLevel));
        Span<PendingFill> all = [.. beside, wanted];
        Refusal? atBlind = candidate.Account.Check(all);
        return atBlind?.Reason == blocking.Reason ? atBlind : blocking;
    }

    /// <summary>What stops the account from taking the least that a quote allows; null when that would pass.</summary>
    private Refusal? LimitOf(Candidate candidate, FirmQuote quote)
    {
        PendingFill least = candidate.Fill(problem.Request.Side, quote.MinimumQuantity.Value, quote.Price);
        candidate.Account.HeadRoom(least, proven.FillsBeside(candidate), out Refusal? blocking);
        return blocking ?? CapOf(candidate, quote.MinimumQuantity.Value);
    }

    private Refusal? CapOf(Candidate candidate, long lots)
    {
        foreach (GroupCap cap in candidate.Caps)
        {
            if (cap.Refuse(candidate, proven.Plan, lots) is { } refusal)
                return refusal;
        }

        return null;
    }

    private Refusal? LeastSizeOf(Candidate candidate)
    {
        if (proven.Plan.Taken[candidate.Index] > 0)
            return null;
        TakerLadder ladder = candidate.Ladder!;
        Instrument instrument = ladder.Instrument;
        PriceTicks price = ladder.Price(ladder.LevelOf(proven.Plan.Totals[candidate.Slot] + 1));
        var least = new QuantityLots(ladder.LeastOrder(ladder.LevelOf(proven.Plan.Totals[candidate.Slot] + 1)));
        PendingFill small = candidate.Fill(problem.Request.Side, least.Value, price);
        long open = Math.Max(remainder, 1) / ladder.ProductLots;
        long room = candidate.Account.HeadRoom(small, proven.FillsBeside(candidate), out _).Value;
        var possible = new QuantityLots(remainder == 0 ? room : Math.Min(room, open));
        if (possible >= least)
            return null;
        if (ladder.Quote is { } quote)
            return new Refusal(RefusalReason.MinimumQuantity, MarketReading.QuoteName(quote), instrument.Quantity(least), instrument.Quantity(possible));
        return least == instrument.MinimumQuantity
            ? new Refusal(RefusalReason.MinimumQuantity, instrument.Symbol, instrument.Quantity(least), instrument.Quantity(possible))
            : new Refusal(RefusalReason.MinimumNotional, instrument.Symbol, instrument.MinimumNotional, instrument.Notional(price, possible));
    }

    private Refusal? GeneralRule(Candidate candidate, decimal next)
    {
        TakerLadder ladder = candidate.Ladder!;
        int most = problem.Request.Policy.MaximumChildren;
        if (proven.Plan.Taken[candidate.Index] == 0 && proven.Plan.Children >= most)
            return new Refusal(RefusalReason.MaximumChildren, problem.Product.Symbol, proven.Plan.Children + 1, most, most);
        if (proven.Plan.Taken[candidate.Index] == 0 && problem.OrdersLeft(ladder.Instrument.Venue) is { } orders && proven.OrdersTo(ladder.Instrument.Venue) >= orders)
            return new Refusal(RefusalReason.VenueOrderRate, problem.NameOf(ladder.Instrument.Venue), orders + 1, orders, orders);
        if (proven.IsCutShort)
            return new Refusal(RefusalReason.SearchCutShort, problem.Product.Symbol, Available: problem.Request.WorkUnits);
        if (proven.IsTrimmed)
            return new Refusal(RefusalReason.FillTolerance, problem.Product.Symbol, Required: problem.Product.Quantity(new QuantityLots(remainder)), Threshold: problem.Product.Quantity(problem.Request.Tolerated));
        if (proven.Plan.Taken[candidate.Index] == 0 && candidate.FixedCost > 0m)
            return new Refusal(RefusalReason.FixedCost, ladder.Instrument.Symbol, Required: candidate.FixedCost);
        return remainder == 0 ? LotOf(ladder, DearerThan(next)) : null;
    }

    /// <summary>How much was taken at prices dearer than this one, in product lots: less than a lot of a cheaper candidate must go there.</summary>
    public long DearerThan(decimal next)
    {
        long dearer = 0;
        for (int slot = 0; slot < problem.Ladders.Length; slot++)
        {
            long total = proven.Plan.Totals[slot];
            if (total == 0)
                continue;
            TakerLadder ladder = problem.Ladders[slot]!;
            int level = ladder.LevelOf(total);
            while (level >= 0 && ladder.MarginalCost(level) + problem.LeastPerBase[slot] > next)
                level--;
            dearer += (total - (level < 0 ? 0 : Math.Min(total, ladder.Through(level)))) * ladder.ProductLots;
        }

        return dearer;
    }

    /// <summary>The refusal of a lot that is larger than what there is to fill; null when it is not.</summary>
    private Refusal? LotOf(TakerLadder ladder, long open) =>
        open >= ladder.ProductLots
            ? null
            : new Refusal(
                RefusalReason.LotRemainder,
                ladder.Instrument.Symbol,
                ladder.Instrument.BasePerLot,
                problem.Product.Quantity(new QuantityLots(open)));

    private Refusal Dearer(TakerLadder ladder, decimal next) =>
        new(RefusalReason.Dearer, ladder.Instrument.Symbol, Unsigned(dearestTaken), Unsigned(next));

    private decimal? NextMarginalCost(Candidate candidate)
    {
        if (candidate.Unusable is not null)
            return null;
        long next = proven.Plan.Totals[candidate.Slot] + 1;
        return candidate.Ladder!.Holds(next)
            ? candidate.Ladder.MarginalCost(candidate.Ladder.LevelOf(next)) + ExtraPerBase(candidate, proven.Plan.Taken[candidate.Index])
            : null;
    }

    /// <summary>What the carry adds to a base unit after so many lots.</summary>
    private static decimal ExtraPerBase(Candidate candidate, long lots) =>
        candidate.Carry is { } carry ? carry.Next(lots).Objective / candidate.Ladder!.Instrument.BasePerLot : 0m;

    /// <summary>The parts of the cost of one more base unit; a fixed cost is spread over the most that the candidate could take.</summary>
    private CandidateCost NextUnit(Candidate candidate)
    {
        TakerLadder ladder = candidate.Ladder!;
        long taken = proven.Plan.Taken[candidate.Index];
        decimal price = ladder.Price(ladder.LevelOf(proven.Plan.Totals[candidate.Slot] + 1)).Value * ladder.Scale.PricePerTick;
        CandidateCost carry = candidate.Carry is { } own ? own.Next(taken) * (1m / ladder.Instrument.BasePerLot) : default;
        long most = Math.Max(1, Math.Min(candidate.MostRoom, problem.Question.Wanted / ladder.ProductLots));
        decimal fee = price * ladder.Instrument.Fees.TakerRate;
        return carry with
        {
            Price = problem.Request.Side.Sign() * (price - problem.Arrival!.Value),
            Fee = carry.Fee + fee,
            Fixed = taken > 0 ? 0m : candidate.FixedCost / (most * ladder.Instrument.BasePerLot),
        };
    }

    private decimal? FindDearestTaken()
    {
        decimal? dearest = null;
        foreach (Candidate candidate in problem.Candidates)
        {
            long taken = proven.Plan.Taken[candidate.Index];
            if (taken == 0)
                continue;
            TakerLadder ladder = candidate.Ladder!;
            decimal cost = ladder.MarginalCost(ladder.LevelOf(proven.Plan.Totals[candidate.Slot])) + ExtraPerBase(candidate, taken - 1);
            if (dearest is null || cost > dearest)
                dearest = cost;
        }

        return dearest;
    }

    private decimal? Unsigned(decimal? cost) => cost * problem.Request.Side.Sign();

    public decimal? CostBasisPoints(decimal? cost) =>
        cost is null ? null : (cost - (problem.Request.Side.Sign() * problem.Arrival!.Value)) / problem.Arrival!.Value * 10_000m;

    private static QuantityLots ProductLots(Candidate candidate, long lots) =>
        new(lots == 0 ? 0 : lots * candidate.Ladder!.ProductLots);
}
