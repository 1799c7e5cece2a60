using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>One leg of a quote as its maker states it.</summary>
/// <param name="Category">category.</param>
/// <param name="Symbol">symbol.</param>
/// <param name="Price">price; null when there is none.</param>
/// <param name="Quantity">qty; null when there is none.</param>
internal readonly record struct BybitQuoteLeg(string Category, string Symbol, decimal? Price, decimal? Quantity)
{
    /// <summary>Reads one.</summary>
    public static BybitQuoteLeg Read(JsonElement leg) => new(
        JsonFigure.TextOrEmpty(leg, "category"), JsonFigure.TextOrEmpty(leg, "symbol"), JsonFigure.Read(leg, "price"), JsonFigure.Read(leg, "qty"));
}
