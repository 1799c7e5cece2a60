using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// What accounts that are judged as a whole say of their limits: tangents, taken where each candidate stands alone and between, and then
/// wherever the search came to and was refused. All are taken at the best prices; what worse ones ask for is in their slopes.
/// </summary>
internal sealed class AccountTangents(RouteProblem problem)
{
    // Most tangents of one account: more make the model slower than they make it truer.
    private const int Most = 64;

    // Beside a candidate at its room, the others stand at this part of theirs.
    private const long Beside = 16;

    private readonly Known?[] byAccount = new Known?[problem.Accounts.Count];
    private readonly List<LimitTangent> found = [];

    /// <summary>True when an account is described by tangents.</summary>
    public bool Serves(AccountProbe account) => account.IsShared && !account.CanDescribe && Of(account).Tangents.Count > 0;

    /// <summary>The account's candidates in the order of the tangents' slopes.</summary>
    public IReadOnlyList<Candidate> Candidates(AccountProbe account) => Of(account).Candidates;

    /// <summary>The account's tangents; of those that hold for certain only the ones that have forbidden something, because few rows are searched faster.</summary>
    public IReadOnlyList<LimitTangent> Tangents(AccountProbe account, bool onlyCertain) =>
        !onlyCertain ? Of(account).Tangents : Of(account).IsConvex ? Of(account).Forbidding : [];

    /// <summary>Ticks by which a level's price is worse than the best.</summary>
    public static long TicksBeyond(Candidate candidate, PriceTicks price) => Math.Abs(price.Value - candidate.Ladder!.BestPrice.Value);

    /// <summary>
    /// Takes tangents where a plan stands; true when one of them forbids it at the prices of some levels, so that it will not come again.
    /// </summary>
    /// <param name="plan">A plan that was refused.</param>
    /// <param name="levels">By place in the product.</param>
    /// <param name="onlyCertain">True to look at tangents alone that hold for certain.</param>
    public bool Refine(SplitPlan plan, int[] levels, bool onlyCertain)
    {
        bool forbids = false;
        foreach (AccountProbe account in problem.Accounts)
        {
            if (!Serves(account))
                continue;
            Known known = Of(account);
            if ((onlyCertain && !known.IsConvex) || known.Tangents.Count >= Most || !known.Candidates.Exists(candidate => plan.Taken[candidate.Index] > 0))
                continue;
            int before = known.Tangents.Count;
            Touch(known, [.. known.Candidates.Select(candidate => Math.Max(1, plan.Taken[candidate.Index]))]);
            forbids |= onlyCertain ? known.AddForbidding(tangent => Forbids(known, tangent, plan, levels, isCertain: true))
                : known.Tangents.Skip(before).Any(tangent => Forbids(known, tangent, plan, levels, isCertain: false));
        }

        return forbids;
    }

    private static bool Forbids(Known known, LimitTangent tangent, SplitPlan plan, int[] levels, bool isCertain)
    {
        decimal sum = tangent.Constant - (isCertain ? tangent.Slack : 0m);
        for (int i = 0; i < known.Candidates.Count; i++)
        {
            Candidate candidate = known.Candidates[i];
            sum += plan.Taken[candidate.Index] * PerLot(candidate, tangent.Slopes[i], candidate.Ladder!.Price(levels[candidate.Slot]), isCertain);
        }

        return sum > tangent.Bound;
    }

    /// <summary>What a lot asks for at a price. What worse prices cost an inverse contract is no straight line, so it is not certain.</summary>
    public static decimal PerLot(Candidate candidate, TangentSlope slope, PriceTicks price, bool isCertain)
    {
        bool isLinear = candidate.Ladder!.Instrument.Kind is not (InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture);
        return isLinear || !isCertain ? slope.PerLot + (slope.PerLotAndTick * TicksBeyond(candidate, price)) : slope.PerLot;
    }

    private Known Of(AccountProbe account)
    {
        int place = problem.Accounts.IndexOf(account);
        return byAccount[place] ??= Begin(account);
    }

    private Known Begin(AccountProbe account)
    {
        List<Candidate> candidates = [];
        foreach (Candidate candidate in account.Candidates)
        {
            if (candidate.Ladder!.HasLevel(0) && Room(candidate) > 0)
                candidates.Add(candidate);
        }

        var known = new Known(account, candidates);
        if (candidates.Count < 2)
            return known;
        long[] rooms = [.. candidates.Select(Room)];
        known.IsConvex = account.Evaluator!.IsConvex(Fills(known, rooms));
        Touch(known, [.. rooms.Select(room => Math.Max(1, room / candidates.Count))]);
        for (int alone = 0; alone < rooms.Length; alone++)
            Touch(known, [.. rooms.Select((room, i) => i == alone ? room : Math.Max(1, room / Beside))]);
        return known;
    }

    /// <summary>What a candidate can take at the best price: of what the parent wants, where children of the account make room for it.</summary>
    private long Room(Candidate candidate)
    {
        if (problem.Request.Policy.FillStates == FillStatePolicy.Final)
            return problem.Question.Wanted / candidate.Ladder!.ProductLots;
        if (candidate.MostRoom == long.MaxValue)
            candidate.Room(candidate.Ladder!.BestPrice, long.MaxValue, problem.Question.Side);
        return Math.Min(candidate.MostRoom, problem.Question.Wanted / candidate.Ladder!.ProductLots);
    }

    private PendingFill[] Fills(Known known, long[] lots) =>
        [.. known.Candidates.Select((candidate, i) => candidate.Fill(problem.Question.Side, lots[i], candidate.Ladder!.BestPrice))];

    private void Touch(Known known, long[] lots)
    {
        found.Clear();
        problem.Question.Budget.Spend(2 * lots.Length);
        known.Account.Evaluator!.Touch(Fills(known, lots), found);
        foreach (LimitTangent tangent in found)
        {
            if (!known.Tangents.Exists(other => IsSame(other, tangent)))
                known.Tangents.Add(tangent);
        }
    }

    private static bool IsSame(LimitTangent left, LimitTangent right)
    {
        if (left.Reason != right.Reason || left.Subject != right.Subject || !IsClose(left.Constant, right.Constant, left.Constant))
            return false;
        for (int i = 0; i < left.Slopes.Length; i++)
        {
            if (!IsClose(left.Slopes[i].PerLot, right.Slopes[i].PerLot, left.Slopes[i].PerLot))
                return false;
        }

        return true;
    }

    private static bool IsClose(decimal left, decimal right, decimal size) => Math.Abs(left - right) <= Math.Abs(size) * 1e-7m;

    private sealed class Known(AccountProbe account, List<Candidate> candidates)
    {
        public AccountProbe Account => account;

        public List<Candidate> Candidates => candidates;

        public List<LimitTangent> Tangents { get; } = [];

        public List<LimitTangent> Forbidding { get; } = [];

        public bool IsConvex { get; set; }

        public bool AddForbidding(Predicate<LimitTangent> forbids)
        {
            int before = Forbidding.Count;
            foreach (LimitTangent tangent in Tangents)
            {
                if (!Forbidding.Contains(tangent) && forbids(tangent))
                    Forbidding.Add(tangent);
            }

            return Forbidding.Count > before;
        }
    }
}
