using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.States;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>
/// The plain oracle of reducing (design decisions 3 and 4): every lot of every child filled or open, in every order where that matters, and
/// each state compared with the same state of the other children without the candidates. No limit's excess rises above nothing or what it was, utilisation does not rise,
/// no position crosses flat or grows (so candidates carry the reduce-only flag, and what is open of them reserves nothing), and no move of one underlying that did not liquidate before does so after: a walk outward over rings
/// of moves, the crossing then sought to twelve digits. What may be borrowed is no margin: there the limit itself holds, or what it was.
/// </summary>
internal sealed class DenseEasing
{
    /// <summary>Differences below this are rounding: neither answer is expected.</summary>
    private const decimal Noise = 0.000000000001m;

    private static readonly decimal[] Rings = [0.01m, 0.03m, 0.06m, 0.11m, 0.18m, 0.3m, 0.5m, 0.8m, 2m, 30m, 999m];

    private readonly StateWorld world;
    private readonly IStateMargin today;
    private readonly bool keepsPositions;
    private readonly Dictionary<(string Underlying, decimal Factor), IStateMargin?> moved = [];
    private readonly StateReading<decimal> with = new();
    private readonly StateReading<decimal> without = new();
    private readonly StateReading<decimal> there = new();

    public DenseEasing(StateWorld world)
    {
        this.world = world;
        AccountQuestion question = world.Question(FillStatePolicy.Any);
        today = world.Rules.Open(question);
        keepsPositions = world.Model.Positions != PositionKeeping.None;
        foreach (PendingFill fill in (PendingFill[])[.. world.Pending, .. world.Candidates])
        {
            today.Slot(fill.Instrument, out Refusal? missing);
            Missing ??= missing;
        }

        if (Missing is not null)
            return;
        Pending = [.. world.Pending.Select(Placed)];
        decimal[]? worst = DenseStates.Worst(today, Pending);
        InBreach = worst is not null && Array.Exists(worst, excess => excess > 0m);
    }

    /// <summary>True when some limit is exceeded in a state of the other children.</summary>
    public bool InBreach { get; }

    /// <summary>The first figure that is missing about an instrument; then nothing is judged.</summary>
    public Refusal? Missing { get; }

    /// <summary>What may fill of other children.</summary>
    public StateFill[] Pending { get; } = [];

    /// <summary>What decision 3 says to candidates of an account over a limit; which rule stops them, empty when none does, null when it is a matter of rounding or of a missing figure.</summary>
    public string? Judge(IEnumerable<PendingFill> fills)
    {
        StateFill[] candidates = [.. fills.Where(fill => !fill.Quantity.IsZero).Select(Placed)];
        StateFill[] all = [.. Pending, .. candidates];
        decimal[] borrowed = Borrowing(Pending);
        decimal[] after = Borrowing(all);
        for (int i = 0; i < after.Length; i++)
        {
            if (after[i] > Math.Max(0m, i < borrowed.Length ? borrowed[i] : 0m))
                return "borrowing";
        }

        bool unclear = false;
        foreach ((StateFill[] done, StateFill[] open, StateFill[] doneBefore, StateFill[] openBefore) in States(all, Pending.Length))
        {
            string? verdict = Compare((done, open), (doneBefore, openBefore));
            if (verdict is null)
                unclear = true;
            else if (verdict.Length > 0)
                return verdict;
        }

        if (unclear)
            return null;
        foreach ((StateFill[] done, StateFill[] open, StateFill[] doneBefore, StateFill[] openBefore) in States(all, Pending.Length, everyOrder: false))
        {
            if (Nearer((done, open), (doneBefore, openBefore)) is not "" and string nearer)
                return nearer;
        }

        return "";
    }

    private string? Compare((StateFill[] Done, StateFill[] Open) state, (StateFill[] Done, StateFill[] Open) before)
    {
        for (int slot = 0; slot < today.SlotCount && keepsPositions; slot++)
        {
            decimal was = today.Held(slot) + before.Done.Where(fill => fill.Slot == slot).Sum(fill => fill.Signed);
            decimal becomes = today.Held(slot) + state.Done.Where(fill => fill.Slot == slot).Sum(fill => fill.Signed);
            if (Math.Abs(becomes) > Math.Abs(was))
                return "grows";
            if (was * becomes < 0m)
                return "crosses";
        }

        today.Read(state.Done, state.Open, with);
        today.Read(before.Done, before.Open, without);
        if (with.Lacks || without.Lacks)
            return null;
        bool unclear = false;
        for (int i = 0; i < with.Limits.Count; i++)
        {
            if (with.Limits[i].Reason == RefusalReason.BorrowLimit)
                continue;
            if (Rises(Math.Max(0m, without.Limits[i].Excess), with.Limits[i].Excess, ref unclear))
                return $"{with.Limits[i].Reason} of {with.Limits[i].Subject}";
        }

        for (int i = 0; i < with.Parts.Count; i++)
        {
            if (without.Parts[i].Utilisation is { } was && Rises(was, with.Parts[i].Utilisation ?? decimal.MaxValue, ref unclear))
                return $"utilisation of {with.Parts[i].Subject}";
            if (without.Parts[i].Utilisation is null && Rises(without.Parts[i].Against(1m), with.Parts[i].Against(1m), ref unclear))
                return $"shortfall of {with.Parts[i].Subject}";
        }

        return unclear ? null : "";
    }

    private static bool Rises(decimal was, decimal becomes, ref bool unclear)
    {
        if (becomes <= was)
            return false;
        unclear |= becomes - was < Noise;
        return becomes - was >= Noise;
    }

