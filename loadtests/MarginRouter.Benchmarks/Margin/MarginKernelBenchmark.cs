using BenchmarkDotNet.Attributes;

namespace MarginRouter.Benchmarks.Margin;

/// <summary>Time and allocation of one full evaluation and of one candidate fill of tiered contracts, in both forms.</summary>
[MemoryDiagnoser]
public class MarginKernelBenchmark
{
    private Func<int, double> fastFull = null!;
    private Func<int, double> fastCandidate = null!;
    private Func<int, double> exactFull = null!;
    private Func<int, double> exactCandidate = null!;

    /// <summary>Positions of the account.</summary>
    [Params(10, 50, 200)]
    public int Positions { get; set; }

    /// <summary>Builds the account in both forms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (fastFull, fastCandidate) = MarginProbe.TieredFast(Positions);
        (exactFull, exactCandidate) = MarginProbe.TieredExact(Positions);
    }

    /// <summary>Full evaluation in double.</summary>
    [Benchmark]
    public double FullDouble() => fastFull(1);

    /// <summary>Full evaluation in decimal.</summary>
    [Benchmark]
    public double FullDecimal() => exactFull(1);

    /// <summary>Candidate fill in double.</summary>
    [Benchmark]
    public double CandidateDouble() => fastCandidate(1);

    /// <summary>Candidate fill in decimal.</summary>
    [Benchmark]
    public double CandidateDecimal() => exactCandidate(1);
}
