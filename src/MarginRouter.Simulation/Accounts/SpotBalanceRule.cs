using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Accounts;

/// <summary>
/// Spot without margin: a buy needs its value at the limit price in the quote asset, a sell its size in the base asset, and where
/// the fee is taken from the quote asset a buy needs the fee too.
/// </summary>
/// <param name="feeFromQuote">True when the venue takes the fee of a buy from the quote asset.</param>
public sealed class SpotBalanceRule(bool feeFromQuote) : IMarginRule
{
    /// <inheritdoc />
    public MarginFigures? Measure(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets) => null;

    /// <inheritdoc />
    public OrderRejection? Judge(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        Instrument instrument = order.Instrument;
        decimal required = order.Side == Side.Buy ? order.Notional * (1 + (feeFromQuote ? instrument.Fees.TakerRate : 0)) : order.Quantity;
        string asset = order.Side == Side.Buy ? instrument.Quote.Code : instrument.Base.Code;
        decimal line = account.CreditLines.GetValueOrDefault(asset) - account.Debts.Borrowed(asset);
        decimal locked = account.Locked(asset) * (feeFromQuote && asset == instrument.Quote.Code ? 1m + instrument.Fees.TakerRate : 1m);
        decimal held = account.Balance(asset) + Math.Max(0m, line) - locked;
        return required <= held
            ? null
            : new OrderRejection(RejectionReason.InsufficientBalance, $"needs {required} {asset}, has {held} free");
    }
}
