using BenchmarkDotNet.Attributes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Benchmarks.Routing;

/// <summary>Time and allocation of one decision, explanation and proof included: 4 instruments of 100 levels and 6 accounts.</summary>
[MemoryDiagnoser]
public class RouteOptimizerBenchmark
{
    private RouteOptimizer optimizer = null!;
    private RouteRequest request = null!;

    /// <summary>How the margin of the accounts compares with the parent.</summary>
    [Params(Room.Ample, Room.SomeBind, Room.AllBind)]
    public Room Margin { get; set; }

    /// <summary>Builds the situation.</summary>
    [GlobalSetup]
    public void Setup() => (optimizer, request) = RoutingSituation.Build(instruments: 4, levels: 100, accounts: 6, Margin);

    /// <summary>One decision.</summary>
    [Benchmark]
    public RouteDecision Decide() => optimizer.Decide(request);
}
