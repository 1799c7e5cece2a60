using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Ethereum;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Host.Demo;

/// <summary>What a world of simulated venues is filled with.</summary>
/// <param name="Book">The book of an instrument of a venue, by the venue's name.</param>
/// <param name="Account">What an account holds at the start, by its name, with its key and secret.</param>
internal sealed record WorldParts(Func<string, Instrument, IBookSource> Book, Func<string, string, string, SimulatedAccountOptions> Account)
{
    /// <summary>Secrets that cannot be drawn by chance, by their reference: addresses and keys of a curve.</summary>
    public ImmutableDictionary<string, string> FixedSecrets { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The makers that quote at a venue, by the venue's name; nobody unless said.</summary>
    public Func<string, IReadOnlyList<QuoteMakerOptions>> Makers { get; init; } = _ => [];

    /// <summary>The chain behind venues of pools; null in a world without them.</summary>
    public Func<MarketClock, EthereumSimulatorOptions>? Chain { get; init; }
}
