using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// Lays a request out as a splitting model. What it says about margin comes from the accounts themselves, at one limit price for each
/// instrument; the children of a split have the price that its totals reach, so a split found with other prices is proven afterwards.
/// </summary>
internal sealed class LiveModelBuilder(RouteProblem problem, AccountTangents tangents)
{
    // Of a limit's own size: what it is widened by, so that nothing feasible is lost to rounding.
    private const decimal Widening = 1e-11m;

    private readonly List<Candidate> candidates = [];
    private readonly List<ModelRoute> routes = [];
    private readonly List<ModelVenue> venues = [];
    private readonly List<AccountRow> rows = [];
    private LiveQuestion question = null!;
    private decimal value;

    /// <summary>Builds the model; null when there is nothing to trade.</summary>
    public LiveModel? Build(LiveQuestion asked)
    {
        question = asked;
        candidates.Clear();
        routes.Clear();
        venues.Clear();
        value = asked.Wanted * problem.Arrival!.Value * problem.Product.LotSize;
        for (int slot = 0; slot < problem.Ladders.Length; slot++)
            AddVenue(slot);
        if (routes.Count == 0)
            return null;
        var limits = ImmutableArray.CreateBuilder<LimitGroup>();
        foreach (AccountProbe account in problem.Accounts)
            AddAccount(limits, account);
        foreach (GroupCap cap in problem.Caps)
            AddCap(limits, cap);
        int children = problem.Request.Policy.MaximumChildren;
        var model = new SplitModel
        {
            Wanted = asked.Wanted,
            ReferencePrice = problem.Arrival.Value * problem.Product.LotSize,
            MaximumChildren = children < routes.Count ? children : null,
            Venues = [.. venues],
            Routes = [.. routes],
            Limits = limits.ToImmutable(),
            Costs = [],
        };
        return new LiveModel(model, [.. candidates]);
    }

    private void AddVenue(int slot)
    {
        if (problem.Ladders[slot] is not { } ladder || !ladder.HasLevel(question.Low[slot]) || question.High[slot] < 0)
            return;
        long most = question.Wanted / ladder.ProductLots;
        if (most == 0)
            return;
        ladder.Holds(most);
        ModelVenue venue = Venue(ladder, most, question.High[slot]);
        int before = routes.Count;
        foreach (Candidate candidate in problem.CandidatesBySlot[slot])
        {
            long room = Math.Min(RoomOf(candidate, ladder), venue.MostLots);
            if (room < venue.LeastLots || question.Excluded?[candidate.Index] == true)
                continue;
            candidates.Add(candidate);
            routes.Add(Route(candidate, room));
        }

        if (routes.Count > before)
            venues.Add(venue);
    }

    /// <summary>What the account alone can carry at the best price bounds every split, unless one of its children can make room for another.</summary>
    private long RoomOf(Candidate candidate, TakerLadder ladder)
    {
        bool isFreed = candidate.Account.IsShared && problem.Request.Policy.FillStates == FillStatePolicy.Final;
        if (isFreed && (question.IsCertain || candidate.Account.CanDescribe || HasTangents(candidate.Account)))
            return long.MaxValue;
        if (candidate.MostRoom == long.MaxValue)
            candidate.Room(ladder.BestPrice, long.MaxValue, problem.Question.Side);
        return candidate.Account.CanDescribe || question.Low[candidate.Slot] == 0
            ? candidate.MostRoom
            : candidate.Room(LowPrice(candidate), long.MaxValue, problem.Question.Side);
    }

    private ModelVenue Venue(TakerLadder ladder, long most, int high)
    {
        List<double> knots = [0.0];
        List<double> slopes = [];
        int level = 0;
        decimal fair = problem.Request.Side.Sign() * problem.Arrival!.Value;
        for (; ladder.HasLevel(level); level++)
        {
            knots.Add(ladder.Through(level) * (double)ladder.ProductLots);
            slopes.Add((double)((ladder.MarginalCost(level) - fair) * problem.Product.LotSize));
            if (ladder.Through(level) >= most || level >= high)
                break;
        }

        int last = slopes.Count - 1;
        long least = Math.Min(ladder.LeastOrder(0), ladder.LeastOrder(last));
        return new ModelVenue
        {
            Lot = ladder.ProductLots,
            MostLots = Math.Min(most, ladder.Through(last)),
            LeastLots = Math.Max(1, least),
            IsWhole = ladder.Quote?.IsAllOrNothing == true,
            IsSingle = ladder.Quote is not null,
            Cost = new PiecewiseCost([.. knots], [.. slopes]),
            ExactCost = quantity => ladder.AllInCost((long)(quantity / ladder.ProductLots)) - (fair * quantity * problem.Product.LotSize),
        };
    }

