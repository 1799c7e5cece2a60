using MarginRouter.Testing.Instances;

namespace MarginRouter.Benchmarks.Splits;

/// <summary>
/// How often naive routers breach a limit, fill less and cost more than possible, beside ours, on the same parents in the same run:
/// a folder of instances, and generated ones by their head-room.
/// </summary>
internal static class NaiveStudy
{
    private const int Generated = 60;

    /// <summary>Runs the study and writes its tables in Markdown.</summary>
    public static void Run(TextWriter output, string folder)
    {
        if (Directory.Exists(folder))
            Write(output, $"{folder}: the optimum is the stored one", [.. StudyInstance.ReadAll(folder)]);
        else
            output.WriteLine($"{folder} is not there");
        foreach (double headRoom in new[] { 1.1, 2.0, 5.0, 10.0 })
        {
            var shape = new InstanceShape(6, 10, 50, headRoom, HasChoices: false);
            StudyInstance[] parents = [.. Enumerable.Range(0, Generated).Select(seed => StudyInstance.Read(RandomInstance.Utf8(RandomInstance.Make(seed, shape)), null))];
            Write(output, FormattableString.Invariant($"generated, 6 venues, 10 accounts, head-room about {headRoom} times the parent: the optimum is ours"), parents);
        }
    }

    private static void Write(TextWriter output, string title, StudyInstance[] parents)
    {
        output.WriteLine();
        output.WriteLine($"{title}; {parents.Length} parents");
        output.WriteLine();
        NaiveTally.WriteHead(output);
        foreach (NaiveRouter router in Enum.GetValues<NaiveRouter>())
        {
            var tally = new NaiveTally();
            foreach (StudyInstance parent in parents)
                tally.Add(parent, new NaiveSplits(parent.Problem).Split(router));
            tally.Write(output, router.ToString());
        }

        var ours = new NaiveTally();
        foreach (StudyInstance parent in parents)
            ours.Add(parent, parent.Ours);
        ours.Write(output, "MarginRouter");
    }
}
