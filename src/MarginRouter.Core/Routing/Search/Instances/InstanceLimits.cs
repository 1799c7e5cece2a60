using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>
/// The margin and exposure rules of an instance as convex functions. Each is a sum over positions of a signed weight and a weight on
/// the size, less a share of equity; a weight on the size makes two straight pieces, one for each side of flat.
/// </summary>
internal sealed class InstanceLimits
{
    private readonly SplitInstance instance;
    private readonly List<int>[,] routesOf;
    private readonly decimal[] noMove;
    private readonly FillStatePolicy fillStates;

    /// <param name="instance">The instance.</param>
    /// <param name="fillStates">At which fill states the limits hold. What a child eases counts only when all children have filled.</param>
    public InstanceLimits(SplitInstance instance, FillStatePolicy fillStates)
    {
        this.instance = instance;
        this.fillStates = fillStates;
        noMove = new decimal[instance.Marks.Length];
        routesOf = new List<int>[instance.Subaccounts.Length, instance.Marks.Length];
        for (int account = 0; account < instance.Subaccounts.Length; account++)
        {
            for (int instrument = 0; instrument < instance.Marks.Length; instrument++)
                routesOf[account, instrument] = [];
        }

        for (int route = 0; route < instance.Routes.Length; route++)
            routesOf[instance.Routes[route].Subaccount, instance.Venues[instance.Routes[route].Venue].Instrument].Add(route);
    }

    /// <summary>All limits.</summary>
    public ImmutableArray<LimitGroup> Groups()
    {
        var groups = ImmutableArray.CreateBuilder<LimitGroup>();
        for (int account = 0; account < instance.Subaccounts.Length; account++)
        {
            if (!HasRoute(account))
                continue;
            AddUtilisation(groups, account);
            AddStress(groups, account);
            AddLiquidation(groups, account);
        }

        foreach (InstanceCap cap in instance.Caps)
            AddCap(groups, cap);
        return groups.ToImmutable();
    }

    /// <summary>The costs of capital.</summary>
    public ImmutableArray<CostGroup> Costs()
    {
        var costs = ImmutableArray.CreateBuilder<CostGroup>();
        for (int account = 0; account < instance.Subaccounts.Length; account++)
        {
            decimal rate = instance.Subaccounts[account].MarginCostRate;
            if (rate == 0m || !HasRoute(account))
                continue;
            ImmutableArray<ConvexRow> rows = new InstanceLimits(instance, FillStatePolicy.Final).MarginRows(account, equityShare: 0m);
            costs.Add(new CostGroup(rate, Before(rows), rows));
        }

        return costs.ToImmutable();
    }

    private bool HasRoute(int account) => instance.Routes.Any(route => route.Subaccount == account);

    private void AddUtilisation(ImmutableArray<LimitGroup>.Builder groups, int account)
    {
        InstanceSubaccount subaccount = instance.Subaccounts[account];
        Add(groups, "util", subaccount.Id, MarginRows(account, subaccount.UtilisationLimit));
    }

    /// <summary>The margin of an account less a share of its equity: one row, or one for each scenario and one for none.</summary>
    private ImmutableArray<ConvexRow> MarginRows(int account, decimal equityShare)
    {
        InstanceSubaccount subaccount = instance.Subaccounts[account];
        if (subaccount.Portfolio is not { } portfolio)
            return [Row(account, -equityShare * subaccount.Equity, equityShare, noMove, subaccount.InitialRate)];
        var rows = ImmutableArray.CreateBuilder<ConvexRow>();
        rows.Add(Row(account, -equityShare * subaccount.Equity, equityShare, noMove, subaccount.ContingencyRate));
        for (int k = 0; k < portfolio.Moves.Length; k++)
        {
            decimal[] losses = [.. portfolio.Moves[k].Select(move => -move)];
            rows.Add(Row(account, -portfolio.StaticProfit[k] - (equityShare * subaccount.Equity), equityShare, losses, subaccount.ContingencyRate));
        }

        return rows.ToImmutable();
    }

    private void AddStress(ImmutableArray<LimitGroup>.Builder groups, int account)
    {
        InstanceSubaccount subaccount = instance.Subaccounts[account];
        if (subaccount.Stress is not { } stress)
            return;
        for (int k = 0; k < stress.Moves.Length; k++)
        {
            decimal[] losses = [.. stress.Moves[k].Select(move => -move)];
            decimal constant = subaccount.MinimumEquity - subaccount.Equity - stress.StaticProfit[k];
            Add(groups, "stress", $"{subaccount.Id}#{k}", [Row(account, constant, 1m, losses, noMove)]);
        }
    }

