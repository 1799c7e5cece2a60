namespace MarginRouter.Host.Tests.Crash;

/// <summary>Tests that start processes: one after the other, because each wants the machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
