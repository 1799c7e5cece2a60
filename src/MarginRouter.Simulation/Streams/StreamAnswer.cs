namespace MarginRouter.Simulation.Streams;

/// <summary>The answer to a REST request.</summary>
/// <param name="Body">JSON.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record StreamAnswer(byte[] Body, int Status = 200)
{
    /// <summary>Completes when the answer may be sent; never for a request that a fault has swallowed.</summary>
    public Task Release { get; init; } = Task.CompletedTask;

    /// <summary>True for the answer to an order, which a fault may delay.</summary>
    public bool IsOrder { get; init; }

    /// <summary>No answer at all: the connection stays open until the client gives up.</summary>
    public static StreamAnswer Never { get; } = new([]) { Release = new TaskCompletionSource().Task };

    /// <summary>An answer from text.</summary>
    public static StreamAnswer Of(string json, int status = 200) => new(StreamText.Frame(json), status);
}
