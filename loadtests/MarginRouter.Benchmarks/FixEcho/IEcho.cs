namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>A client and a server on loopback, logged on: orders go one way, an answer to each comes back.</summary>
internal interface IEcho : IDisposable
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>Runs a round to its end.</summary>
    void Run(EchoRound round);
}
