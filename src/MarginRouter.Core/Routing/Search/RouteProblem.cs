using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// A request made ready for the search: ladders on one scale, accounts with their evaluators, and all pairs of them. One object serves all
/// decisions about a product without quotes, one after the other: what it and the search are made of is opened anew and not made anew. Firm
/// quotes stand behind the product's instruments as books of one level.
/// </summary>
internal sealed class RouteProblem
{
    private readonly RouteWorkspace workspace;
    private readonly MarketReading market;
    private readonly List<AccountProbe> probes = [];
    private readonly List<Candidate> pairs = [];
    private readonly int[] usable;
    private SearchParts? parts;
    private (ImmutableArray<RouteAccount> Accounts, RoutePolicy Policy, int ModelsVersion)? kept;

    /// <param name="workspace">What it belongs to.</param>
    /// <param name="product">What is traded.</param>
    /// <param name="quotes">Number of firm quotes of the request: each has a place behind the product's instruments.</param>
    public RouteProblem(RouteWorkspace workspace, Product product, int quotes)
    {
        this.workspace = workspace;
        Product = product;
        int slots = product.Instruments.Length + quotes;
        usable = new int[slots];
        market = new MarketReading(workspace.Reference, product, quotes);
        CandidatesBySlot = new Candidate[slots][];
        Array.Fill(CandidatesBySlot, []);
        IsStepped = new bool[slots];
        UniformPerBase = new decimal[slots];
        LeastPerBase = new decimal[slots];
        MostPerBase = new decimal[slots];
        MostFixed = new decimal[slots];
        MostMarginal = new decimal?[slots];
    }

    public RouteRequest Request { get; private set; } = null!;

    public Product Product { get; }

    /// <summary>The search's question. Its budget leaves one unit an account for the proof.</summary>
    public RouteQuestion Question { get; } = new();

    /// <summary>Mid of the usable books in the pricing asset; null when they lack a side.</summary>
    public decimal? Arrival => market.Arrival;

    /// <summary>Worst price allowed by limit and collar, in the pricing asset; null only without an arrival price.</summary>
    public decimal? WorstPrice => market.WorstPrice;

    /// <summary>By place in the product; null when the book cannot be used.</summary>
    public TakerLadder?[] Ladders => market.Ladders;

    /// <summary>By place in the product; null when the request has no book of the instrument.</summary>
    public RouteBook?[] Books => market.Books;

    /// <summary>By place in the product: why the book cannot be used.</summary>
    public Refusal?[] BookRefusals => market.Refusals;

    /// <summary>In the order of the request.</summary>
    public List<AccountProbe> Accounts { get; } = [];

    /// <summary>All pairs, usable or not, by account and then by the product's order.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <summary>True when the lots of all instruments that can be used are of one size.</summary>
    public bool HasEqualLots => market.HasEqualLots;

    /// <summary>True when nothing but price and listed fee costs anything.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>By place in the product: true when its accounts cost differently.</summary>
    public bool[] IsStepped { get; }

    /// <summary>By place in the product: what every account adds to a base unit's cost; zero where they differ.</summary>
    public decimal[] UniformPerBase { get; }

    /// <summary>By place in the product: least that an account adds to a base unit's cost.</summary>
    public decimal[] LeastPerBase { get; }

    /// <summary>By place in the product: most that an account adds to a base unit's cost.</summary>
    public decimal[] MostPerBase { get; }

    /// <summary>By place in the product: largest fixed cost of a child.</summary>
    public decimal[] MostFixed { get; }

    /// <summary>
    /// By place in the product: most that one more base unit may cost in the comparison, preferences allowed for; null without such a limit.
    /// </summary>
    public decimal?[] MostMarginal { get; }

    /// <summary>By place in the product: the usable candidates, in the order in which the solver fills them.</summary>
    public Candidate[][] CandidatesBySlot { get; }