    private ModelRoute Route(Candidate candidate, long room)
    {
        decimal perLot = candidate.Ladder!.ProductLots;
        var pieces = ImmutableArray.CreateBuilder<CarryPiece>();
        if (candidate.Carry is not { } carry)
        {
            pieces.Add(new CarryPiece(decimal.MaxValue, 0m));
        }
        else
        {
            for (int rung = 0; rung < carry.Rungs; rung++)
            {
                bool isLast = rung == carry.Rungs - 1;
                pieces.Add(new CarryPiece(isLast ? decimal.MaxValue : carry.Through(rung) * perLot, carry.PerLot(rung).Objective / perLot));
            }
        }

        return new ModelRoute
        {
            Venue = venues.Count,
            Account = problem.Accounts.IndexOf(candidate.Account),
            MostLots = room,
            FixedCost = candidate.FixedCost,
            Carry = pieces.ToImmutable(),
        };
    }

    private void AddAccount(ImmutableArray<LimitGroup>.Builder limits, AccountProbe account)
    {
        List<int> own = [];
        for (int route = 0; route < routes.Count; route++)
        {
            if (candidates[route].Account == account)
                own.Add(route);
        }

        if (own.Count == 0)
            return;
        rows.Clear();
        if (account.CanDescribe)
        {
            Describe(account, own);
        }
        else if (HasTangents(account))
        {
            AddTangents(account, own);
        }
        else if (!question.IsCertain && own.Count > 1)
        {
            rows.Add(Shared(own));
        }

        foreach (AccountRow row in rows)
            AddRow(limits, row, own);
    }

    /// <summary>The account's own rows: at the question's prices, or, to be certain, at every price that a size may reach.</summary>
    private void Describe(AccountProbe account, List<int> own)
    {
        if (!question.IsCertain)
        {
            account.Evaluator!.TryDescribe([.. own.Select(route => Fill(route, LowPrice(candidates[route])))], rows);
            return;
        }

        PriceGroups[] groups = [.. own.Select(GroupsOf)];
        var byGroup = new List<AccountRow>[PriceGroups.Most];
        for (int group = 0; group < byGroup.Length; group++)
        {
            byGroup[group] = [];
            account.Evaluator!.TryDescribe([.. own.Select((route, i) => Fill(route, groups[i].Price(group)))], byGroup[group]);
        }

        problem.Question.Budget.Spend(byGroup.Length);
        for (int row = 0; row < byGroup[0].Count; row++)
        {
            var parts = byGroup[0][row].Parts.Select((part, i) => part with
            {
                Lines = groups[part.Candidate].Lines([.. byGroup.Select(one => one[row].Parts[i].Lines)]),
            });
            rows.Add(byGroup[0][row] with { Parts = [.. parts] });
        }
    }

    private bool HasTangents(AccountProbe account) => !question.SharesRoom && tangents.Serves(account);

    /// <summary>The account's tangents: at the question's prices, or, to be certain, at every price that a size may reach.</summary>
    private void AddTangents(AccountProbe account, List<int> own)
    {
        bool isCertain = question.IsCertain;
        IReadOnlyList<LimitTangent> all = tangents.Tangents(account, isCertain);
        if (all.Count == 0)
            return;
        IReadOnlyList<Candidate> known = tangents.Candidates(account);
        int[] places = [.. known.Select(candidate => own.FindIndex(route => candidates[route] == candidate))];
        PriceGroups?[] groups = [.. places.Select(place => place < 0 || !isCertain ? null : GroupsOf(own[place]))];
        foreach (LimitTangent tangent in all)
        {
            var parts = ImmutableArray.CreateBuilder<AccountRowPart>(known.Count);
            for (int i = 0; i < places.Length; i++)
            {
                TangentSlope slope = tangent.Slopes[i];
                Candidate candidate = known[i];
                if (places[i] < 0)
                    continue;
                ImmutableArray<AccountRowLine> lines = groups[i] is { } prices
                    ? prices.Lines([.. Enumerable.Range(0, PriceGroups.Most).Select(group => At(candidate, slope, prices.Price(group)))])
                    : At(candidate, slope, LowPrice(candidate));
                parts.Add(new AccountRowPart(places[i], lines));
            }

            rows.Add(new AccountRow(tangent.Reason, tangent.Subject, tangent.Bound, tangent.Constant - (isCertain ? tangent.Slack : 0m), parts.ToImmutable()));
        }
    }

