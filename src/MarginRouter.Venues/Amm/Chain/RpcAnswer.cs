using System.Text.Json;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>A node's answer: a result, or an error with its code, words and data.</summary>
/// <param name="Result">The result; of kind Null where the node knows nothing, undefined beside an error.</param>
/// <param name="Code">The error's code; zero without one.</param>
/// <param name="Message">The error's words; empty without one.</param>
/// <param name="Data">What a reverted call gave back; empty without it.</param>
internal sealed record RpcAnswer(JsonElement Result, int Code, string Message, byte[] Data)
{
    /// <summary>True when the node refused.</summary>
    public bool IsError => Code != 0;

    /// <summary>The reason of a reverted call, else the node's words.</summary>
    public string Reason => Abi.Reason(Data) is { Length: > 0 } reason ? reason : Message;
}