    /// <summary>Limits over candidates of several accounts or instruments.</summary>
    public List<GroupCap> Caps { get; } = [];

    /// <summary>The search's own parts, for this many candidates.</summary>
    public SearchParts Parts => parts is { } made && made.Candidates == Candidates.Count ? made : parts = new SearchParts(this);

    /// <summary>Orders that a venue may still get; null for no such limit.</summary>
    public int? OrdersLeft(VenueId venue) => VenueOf(venue)?.OrdersLeft;

    /// <summary>A venue's configured name, for refusals about it.</summary>
    public string NameOf(VenueId venue) => workspace.Reference[venue].Name;

    /// <summary>The firm quote that stands at a place; null for a book.</summary>
    public FirmQuote? QuoteAt(int slot) => slot < Product.Instruments.Length ? null : Request.Quotes[slot - Product.Instruments.Length].Quote;

    /// <summary>
    /// The first quote that a plan gives to several accounts, or beside another of a request of which only one can be taken; -1 for none.
    /// </summary>
    public int SharedQuote(SplitPlan plan)
    {
        for (int slot = Product.Instruments.Length; slot < Ladders.Length; slot++)
        {
            int takers = 0;
            for (int other = slot; other < Ladders.Length && plan.Totals[slot] > 0; other++)
            {
                foreach (Candidate candidate in CandidatesBySlot[other])
                    takers += plan.Taken[candidate.Index] > 0 && AreRivals(slot, other) ? 1 : 0;
            }

            if (takers > 1)
                return slot;
        }

        return -1;
    }

    /// <summary>True for places of quotes of which one at most can be taken.</summary>
    public bool AreRivals(int left, int right)
    {
        if (left == right || left < Product.Instruments.Length || right < Product.Instruments.Length)
            return left == right;
        (RouteQuote one, RouteQuote other) = (Request.Quotes[left - Product.Instruments.Length], Request.Quotes[right - Product.Instruments.Length]);
        return one.OneOfRequest && one.Quote.Request == other.Quote.Request;
    }

    /// <summary>Children of a plan at a venue.</summary>
    public int OrdersTo(VenueId venue, SplitPlan plan)
    {
        int orders = 0;
        foreach (Candidate candidate in Candidates)
            orders += plan.Taken[candidate.Index] > 0 && candidate.Ladder!.Instrument.Venue == venue ? 1 : 0;
        return orders;
    }

    /// <summary>Reads a request.</summary>
    public static RouteProblem Prepare(RouteWorkspace workspace, RouteRequest request)
    {
        RouteProblem problem = workspace.Problem(request.Product, request.Quotes.Length);
        problem.Open(request);
        return problem;
    }

    /// <summary>
    /// Makes the evaluators of accounts that a decision about a request with these accounts would make; not where children are under way, because what they
    /// bring changes the account again.
    /// </summary>
    public void PrepareAccounts(RouteRequest request, ImmutableArray<RouteAccount> accounts)
    {
        Request = request;
        foreach (RouteAccount account in accounts)
        {
            if (account.Account is not null && account.Pending.IsEmpty && workspace.Models.TryFind(account.Subaccount, out IMarginModel? model, out _))
                workspace.Accounts.Find(this, model!, account);
        }
    }

    private void Open(RouteRequest request)
    {
        ReferenceData reference = workspace.Reference;
        Request = request;
        Question.Open(request.Side, request.Quantity.Value, Math.Max(0, request.WorkUnits - request.Accounts.Length));
        var before = kept;
        kept = null;
        bool repeats = market.Open(request) && before is { } last && Serves(last, request);
        if (repeats)
            ReopenAccounts();
        else
            ReadAccounts(reference, request);
        GroupBySlot();
        Caps.Clear();
        if (!request.Caps.IsEmpty || !request.Venues.IsEmpty || HasBorrowLimits(request))
            Caps.AddRange(new GroupCapBuilder(this, reference).Build());
        for (int slot = 0; slot < Ladders.Length; slot++)
            ReadCarry(slot);
        if (repeats)
            kept = before;
        else if (IsKept(request))
            kept = (request.Accounts, request.Policy, workspace.Models.Version);
    }

