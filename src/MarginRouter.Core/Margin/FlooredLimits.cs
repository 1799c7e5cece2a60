using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// Today's limits of an account together with its limits under stress. A scenario whose figures are missing makes the margin unknown:
/// then nothing but a flattening order passes.
/// </summary>
internal sealed class FlooredLimits : IAccountLimits
{
    private readonly IAccountLimits today;
    private readonly List<IAccountLimits> all = [];

    public FlooredLimits(IMarginModel model, AccountQuestion question, IEnumerable<StressedPrices> floors)
    {
        today = model.Limits(question);
        all.Add(today);
        Unknown = today.Unknown;
        foreach (StressedPrices floor in floors)
        {
            Unknown ??= floor.Missing;
            if (Unknown is not null)
                return;
            IAccountLimits stressed = model.Limits(question with
            {
                Prices = floor.Prices,
                BeyondTables = true,
                Floor = new StressFloor(floor.Scenario, floor.UtilisationLimit),
            });
            Unknown = stressed.Unknown;
            all.Add(stressed);
        }
    }

    /// <inheritdoc />
    public Refusal? Unknown { get; }

    /// <inheritdoc />
    public bool InBreach => all.Exists(limits => limits.InBreach);

    /// <inheritdoc />
    public MarginAssessment? Before => today.Before;

    /// <inheritdoc />
    public bool TryJoin(ReadOnlySpan<InstrumentId> instruments)
    {
        bool joined = true;
        foreach (IAccountLimits limits in all)
            joined &= limits.TryJoin(instruments);
        return joined;
    }

    /// <inheritdoc />
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates, bool onlyEasing)
    {
        Refusal? refusal = null;
        foreach (IAccountLimits limits in all)
            refusal ??= limits.Check(candidates, onlyEasing);
        return refusal;
    }

    /// <summary>Each set of limits gives the largest size at most the last one's that passes it, until one size passes all of them.</summary>
    public QuantityLots HeadRoom(Span<PendingFill> candidates, bool onlyEasing, out Refusal? blocking)
    {
        PendingFill wanted = candidates[^1];
        QuantityLots room = wanted.Quantity;
        blocking = null;
        int agreed = 0;
        for (int i = 0; agreed < all.Count; i = (i + 1) % all.Count)
        {
            candidates[^1] = wanted with { Quantity = room };
            QuantityLots own = all[i].HeadRoom(candidates, onlyEasing, out Refusal? refusal);
            blocking = own < room || room.IsZero ? refusal ?? blocking : blocking;
            agreed = own < room ? 1 : agreed + 1;
            room = own;
        }

        if (!room.IsZero && room < wanted.Quantity)
        {
            candidates[^1] = wanted with { Quantity = new QuantityLots(room.Value + 1) };
            blocking = Check(candidates, onlyEasing);
        }

        return room;
    }

    /// <inheritdoc />
    public MarginAssessment? After(ReadOnlySpan<PendingFill> candidates) => today.After(candidates);

    /// <inheritdoc />
    public decimal? WorstUtilisation(ReadOnlySpan<PendingFill> candidates) => today.WorstUtilisation(candidates);

    /// <inheritdoc />
    public bool TryDescribe(ReadOnlySpan<PendingFill> candidates, List<AccountRow> rows)
    {
        bool complete = true;
        foreach (IAccountLimits limits in all)
            complete &= limits.TryDescribe(candidates, rows);
        return complete;
    }

    /// <inheritdoc />
    public void Touch(ReadOnlySpan<PendingFill> candidates, List<LimitTangent> tangents)
    {
        foreach (IAccountLimits limits in all)
            limits.Touch(candidates, tangents);
    }

    /// <inheritdoc />
    public bool IsConvex(ReadOnlySpan<PendingFill> candidates)
    {
        bool convex = true;
        foreach (IAccountLimits limits in all)
            convex &= limits.IsConvex(candidates);
        return convex;
    }
}
