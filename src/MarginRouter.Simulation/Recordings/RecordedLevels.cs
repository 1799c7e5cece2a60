using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Recordings;

/// <summary>Puts recorded prices and sizes on an instrument's grid; a price off the grid is refused, a size is cut to whole lots.</summary>
internal static class RecordedLevels
{
    /// <summary>Reads a list of [price, size, ...] arrays of texts.</summary>
    public static void AddPairs(List<LevelChange> target, Instrument instrument, BookSide side, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
            target.Add(Level(instrument, side, level[0].GetString() ?? "", level[1].GetString() ?? ""));
    }

    /// <summary>Reads a list of {price, qty} objects of numbers.</summary>
    public static void AddObjects(List<LevelChange> target, Instrument instrument, BookSide side, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
            target.Add(Level(instrument, side, level.GetProperty("price").GetRawText(), level.GetProperty("qty").GetRawText()));
    }

    private static LevelChange Level(Instrument instrument, BookSide side, string price, string quantity)
    {
        if (decimal.TryParse(price, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exactPrice)
            && decimal.TryParse(quantity, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exactQuantity)
            && instrument.TryPrice(exactPrice, out PriceTicks ticks)
            && exactQuantity >= 0)
            return new LevelChange(side, ticks, Lots(instrument, exactQuantity));
        throw new InvalidDataException($"{instrument.Symbol}: recorded level {price} x {quantity} is off the grid of {instrument.TickSize}");
    }

    // Orders older than a change of the lot size stand in recorded books with sizes between two lots. What can be traded of such a
    // level is its whole lots; a level of less than one lot shows one, so that it does not vanish.
    private static QuantityLots Lots(Instrument instrument, decimal quantity)
    {
        long whole = (long)decimal.Truncate(quantity / instrument.LotSize);
        return new QuantityLots(whole == 0 && quantity > 0 ? 1 : whole);
    }
}