    private void ReadAccounts(ReferenceData reference, RouteRequest request)
    {
        Accounts.Clear();
        Candidates.Clear();
        IsPlain = true;
        foreach (RouteAccount account in request.Accounts)
            AddAccount(reference, account);
    }

    /// <summary>
    /// True when what was read of accounts for the last request may serve one whose books differ in their levels alone: nothing that a candidate
    /// rests on has changed.
    /// </summary>
    private bool Serves((ImmutableArray<RouteAccount> Accounts, RoutePolicy Policy, int ModelsVersion) last, RouteRequest request) =>
        last.ModelsVersion == workspace.Models.Version
        && last.Accounts == request.Accounts
        && ReferenceEquals(last.Policy, request.Policy)
        && request.Venues.IsEmpty
        && request.Caps.IsEmpty;

    /// <summary>True when what was read may serve again: limits answer the same again, and no candidate costs anything of its own.</summary>
    private bool IsKept(RouteRequest request)
    {
        if (!IsPlain || !request.Venues.IsEmpty || Caps.Count > 0 || workspace.Accounts.HasOptions)
            return false;
        foreach (AccountProbe probe in Accounts)
        {
            bool stays = probe.Evaluator?.IsSettled ?? probe.Unusable is not null;
            if (!stays || !probe.Account.Subaccount.Borrow.IsEmpty)
                return false;
        }

        foreach (Candidate candidate in Candidates)
        {
            if (candidate.Carry is not null || candidate.FixedCost != 0m)
                return false;
        }

        return true;
    }

    private void ReopenAccounts()
    {
        foreach (AccountProbe probe in Accounts)
            probe.Reopen();
        foreach (Candidate candidate in Candidates)
            candidate.Reopen();
    }

    /// <summary>Cost against arrival of an instrument's lots from one count to another, best levels first.</summary>
    public CandidateCost CostOf(int slot, long from, long to)
    {
        TakerLadder ladder = Ladders[slot]!;
        decimal paid = NotionalOf(slot, from, to);
        decimal fair = Arrival!.Value * (to - from) * ladder.Instrument.BasePerLot;
        return new CandidateCost(Request.Side.Sign() * (paid - fair), paid * ladder.Instrument.Fees.TakerRate);
    }

    /// <summary>Value of the same lots at their prices in the pricing asset, without fees.</summary>
    public decimal NotionalOf(int slot, long from, long to)
    {
        TakerLadder ladder = Ladders[slot]!;
        return (ladder.Money(to) - ladder.Money(from)) * ladder.Scale.PricePerTick * ladder.Instrument.BasePerLot;
    }

    /// <summary>A cost in basis points of the arrival value of so many product lots; null for none.</summary>
    public decimal? BasisPoints(decimal cost, long productLots) =>
        productLots == 0 ? null : cost / (Arrival!.Value * productLots * Product.LotSize) * 10_000m;

    /// <summary>A book reduced to the levels that anybody looked at; the best level always stays, because the arrival price rests on it.</summary>
    public RouteBook Used(int place)
    {
        RouteBook book = Request.Books[place];
        int read = Math.Min(1, book.Levels.Length);
        for (int slot = 0; slot < Books.Length; slot++)
        {
            if (ReferenceEquals(Books[slot], book) && Ladders[slot] is { } ladder)
                read = Math.Max(read, ladder.LevelsRead);
        }

        return workspace.Slice(place, book, read);
    }

    private static bool HasBorrowLimits(RouteRequest request)
    {
        foreach (RouteAccount account in request.Accounts)
        {
            if (!account.Subaccount.Borrow.IsEmpty)
                return true;
        }

        return false;
    }