    private ImmutableArray<AccountRowLine> At(Candidate candidate, TangentSlope slope, PriceTicks price) =>
        [new AccountRowLine(0m, AccountTangents.PerLot(candidate, slope, price, question.IsCertain))];

    private PriceGroups GroupsOf(int route) => new(candidates[route].Ladder!, question.Low[candidates[route].Slot], LevelsOf(route));

    private PendingFill Fill(int route, PriceTicks price) => candidates[route].Fill(problem.Question.Side, 1, price);

    private PriceTicks LowPrice(Candidate candidate) => candidate.Ladder!.Price(question.Low[candidate.Slot]);

    private int LevelsOf(int route) => venues[routes[route].Venue].Cost.Slopes.Length;

    /// <summary>
    /// A first guess for an account that is judged as a whole: what each of its candidates could take alone is shared between them.
    /// </summary>
    private AccountRow Shared(List<int> own) =>
        new(RefusalReason.MaintenanceUtilisation, "room", 1m, 0m,
            [.. own.Select((route, i) => new AccountRowPart(i, [new AccountRowLine(0m, 1m / routes[route].MostLots)]))]);

    private void AddRow(ImmutableArray<LimitGroup>.Builder limits, AccountRow row, List<int> own)
    {
        decimal highest = row.Constant;
        decimal steepest = 0m;
        foreach (AccountRowPart part in row.Parts)
        {
            long most = routes[own[part.Candidate]].MostLots;
            highest += LineEnvelope.Most(part.Lines, most);
            foreach (AccountRowLine line in part.Lines)
                steepest = Math.Max(steepest, Math.Abs(line.PerLot) / candidates[own[part.Candidate]].Ladder!.ProductLots);
        }

        if (highest <= row.Bound || steepest == 0m)
            return;
        decimal constant = row.Constant;
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<AffinePiece>>();
        decimal scale = value / (steepest * question.Wanted);
        foreach (AccountRowPart part in row.Parts)
        {
            int route = own[part.Candidate];
            constant += LineEnvelope.AddParts(part.Lines, routes[route].MostLots, route, candidates[route].Ladder!.ProductLots, parts);
        }

        Add(limits, (row.Reason.ToString(), row.Subject), row.Bound, new ConvexRow(constant, parts.ToImmutable()), scale);
    }

    private void AddCap(ImmutableArray<LimitGroup>.Builder limits, GroupCap cap)
    {
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<AffinePiece>>();
        decimal steepest = 0m;
        for (int route = 0; route < routes.Count; route++)
        {
            if (!cap.TryFind(candidates[route], out decimal unit, out decimal free))
                continue;
            decimal perLot = candidates[route].Ladder!.ProductLots;
            steepest = Math.Max(steepest, unit / perLot);
            LineEnvelope.AddParts([new AccountRowLine(0m, 0m), new AccountRowLine(-free, unit)], routes[route].MostLots, route, perLot, parts);
        }

        if (parts.Count > 0)
            Add(limits, ("cap", cap.Subject), cap.Allowance, new ConvexRow(0m, parts.ToImmutable()), value / (steepest * question.Wanted));
    }

    /// <summary>Rows of any currency or unit are brought to the size of the parent's value, because the search's tolerances are measured by it.</summary>
    private void Add(ImmutableArray<LimitGroup>.Builder limits, (string Family, string Where) name, decimal bound, ConvexRow row, decimal scale)
    {
        decimal widening = value * Widening;
        ImmutableArray<ImmutableArray<AffinePiece>> parts =
        [
            .. row.Parts.Select(part => part.Select(piece => new AffinePiece(
                piece.Constant * scale, [.. piece.Slopes.Select(slope => slope with { PerUnit = slope.PerUnit * scale })])).ToImmutableArray()),
        ];
        limits.Add(new LimitGroup(name.Family, name.Where, (bound * scale) + widening, [new ConvexRow(row.Constant * scale, parts)]));
    }
}