    /// <summary>Walks outward until the account without the candidates is liquidated; with them it must not be before.</summary>
    private string? Nearer((StateFill[] Done, StateFill[] Open) state, (StateFill[] Done, StateFill[] Open) before)
    {
        List<(string Underlying, int Sign)> ways = [.. Underlyings(state.Done.Concat(state.Open).Concat(before.Open)).SelectMany(one => new[] { (one, -1), (one, 1) })];
        decimal safe = 0m;
        if (Liquidated(ways, 0m, before) is not false)
            return "";
        foreach (decimal ring in Rings)
        {
            // Where a figure is missing today nothing is claimed, there and beyond.
            ways.RemoveAll(way => Liquidated([way], ring, before) is null);
            if (Liquidated(ways, ring, before) == true)
            {
                decimal far = ring;
                for (int i = 0; i < 30; i++)
                {
                    decimal middle = (safe + far) / 2m;
                    if (Liquidated(ways, middle, before) ?? true)
                        far = middle;
                    else
                        safe = middle;
                }

                return Liquidated(ways, safe * (1m - 0.000001m), state) == true ? "distance" : Liquidated(ways, safe, state) == true ? null : "";
            }

            if (Liquidated(ways, ring, state) is not { } falls)
                return null;
            if (falls)
                return "distance";
            safe = ring;
        }

        return "";
    }

    /// <summary>True when a move of one underlying liquidates; null where a figure is missing.</summary>
    private bool? Liquidated(List<(string Underlying, int Sign)> ways, decimal move, (StateFill[] Done, StateFill[] Open) state)
    {
        foreach ((string underlying, int sign) in ways)
        {
            if (Moved(underlying, Math.Max(1m + (sign * move), 0.000000001m)) is not { } margin)
                return null;
            margin.Read(state.Done, state.Open, there);
            if (there.Lacks)
                return null;
            foreach (PartReading<decimal> part in there.Parts)
            {
                if (part.Against(1m) > 0m)
                    return true;
            }
        }

        return false;
    }

    private IStateMargin? Moved(string underlying, decimal factor)
    {
        if (moved.TryGetValue((underlying, factor), out IStateMargin? known))
            return known;
        AccountQuestion question = world.Question(FillStatePolicy.Any);
        IStateMargin margin = world.Rules.Open(question with { Prices = question.Prices.Moved(world.Reference, new Asset(underlying), factor), BeyondTables = true });
        IStateMargin? found = margin.Unknown is null ? margin : null;
        for (int slot = 0; slot < today.SlotCount && found is not null; slot++)
            found.Slot(today[slot].Id, out _);
        if (moved.Count < 4_000)
            moved[(underlying, factor)] = found;
        return found;
    }

    /// <summary>Base assets of what is held as positions, else the assets held or owed; and those of the account's children.</summary>
    private string[] Underlyings(IEnumerable<StateFill> children)
    {
        string[] bases = [.. world.Account.Positions.Where(position => !position.Quantity.IsFlat).Select(position => world.Reference[position.Instrument].Base.Code)];
        IEnumerable<string> held = bases.Length > 0
            ? bases
            : world.Account.Balances.Where(balance => balance.Net != 0m && balance.Asset != world.Account.Subaccount.Reporting).Select(balance => balance.Asset.Code);
        return [.. held.Concat(children.Select(child => today[child.Slot].Base.Code)).Distinct().Where(code => code != world.Account.Subaccount.Reporting.Code)];
    }

    private decimal[] Borrowing(StateFill[] children)
    {
        decimal[] worst = [];
        foreach ((StateFill[] done, StateFill[] open, _, _) in States(children, children.Length))
        {
            today.Read(done, open, with);
            if (with.Lacks)
                continue;
            decimal[] found = [.. with.Limits.Where(limit => limit.Reason == RefusalReason.BorrowLimit).Select(limit => limit.Excess)];
            worst = worst.Length == 0 ? found : [.. worst.Zip(found, Math.Max)];
        }

        return worst;
    }

    /// <summary>Every state of the children, with the same state of the first of them alone.</summary>
    private IEnumerable<(StateFill[] Done, StateFill[] Open, StateFill[] DoneBefore, StateFill[] OpenBefore)> States(StateFill[] children, int others, bool everyOrder = true)
    {
        long[] filled = new long[children.Length];
        int[][] orders = DenseStates.OrdersOf(today, children);
        orders = everyOrder ? orders : [orders[0], .. orders[1..].TakeLast(1)];
        while (true)
        {
            foreach (int[] order in orders)
            {
                StateFill[] done = [.. order.Where(i => filled[i] > 0).Select(i => children[i] with { Lots = filled[i] })];
                StateFill[] open = [.. order.Where(i => filled[i] < children[i].Lots && (i < others || !keepsPositions)).Select(i => children[i] with { Lots = children[i].Lots - filled[i] })];
                StateFill[] doneBefore = [.. order.Where(i => i < others && filled[i] > 0).Select(i => children[i] with { Lots = filled[i] })];
                StateFill[] openBefore = [.. order.Where(i => i < others && filled[i] < children[i].Lots).Select(i => children[i] with { Lots = children[i].Lots - filled[i] })];
                yield return (done, open, doneBefore, openBefore);
            }

            int child = 0;
            while (child < children.Length && filled[child] == (long)children[child].Lots)
                filled[child++] = 0;
            if (child == children.Length)
                yield break;
            filled[child]++;
        }
    }

    private StateFill Placed(PendingFill fill)
    {
        int slot = today.Slot(fill.Instrument, out _);
        return new StateFill(slot, fill.Side, fill.Quantity.Value, today[slot].Price(fill.LimitPrice));
    }
}