    /// <summary>What the desk pays at most for one more base unit.</summary>
    private decimal? FindMostMarginal() =>
        Arrival is { } arrival && Request.Policy.MaximumMarginalCostBasisPoints is { } most
            ? (Request.Side.Sign() * arrival) + (arrival * most / 10_000m)
            : null;

    /// <summary>What an unfilled base unit counts as, where a remainder is tolerated: the most that a unit may cost.</summary>
    public decimal UnfilledPerBase() =>
        (Request.Side.Sign() * Arrival!.Value)
        + (Arrival.Value * (Request.Policy.MaximumMarginalCostBasisPoints ?? Request.Policy.CollarBasisPoints) / 10_000m);

    /// <summary>Sums up how the accounts of an instrument differ in cost.</summary>
    private void ReadCarry(int slot)
    {
        IsStepped[slot] = false;
        (UniformPerBase[slot], LeastPerBase[slot], MostPerBase[slot], MostFixed[slot]) = (0m, 0m, 0m, 0m);
        MostMarginal[slot] = null;
        if (Ladders[slot] is not { } ladder)
            return;
        ReadCarry(slot, ladder);

        // Preferences are of a venue, so the same for all its accounts; they compare, but they are no cost.
        if (FindMostMarginal() is not { } marginal)
            return;
        decimal preference = (VenueOf(ladder.Instrument.Venue)?.PreferenceBasisPoints ?? 0m) * (Arrival ?? 0m) / 10_000m;
        MostMarginal[slot] = marginal + preference;
        ladder.MostMarginal = MostMarginal[slot] - LeastPerBase[slot];
    }

    private void ReadCarry(int slot, TakerLadder ladder)
    {
        Candidate[] candidates = CandidatesBySlot[slot];
        bool costs = false;
        foreach (Candidate candidate in candidates)
            costs |= candidate.Carry is not null || candidate.FixedCost != 0m;
        if (!costs)
            return;
        decimal least = decimal.MaxValue;
        decimal most = decimal.MinValue;
        foreach (Candidate candidate in candidates)
        {
            least = Math.Min(least, candidate.Carry?.PerLot(0).Objective ?? 0m);
            most = Math.Max(most, candidate.Carry?.PerLot(candidate.Carry.Rungs - 1).Objective ?? 0m);
            MostFixed[slot] = Math.Max(MostFixed[slot], candidate.FixedCost);
        }

        if (least != 0m || most != 0m || MostFixed[slot] != 0m)
        {
            IsPlain = false;
            IsStepped[slot] = least != most;
            LeastPerBase[slot] = least / ladder.Instrument.BasePerLot;
            MostPerBase[slot] = most / ladder.Instrument.BasePerLot;
            UniformPerBase[slot] = least == most ? LeastPerBase[slot] : 0m;
        }
    }

    private void AddAccount(ReferenceData reference, RouteAccount account)
    {
        AccountEvaluator? evaluator = null;
        Refusal? refusal = account.Unavailable;
        if (probes.Count == Accounts.Count)
            probes.Add(new AccountProbe(Question));
        AccountProbe probe = probes[Accounts.Count];
        IMarginModel? model = probe.Model(workspace.Models, account.Subaccount, out Refusal? unknown);
        if (model is null)
            refusal ??= unknown;
        else if (account.Account is null)
            refusal ??= new Refusal(RefusalReason.AccountSnapshotMissing, account.Subaccount.Name);
        else
            evaluator = workspace.Accounts.Find(this, model, account);
        probe.Open(Product, account, evaluator, refusal);
        Accounts.Add(probe);
        foreach (int slot in probe.Slots)
            AddCandidate(reference, probe, slot, model);
        for (int i = 0; i < Request.Quotes.Length; i++)
        {
            FirmQuote quote = Request.Quotes[i].Quote;
            bool serves = quote.Subaccount is null || quote.Subaccount == account.Subaccount.Id;
            if (serves && account.Subaccount.Instruments.Contains(quote.Instrument))
                AddCandidate(reference, probe, Product.Instruments.Length + i, model);
        }
    }

