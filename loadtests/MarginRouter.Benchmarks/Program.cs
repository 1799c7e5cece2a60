using BenchmarkDotNet.Running;
using MarginRouter.Benchmarks.Feeds;
using MarginRouter.Benchmarks.Journal;

// One word per benchmark that measures open loop and in rounds; everything else is BenchmarkDotNet's.
switch (args.FirstOrDefault())
{
    case "journal":
        JournalBenchmark.Run(Console.Out);
        return 0;
    case "feeds":
        FeedBenchmark.Run(Console.Out, args.ElementAtOrDefault(1) ?? Path.Combine("..", "shared", "data"));
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(JournalBenchmark).Assembly).Run(args);
        return 0;
}
