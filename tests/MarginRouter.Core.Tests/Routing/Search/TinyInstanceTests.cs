using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Core.Tests.Routing.Search;

/// <summary>Random instances so small that every split can be tried: standard and scenario margin, opposite positions, fixed costs, caps, few children.</summary>
public sealed class TinyInstanceTests
{
    private const int Runs = 300;

    [Theory]
    [InlineData(FillStatePolicy.Final)]
    [InlineData(FillStatePolicy.Any)]
    public void Run_TinyInstance_EqualsTheBestOfAllSplits(FillStatePolicy fillStates)
    {
        int worse = 0;
        int limited = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            SplitInstance instance = Make(new Random(seed));
            SplitModel model = InstanceModel.Build(instance, fillStates);
            (decimal left, decimal cost) = BestOfAll(model);
            var exact = new ExactSplit(model);
            var tree = new SplitTree(new SplitProblem(model));
            tree.Run(200_000);
            Assert.True(exact.Broken(tree.Best.Lots) is null, $"seed {seed}");
            Assert.True(tree.Best.Left >= left, $"seed {seed}: more than possible");
            double unit = (double)(instance.Quantity * instance.ReferencePrice) / 1e4;
            if (tree.Best.Left == left)
                Assert.True(tree.Bound <= ((double)cost / unit) + 1e-6, $"seed {seed}: bound {tree.Bound} above {(double)cost / unit}");
            bool isWorse = tree.Best.Left > left || exact.Cost(tree.Best.Lots) > cost + (decimal)(0.05 * unit);
            worse += isWorse ? 1 : 0;
            limited += left > 0m ? 1 : 0;
        }

        Assert.True(limited > Runs / 10, $"{limited} limited: the instances no longer test the limits");
        Assert.True(worse <= Runs / 50, $"{worse} of {Runs} worse than the best");
    }

    private static (decimal Left, decimal Cost) BestOfAll(SplitModel model)
    {
        var lots = new long[model.Routes.Length];
        var exact = new ExactSplit(model);
        (decimal Left, decimal Cost) best = (model.Wanted + 1m, 0m);
        void Try(int route, decimal left)
        {
            if (route == lots.Length)
            {
                if (left > best.Left)
                    return;
                decimal cost = exact.Cost(lots);
                if ((left < best.Left || cost < best.Cost) && exact.Broken(lots) is null)
                    best = (left, cost);
                return;
            }

            for (long count = 0; count <= model.Routes[route].MostLots && model.Quantity(route, count) <= left; count++)
            {
                lots[route] = count;
                Try(route + 1, left - model.Quantity(route, count));
            }

            lots[route] = 0;
        }

        Try(0, model.Wanted);
        return best;
    }

    private static SplitInstance Make(Random random)
    {
        int venues = random.Next(2, 4);
        int accounts = random.Next(1, 3);
        ImmutableArray<InstanceVenue> venueList = [.. Enumerable.Range(0, venues).Select(venue => Venue(random, venue))];
        List<InstanceRoute> routes = [];
        for (int venue = 0; venue < venues; venue++)
        {
            for (int account = 0; account < accounts; account++)
            {
                if (random.Next(3) > 0 || (venue == 0 && account == 0))
                    routes.Add(Route(random, venue, account));
            }
        }

        return new SplitInstance
        {
            Name = "tiny",
            Side = random.Next(2) == 0 ? Side.Buy : Side.Sell,
            Quantity = random.Next(3, 12),
            ReferencePrice = 100m,
            MaximumChildren = random.Next(3) == 0 ? random.Next(1, 4) : null,
            LimitPrice = null,
            Marks = [100m, 100.1m, 99.95m],
            IsParentAsset = [true, true, true],
            Venues = venueList,
            Subaccounts = [.. Enumerable.Range(0, accounts).Select(account => Subaccount(random, account))],
            Routes = [.. routes.Take(4)],
            Caps = random.Next(3) == 0 ? [new InstanceCap("cap", random.Next(2) == 0, [.. Enumerable.Range(0, accounts)], [0, 1], random.Next(200, 900))] : [],
        };
    }

    private static InstanceVenue Venue(Random random, int venue)
    {
        decimal price = 100m + (random.Next(1, 20) / 100m);
        decimal lot = random.Next(3) == 0 ? 2m : 1m;
        return new InstanceVenue
        {
            Id = $"V{venue}",
            Kind = InstanceVenueKind.Book,
            Instrument = random.Next(3),
            LotSize = lot,
            MinimumQuantity = random.Next(3) * lot,
            MinimumNotional = 0m,
            TakerFeeRate = random.Next(8) * 0.0001m,
            Levels = [(price, random.Next(1, 3) * lot), (price, 2m * lot)],
        };
    }

    private static InstanceRoute Route(Random random, int venue, int account) => new(
        venue, account, random.Next(3) == 0 ? random.Next(1, 30) / 100m : 0m, random.Next(-3, 4) * 0.01m, random.Next(4), random.Next(2) * 0.03m, null, random.Next(5) * 0.01m);

    private static InstanceSubaccount Subaccount(Random random, int account)
    {
        ImmutableArray<decimal> moves = [-0.1m, -0.1m, -0.09m];
        ImmutableArray<decimal> rises = [0.1m, 0.11m, 0.1m];
        return new InstanceSubaccount
        {
            Id = $"S{account}",
            Equity = random.Next(20, 200),
            Portfolio = random.Next(2) == 0 ? new InstanceScenarios([moves, rises], [random.Next(-10, 10), random.Next(-10, 10)]) : null,
            UtilisationLimit = random.Next(50, 100) / 100m,
            MarginCostRate = random.Next(2) * 0.001m,
            InitialRate = [0.1m, 0.12m, 0.15m],
            MaintenanceRate = [0.05m, 0.06m, 0.07m],
            ContingencyRate = [0.01m, 0m, 0.02m],
            Positions = [random.Next(-6, 7), random.Next(-6, 7), 0m],
            MinimumLiquidationDistance = random.Next(3) == 0 ? 0.1m : null,
        };
    }
}
