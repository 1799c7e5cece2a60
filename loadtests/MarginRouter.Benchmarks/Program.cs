using BenchmarkDotNet.Running;
using MarginRouter.Benchmarks.Decisions;
using MarginRouter.Benchmarks.Feeds;
using MarginRouter.Benchmarks.FixEcho;
using MarginRouter.Benchmarks.Journal;
using MarginRouter.Benchmarks.Margin;
using MarginRouter.Benchmarks.Splits;

// One word per benchmark that measures open loop and in rounds; everything else is BenchmarkDotNet's.
switch (args.FirstOrDefault())
{
    case "journal":
        JournalBenchmark.Run(Console.Out);
        return 0;
    case "feeds":
        FeedBenchmark.Run(Console.Out, args.ElementAtOrDefault(1) ?? Path.Combine("..", "shared", "data"));
        return 0;
    case "fix":
        FixBenchmark.Run(Console.Out);
        return 0;
    case "decision":
        DecisionBenchmark.Run(Console.Out);
        return 0;
    case "margin":
        MarginBenchmark.Run(Console.Out);
        return 0;
    case "splits":
        SplitBenchmark.Run(Console.Out);
        return 0;
    case "naive":
        NaiveStudy.Run(Console.Out, InstanceFolder(args));
        return 0;
    case "fill-states":
        FillStateStudy.Run(Console.Out, InstanceFolder(args));
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(JournalBenchmark).Assembly).Run(args);
        return 0;
}

static string InstanceFolder(string[] args)
{
    int option = Array.IndexOf(args, "--instances");
    return option >= 0 && option + 1 < args.Length ? args[option + 1] : Path.Combine("..", "shared", "oracle", "public", "instances");
}