    private void AddLiquidation(ImmutableArray<LimitGroup>.Builder groups, int account)
    {
        InstanceSubaccount subaccount = instance.Subaccounts[account];
        if (subaccount.MinimumLiquidationDistance is not { } distance)
            return;
        foreach (int sign in new[] { -1, 1 })
        {
            decimal[] losses = [.. instance.IsParentAsset.Select(own => own ? -sign * distance : 0m)];
            decimal[] sizes = [.. subaccount.MaintenanceRate.Select((rate, i) => instance.IsParentAsset[i] ? rate * (1m + (sign * distance)) : rate)];
            Add(groups, "liq", $"{subaccount.Id}{(sign > 0 ? "+" : "-")}", [Row(account, -subaccount.Equity, 1m, losses, sizes)]);
        }
    }

    private void AddCap(ImmutableArray<LimitGroup>.Builder groups, InstanceCap cap)
    {
        decimal[] ones = [.. Enumerable.Range(0, noMove.Length).Select(i => cap.Instruments.Contains(i) ? 1m : 0m)];
        decimal[] minusOnes = [.. ones.Select(one => -one)];
        ImmutableArray<ConvexRow> rows = cap.IsGross
            ? [Sum(cap, noMove, ones)]
            : [Sum(cap, ones, noMove), Sum(cap, minusOnes, noMove)];
        Add(groups, "cap", cap.Id, rows);
    }

    private ConvexRow Sum(InstanceCap cap, IReadOnlyList<decimal> signed, IReadOnlyList<decimal> sizes)
    {
        decimal constant = -cap.Limit;
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<AffinePiece>>();
        foreach (int account in cap.Subaccounts)
        {
            ConvexRow own = Row(account, 0m, 0m, signed, sizes);
            constant += own.Constant;
            parts.AddRange(own.Parts);
        }

        return new ConvexRow(constant, parts.ToImmutable());
    }

    private static void Add(ImmutableArray<LimitGroup>.Builder groups, string family, string where, ImmutableArray<ConvexRow> rows)
    {
        if (rows.Any(row => row.Parts.Length > 0))
            groups.Add(new LimitGroup(family, where, Math.Max(0m, Before(rows)), rows));
    }

    private static decimal Before(ImmutableArray<ConvexRow> rows)
    {
        int routes = rows.SelectMany(row => row.Parts).SelectMany(part => part).SelectMany(piece => piece.Slopes).Select(slope => slope.Route + 1).DefaultIfEmpty(0).Max();
        decimal[] none = new decimal[routes];
        return rows.Max(row => row.At(none));
    }

    /// <summary>One function of an account: per position a signed weight and a weight on its size, both on its value at the mark.</summary>
    private ConvexRow Row(int account, decimal constant, decimal equityShare, IReadOnlyList<decimal> signed, IReadOnlyList<decimal> sizes)
    {
        InstanceSubaccount subaccount = instance.Subaccounts[account];
        var parts = ImmutableArray.CreateBuilder<ImmutableArray<AffinePiece>>();
        for (int i = 0; i < noMove.Length; i++)
        {
            decimal mark = instance.Marks[i];
            decimal held = subaccount.Positions[i];
            if (routesOf[account, i].Count == 0)
            {
                constant += mark * ((signed[i] * held) + (sizes[i] * Math.Abs(held)));
                continue;
            }

            AffinePiece whenLong = Piece(routesOf[account, i], mark * (signed[i] + sizes[i]), held, equityShare);
            if (sizes[i] == 0m)
                parts.Add([whenLong]);
            else
                parts.Add([whenLong, Piece(routesOf[account, i], mark * (signed[i] - sizes[i]), held, equityShare)]);
        }

        return new ConvexRow(constant, parts.ToImmutable());
    }

    private AffinePiece Piece(List<int> routes, decimal weight, decimal held, decimal equityShare)
    {
        int sign = instance.Side.Sign();
        return new AffinePiece(
            weight * held,
            [.. routes.Select(route => new LimitSlope(route, AtWorst((sign * weight) + (equityShare * instance.Routes[route].EquityDragPerUnit))))]);
    }

    /// <summary>The worst subset of fills for a straight piece is the set of those that add to it (design decision 4).</summary>
    private decimal AtWorst(decimal slope) => fillStates switch
    {
        FillStatePolicy.Any => Math.Max(0m, slope),
        FillStatePolicy.Final => slope,
    };
}