    /// <summary>The limits of an account under the request's prices and breach policy.</summary>
    public AccountEvaluator NewEvaluator(ReferenceData reference, IMarginModel model, RouteAccount account, FillStatePolicy fillStates) =>
        new(reference, model, account.Account!, account.Pending, Request.Prices, fillStates, Request.Policy.Breach,
            AccountFloors.Of(workspace.Models.Stress, reference, Request.Policy, account, (Product.Base, Request.Prices)));

    private void AddCandidate(ReferenceData reference, AccountProbe probe, int slot, IMarginModel? model)
    {
        InstrumentId instrument = slot < Product.Instruments.Length ? Product.Instruments[slot] : QuoteAt(slot)!.Instrument;
        Refusal? unusable = VenueRefusal(reference[reference[instrument].Venue]) ?? probe.Unusable ?? BookRefusals[slot];
        TakerLadder? ladder = Ladders[slot];
        if (pairs.Count == Candidates.Count)
            pairs.Add(new Candidate(Candidates.Count));
        Candidate candidate = pairs[Candidates.Count];
        candidate.Open(probe, instrument, slot, ladder, unusable);
        candidate.Carry = unusable is null ? Carry(probe, ladder!, slot, model!) : null;
        candidate.FixedCost = ladder is null || ladder.Instrument.Fees.Ticket == 0m ? 0m : ladder.Instrument.Fees.Ticket * ladder.Scale.PricePerTick / ladder.Instrument.TickSize;
        candidate.Reduces = Reduces(probe.Account, instrument);
        Candidates.Add(candidate);
        if (candidate.Unusable is null)
            probe.Candidates.Add(candidate);
    }

    private CarryLadder? Carry(AccountProbe probe, TakerLadder ladder, int slot, IMarginModel model)
    {
        RouteBook book = Books[slot]!;
        RouteVenue? venue = VenueOf(ladder.Instrument.Venue);
        if (book.Levels.IsEmpty || !CarryBuilder.IsNeeded(Request, ladder, probe.Account.Account!, book.FundingPerDay, venue))
            return null;
        var builder = new CarryBuilder(this, ladder, probe.Account.Account!, probe.Evaluator!, model.Positions != PositionKeeping.None);
        return builder.Build(book.FundingPerDay, venue, Question.Wanted / ladder.ProductLots, ladder.BestPrice);
    }

    private Refusal? VenueRefusal(Venue venue) =>
        VenueOf(venue.Id) is not { } known ? null
        : known.OrdersLeft is <= 0 ? new Refusal(RefusalReason.VenueOrderRate, venue.Name, 1, 0, 0)
        : known.Unavailable;

    private RouteVenue? VenueOf(VenueId venue)
    {
        foreach (RouteVenue known in Request.Venues)
        {
            if (known.Venue == venue)
                return known;
        }

        return null;
    }

    private bool Reduces(RouteAccount account, InstrumentId instrument)
    {
        if (account.Account is null)
            return false;
        foreach (PositionSnapshot position in account.Account.Positions)
        {
            if (position.Instrument == instrument)
                return position.Quantity.Value * Request.Side.Sign() < 0;
        }

        return false;
    }

    private void GroupBySlot()
    {
        Array.Clear(usable);
        foreach (Candidate candidate in Candidates)
            usable[candidate.Slot] += candidate.Unusable is null ? 1 : 0;
        for (int slot = 0; slot < usable.Length; slot++)
        {
            if (CandidatesBySlot[slot].Length != usable[slot])
                CandidatesBySlot[slot] = new Candidate[usable[slot]];
            usable[slot] = 0;
        }

        foreach (Candidate candidate in Candidates)
        {
            if (candidate.Unusable is null)
                CandidatesBySlot[candidate.Slot][usable[candidate.Slot]++] = candidate;
        }
    }
}
