using System.Text.Json;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>A node's answer: a result, or an error with its code, words and data.</summary>
/// <param name="Result">The result; of kind Null where the node knows nothing, undefined beside an error.</param>
/// <param name="Code">The error's code; zero without one.</param>
/// <param name="Message">The error's words; empty without one.</param>
/// <param name="Data">What a reverted call gave back; empty without it.</param>
internal sealed record RpcAnswer(JsonElement Result, int Code, string Message, byte[] Data)
{
    // What go-ethereum, Erigon, Nethermind and Besu answer to a transaction that they do not let into their pool.
    private static readonly string[] RefusalWords =
    [
        "nonce too low", "nonce too high", "insufficient funds", "underpriced", "intrinsic gas", "exceeds block gas limit", "max fee per gas",
        "max priority fee per gas", "fee cap", "oversized data", "invalid sender", "invalid signature", "invalid chain id", "txpool is full",
        "transaction pool is full", "exceeds the configured cap", "transaction type not supported",
    ];

    /// <summary>True when the node answered with an error.</summary>
    public bool IsError => Result.ValueKind == JsonValueKind.Undefined;

    /// <summary>
    /// True when a node's error about a transaction says for certain that it was not taken. Any other error (of a gateway before the node,
    /// of a limit, of the node itself) leaves that open.
    /// </summary>
    public bool IsRefusedTransaction => IsError && Array.Exists(RefusalWords, words => Message.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>The reason of a reverted call, else the node's words.</summary>
    public string Reason => Abi.Reason(Data) is { Length: > 0 } reason ? reason : Message;
}
