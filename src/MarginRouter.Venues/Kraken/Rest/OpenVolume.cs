using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>Sums the open positions of one pair (REST OpenPositions). Used margin is cost over leverage, which gives the leverage back.</summary>
internal sealed class OpenVolume(Instrument instrument, decimal assumedLeverage)
{
    private decimal quantity;
    private decimal cost;
    private decimal originalCost;
    private decimal margin;

    /// <summary>Adds one position; the part that was closed already does not count.</summary>
    public void Add(JsonElement row)
    {
        decimal volume = row.RequiredNumber("vol");
        decimal open = volume - (row.Number("vol_closed") ?? 0);
        decimal full = row.RequiredNumber("cost");
        quantity += row.RequiredText("type") == "buy" ? open : -open;
        cost += full * open / volume;
        originalCost += full;
        margin += row.RequiredNumber("margin");
    }

    /// <summary>The position; flat with the assumed leverage when there is none.</summary>
    public PositionSnapshot Snapshot()
    {
        if (quantity == 0)
            return new PositionSnapshot(instrument.Id, PositionLots.Flat, 0, assumedLeverage);
        if (!instrument.TryPosition(quantity, out PositionLots lots))
            throw new VenueProtocolException($"Kraken {instrument.Symbol}: a position of {quantity} is no whole number of lots");

        // The venue rounds margin to a few decimals; a leverage with four decimals is as exact as that allows.
        decimal? leverage = margin > 0 ? decimal.Round(originalCost / margin, 4, MidpointRounding.ToEven) : null;
        return new PositionSnapshot(instrument.Id, lots, cost / Math.Abs(quantity), leverage);
    }
}
