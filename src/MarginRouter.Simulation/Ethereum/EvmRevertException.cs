namespace MarginRouter.Simulation.Ethereum;

/// <summary>A contract refused a call; the message is its reason.</summary>
internal sealed class EvmRevertException(string reason) : Exception(reason);
