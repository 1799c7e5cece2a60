namespace MarginRouter.Venues.Amm.Chain;

/// <summary>A question to a node.</summary>
/// <param name="Method">JSON-RPC method, for example eth_call.</param>
/// <param name="Parameters">Its parameters as a JSON array.</param>
internal readonly record struct RpcCall(string Method, string Parameters);
