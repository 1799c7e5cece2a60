using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>A change of one balance by a fill.</summary>
/// <param name="LedgerId">The venue's id of the entry.</param>
/// <param name="TradeId">The venue's id of the trade behind it.</param>
/// <param name="Asset">Asset code as WebSocket v2 spells it.</param>
/// <param name="Amount">Change before the fee.</param>
/// <param name="Fee">Fee taken with it; not negative.</param>
/// <param name="Balance">Balance after it.</param>
/// <param name="Margined">True when the trade opened or closed a margin position.</param>
/// <param name="Time">Venue time of the trade.</param>
internal sealed record KrakenLedgerEntry(
    string LedgerId,
    string TradeId,
    string Asset,
    decimal Amount,
    decimal Fee,
    decimal Balance,
    bool Margined,
    Instant Time)
{
    /// <summary>The entries of a fill: both assets of a spot trade, only the quote asset of a margin trade.</summary>
    public static IReadOnlyList<KrakenLedgerEntry> From(ExecutionUpdate update, SimulatedFill fill)
    {
        OrderTerms terms = update.Order.Terms;
        Instrument instrument = terms.Instrument;
        int sign = terms.Side.Sign();
        string tradeId = KrakenIds.Trade(fill.TradeId);
        string quote = instrument.Quote.Code;
        decimal quoteAmount = terms.MovesPosition ? fill.RealisedProfit : -sign * fill.Price * fill.Quantity;
        KrakenLedgerEntry quoteEntry = new(
            KrakenIds.Ledger(fill.TradeId * 2),
            tradeId,
            quote,
            quoteAmount,
            fill.Fee,
            update.Statement.Balance(quote),
            terms.MovesPosition,
            fill.Time);
        if (terms.MovesPosition)
            return [quoteEntry];
        string asset = instrument.Base.Code;
        KrakenLedgerEntry baseEntry = new(
            KrakenIds.Ledger((fill.TradeId * 2) + 1),
            tradeId,
            asset,
            sign * fill.Quantity,
            0,
            update.Statement.Balance(asset),
            false,
            fill.Time);
        return [baseEntry, quoteEntry];
    }
}
