using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;

namespace MarginRouter.Benchmarks.Splits;

/// <summary>An instance of a study, and the best that is known of it.</summary>
internal sealed class StudyInstance
{
    /// <summary>Work units that a study spends on an instance: those of <c>solve</c> without a budget.</summary>
    public const int Units = InstanceSolver.AmpleWorkUnits;

    private StudyInstance(SplitInstance instance, string kind, (decimal Filled, decimal Cost)? stored)
    {
        Instance = instance;
        Kind = kind;
        Model = InstanceModel.Build(instance, FillStatePolicy.Final);
        Problem = new SplitProblem(Model);
        Exact = new ExactSplit(Model);
        Tree = new SplitTree(Problem);
        Tree.Run(Units);
        Ours = Tree.Best.Lots;
        Best = stored ?? (Model.Wanted - Tree.Best.Left, Exact.Cost(Ours));
    }

    public SplitInstance Instance { get; }

    /// <summary>Class and size of the set that it is from.</summary>
    public string Kind { get; }

    public SplitModel Model { get; }

    public SplitProblem Problem { get; }

    public ExactSplit Exact { get; }

    public SplitTree Tree { get; }

    /// <summary>Our split, in lots by route.</summary>
    public long[] Ours { get; }

    /// <summary>The greatest fill and the least cost at it: the stored optimum where there is one, else ours.</summary>
    public (decimal Filled, decimal Cost) Best { get; }

    /// <summary>Money of a basis point of the best fill.</summary>
    public decimal BasisPoint => Best.Filled * Model.ReferencePrice / 10_000m;

    /// <summary>Reads one document.</summary>
    /// <param name="json">The instance.</param>
    /// <param name="solution">Path of a stored solution; used when it is there.</param>
    public static StudyInstance Read(byte[] json, string? solution)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string kind = $"{document.RootElement.GetProperty("class").GetString()}-{document.RootElement.GetProperty("size").GetString()}";
        (decimal, decimal)? stored = null;
        if (solution is not null && File.Exists(solution))
        {
            using JsonDocument answer = JsonDocument.Parse(File.ReadAllBytes(solution));
            stored = (answer.RootElement.GetProperty("filled_quantity").GetDecimal(), answer.RootElement.GetProperty("objective").GetDecimal());
        }

        return new StudyInstance(InstanceReader.Read(json), kind, stored);
    }

    /// <summary>All instances of a folder, in order of their names; solutions are looked for in the folder solutions beside it.</summary>
    public static IEnumerable<StudyInstance> ReadAll(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
            yield return Read(File.ReadAllBytes(file), Path.Combine(folder, "..", "solutions", Path.GetFileName(file)));
    }

    /// <summary>Base units by route.</summary>
    public decimal[] Quantities(long[] lots) => [.. lots.Select((count, route) => Model.Quantity(route, count))];

    /// <summary>True when a split breaks a limit on margin or exposure.</summary>
    public bool IsBreaching(decimal[] quantities) => Model.Limits.Any(limit => limit.Rows.Any(row => row.At(quantities) > limit.Bound));

    /// <summary>A line of a study, numbers as in English.</summary>
    public static void Write(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
