using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Accounts;

/// <summary>What a venue grants an account: the seam where each simulated venue puts its own margin model.</summary>
public interface IMarginRule
{
    /// <summary>The account's margin figures at the current marks; null when the venue has no margin.</summary>
    MarginFigures? Measure(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets);

    /// <summary>Null when the venue accepts the order, else why not. Called before anything of the order has been filled.</summary>
    OrderRejection? Judge(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets);
}
