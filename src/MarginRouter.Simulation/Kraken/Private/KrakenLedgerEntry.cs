using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>A change of one balance.</summary>
/// <param name="LedgerId">The venue's id of the entry.</param>
/// <param name="TradeId">The venue's id of the trade behind it, or its own id where there is none.</param>
/// <param name="Asset">Asset code as WebSocket v2 spells it.</param>
/// <param name="Amount">Change before the fee.</param>
/// <param name="Fee">Fee taken with it; not negative.</param>
/// <param name="Balance">Balance after it.</param>
/// <param name="Type">trade, margin, rollover or adjustment.</param>
/// <param name="Category">The venue's finer word for it.</param>
/// <param name="Time">Venue time of the trade.</param>
internal sealed record KrakenLedgerEntry(
    string LedgerId,
    string TradeId,
    string Asset,
    decimal Amount,
    decimal Fee,
    decimal Balance,
    string Type,
    string Category,
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
            terms.MovesPosition ? "margin" : "trade",
            terms.MovesPosition ? "margin-trade" : "trade",
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
            "trade",
            "trade",
            fill.Time);
        return [baseEntry, quoteEntry];
    }

    /// <summary>The entry of a rollover fee, which the venue states as a fee, or of what the venue itself paid.</summary>
    public static KrakenLedgerEntry From(AccountChange change, long ledgerId)
    {
        bool isInterest = change.Kind == AccountChangeKind.Interest;
        string id = KrakenIds.Ledger(ledgerId);
        return new KrakenLedgerEntry(
            id,
            id,
            change.Subject,
            isInterest ? 0m : change.Quantity,
            isInterest ? -change.Quantity : 0m,
            change.Statement.Balance(change.Subject),
            isInterest ? "rollover" : "adjustment",
            isInterest ? "marginrollover" : "adjustment",
            change.Time);
    }
}
