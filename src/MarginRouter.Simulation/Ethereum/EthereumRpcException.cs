namespace MarginRouter.Simulation.Ethereum;

/// <summary>A request that the node refuses.</summary>
internal sealed class EthereumRpcException(int code, string message) : Exception(message)
{
    /// <summary>JSON-RPC error code.</summary>
    public int Code { get; } = code;
}
