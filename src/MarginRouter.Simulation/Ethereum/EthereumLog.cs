namespace MarginRouter.Simulation.Ethereum;

/// <summary>What a contract logged.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Topics">The event's name and its indexed arguments.</param>
/// <param name="Data">Its other arguments.</param>
internal sealed record EthereumLog(string Address, IReadOnlyList<string> Topics, byte[] Data)
{
    /// <summary>A log of an event with its indexed and its other arguments.</summary>
    public static EthereumLog Of(string address, string signature, System.Numerics.BigInteger[] indexed, params System.Numerics.BigInteger[] data) =>
        new(address, [EvmWords.Topic(signature), .. indexed.Select(value => EvmWords.Text(EvmWords.Pack(value)))], EvmWords.Pack(data));
}
