using MarginRouter.Core.Routing.Search;
using MarginRouter.Core.Routing.Search.Relaxation;

namespace MarginRouter.Core.Tests.Routing.Search;

public sealed class PiecewiseSimplexTests
{
    [Fact]
    public void TrySolve_OneRow_EqualsTheMergeOfAllPieces()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var simplex = new PiecewiseSimplex(new WorkMeter());
            List<(double Slope, double Width)> pieces = [];
            List<(int, double)> entries = [];
            for (int i = 0; i < random.Next(1, 8); i++)
            {
                PiecewiseCost cost = RandomCost(random);
                for (int k = 0; k < cost.Slopes.Length; k++)
                    pieces.Add((cost.Slopes[k], cost.Knots[k + 1] - cost.Knots[k]));
                entries.Add((simplex.AddVariable(cost), 1.0));
            }

            int missing = simplex.AddVariable(PiecewiseCost.Linear(1.0, 1e4));
            entries.Add((missing, 1.0));
            simplex.AddRow(entries, 1.0, missing);
            Assert.True(simplex.TrySolve(10_000), $"seed {seed}");
            Assert.True(Math.Abs(simplex.Objective - Merge(pieces)) < 1e-6, $"seed {seed}: {simplex.Objective} and {Merge(pieces)}");
        }
    }

    [Fact]
    public void TrySolve_RowsAddedAndBoundsChanged_IsNeverBeatenByAFeasiblePoint()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            PiecewiseCost[] costs = [.. Enumerable.Range(0, 4).Select(_ => RandomCost(random))];
            var simplex = new PiecewiseSimplex(new WorkMeter());
            int[] variables = [.. costs.Select(simplex.AddVariable)];
            int missing = simplex.AddVariable(PiecewiseCost.Linear(1.0, 1e4));
            simplex.AddRow([.. variables.Select(variable => (variable, 1.0)), (missing, 1.0)], 1.0, missing);
            Assert.True(simplex.TrySolve(10_000));
            double[][] rows = [.. Enumerable.Range(0, 3).Select(_ => RandomRow(random))];
            double[] bounds = [.. rows.Select(_ => random.NextDouble() * 0.4)];
            for (int i = 0; i < rows.Length; i++)
            {
                int slack = simplex.AddVariable(PiecewiseCost.Linear(100.0, 0.0));
                simplex.AddRow([.. variables.Select((variable, k) => (variable, rows[i][k])), (slack, 1.0)], bounds[i], slack);
                Assert.True(simplex.TrySolve(10_000), $"seed {seed}");
            }

            double held = Math.Min(costs[0].Most, 0.1) * random.NextDouble();
            simplex.SetBounds(variables[0], 0.0, held);
            Assert.True(simplex.TrySolve(10_000), $"seed {seed}");
            AssertOptimal(simplex, (variables, missing), (rows, bounds), held, random, seed);
        }
    }

    private static void AssertOptimal(
        PiecewiseSimplex simplex, (int[] Variables, int Missing) columns, (double[][] Rows, double[] Bounds) limits, double held, Random random, int seed)
    {
        double[] point = [.. columns.Variables.Select(variable => simplex[variable].Value)];
        Assert.True(Math.Abs(point.Sum() + simplex[columns.Missing].Value - 1.0) < 1e-8, $"seed {seed}");
        for (int i = 0; i < limits.Rows.Length; i++)
            Assert.True(Value(limits.Rows[i], point) <= limits.Bounds[i] + 1e-8, $"seed {seed} row {i}");
        for (int trial = 0; trial < 3_000; trial++)
        {
            double[] other = [.. columns.Variables.Select(variable => random.NextDouble() * random.NextDouble() * simplex[variable].Upper)];
            double left = 1.0 - other.Sum();
            if (left is < 0.0 or > 1.0 || other[0] > held || limits.Rows.Where((row, i) => Value(row, other) > limits.Bounds[i]).Any())
                continue;
            double cost = (left * 1e4) + columns.Variables.Select((variable, k) => simplex[variable].Cost.At(other[k])).Sum();
            Assert.True(simplex.Objective <= cost + 1e-6, $"seed {seed}: {simplex.Objective} and {cost}");
        }
    }

    private static double Value(double[] row, double[] point) => row.Select((coefficient, k) => coefficient * point[k]).Sum();

    private static double[] RandomRow(Random random) => [.. Enumerable.Range(0, 4).Select(_ => (random.NextDouble() * 1.5) - 0.5)];

    private static double Merge(List<(double Slope, double Width)> pieces)
    {
        double left = 1.0;
        double cost = 0.0;
        foreach ((double slope, double width) in pieces.Order())
        {
            double take = Math.Min(left, width);
            cost += take * slope;
            left -= take;
        }

        return cost + (left * 1e4);
    }

    private static PiecewiseCost RandomCost(Random random)
    {
        int count = random.Next(1, 6);
        var knots = new double[count + 1];
        var slopes = new double[count];
        for (int i = 0; i < count; i++)
        {
            knots[i + 1] = knots[i] + (random.NextDouble() * 0.3) + 0.01;
            slopes[i] = (i == 0 ? 0.0 : slopes[i - 1]) + (random.NextDouble() * 10.0);
        }

        return new PiecewiseCost(knots, slopes);
    }
}
