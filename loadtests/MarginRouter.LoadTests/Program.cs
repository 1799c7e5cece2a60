using System.CommandLine;
using MarginRouter.LoadTests.Fuzz;
using MarginRouter.LoadTests.Fuzz.Fix;
using MarginRouter.LoadTests.Latency;
using MarginRouter.LoadTests.Soak;

RootCommand root = new("Load tests of MarginRouter on 127.0.0.1. Each is bounded in count and time and ends by itself.")
{
    LatencyCommand.Create(Console.Out, Console.Error, TimeProvider.System),
    FuzzCommand.Create(Console.Out, Console.Error),
    FixFuzzCommand.Create(Console.Out, Console.Error),
    SoakCommand.Create(Console.Out, Console.Error, TimeProvider.System),
};
return await root.Parse(args).InvokeAsync();
