using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Binance.MarketData;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// Reads the margin figures of a USD-M account answer (/fapi/v3/account, and /fapi/v2/account where the positions have no notional). The
/// totals are in USDT in single-asset mode. The venue gives no ratio. Source: developers.binance.com, USD-M futures, account information.
/// </summary>
internal static class UsdmMarginReader
{
    private static readonly Asset Totals = new("USDT");

    /// <summary>The figures; one that is absent stays unknown.</summary>
    /// <param name="account">The venue's answer.</param>
    /// <param name="instruments">What is configured.</param>
    /// <param name="isolated">
    /// True for an account in isolated margin: what stands against its maintenance is then the margin of its positions, not the wallet.
    /// </param>
    public static VenueMargin Read(JsonElement account, InstrumentLookup instruments, bool isolated) => new(
        Totals,
        isolated ? IsolatedEquity(account) : Figure(account, "totalMarginBalance"),
        Figure(account, "totalPositionInitialMargin"),
        Figure(account, "totalMaintMargin"),
        Utilisation: null)
    {
        Marks = Marks(account, instruments),
    };

    /// <summary>The marks behind the figures: notional over amount is exact where the answer of the marks is of another moment.</summary>
    private static ImmutableArray<StatedMark> Marks(JsonElement account, InstrumentLookup instruments)
    {
        ImmutableArray<StatedMark>.Builder marks = ImmutableArray.CreateBuilder<StatedMark>();
        if (!account.TryGetProperty("positions", out JsonElement positions))
            return [];
        foreach (JsonElement position in positions.EnumerateArray())
        {
            if (instruments.Find(position.Text("symbol")) is not { } instrument)
                continue;
            decimal amount = position.Number("positionAmt") * instrument.Multiplier;
            if (amount != 0m && Figure(position, "notional") is decimal notional && notional / amount > 0m)
                marks.Add(new StatedMark(instrument.Id, notional / amount));
        }

        return marks.ToImmutable();
    }

    /// <summary>The margin of all isolated positions with their profit; null when one of them does not state it.</summary>
    private static decimal? IsolatedEquity(JsonElement account)
    {
        if (!account.TryGetProperty("positions", out JsonElement positions))
            return null;
        decimal? total = 0m;
        foreach (JsonElement position in positions.EnumerateArray())
            total += position.Number("positionAmt") == 0m ? 0m : Figure(position, "isolatedMargin");
        return total;
    }

    private static decimal? Figure(JsonElement parent, string name) => parent.TryGetProperty(name, out _) ? parent.Number(name) : null;
}
