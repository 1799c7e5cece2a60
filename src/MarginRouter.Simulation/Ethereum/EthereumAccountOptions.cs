using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>An account of the simulated chain; every router may take all of its tokens.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Coins">Wei.</param>
/// <param name="Tokens">Units by token.</param>
public sealed record EthereumAccountOptions(string Address, BigInteger Coins, IReadOnlyDictionary<string, BigInteger> Tokens);
