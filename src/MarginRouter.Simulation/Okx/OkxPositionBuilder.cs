using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Okx;

/// <summary>
/// POST /api/v5/account/position-builder (okx.com/docs-v5, trading account): margin of positions and assets that need not be held, in the
/// multi-currency and portfolio modes. Real holdings are counted too when the request says so, and virtual assets then are not.
/// </summary>
internal sealed class OkxPositionBuilder(SimulatedExchange exchange, RuleSetMargin? margin)
{
    private const int MultiCurrency = 3;
    private const int Portfolio = 4;

    /// <summary>acctLv of the accounts here: 1 spot, 2 futures, 3 multi-currency, 4 portfolio.</summary>
    public int AccountLevel => margin switch
    {
        null => 1,
        { Rules.Scenario: not null } => Portfolio,
        { Rules.Book.PerSettlement: true } => 2,
        _ => MultiCurrency,
    };

    /// <summary>Answers a request.</summary>
    public StreamAnswer Answer(JsonElement request, SimulatedAccount account)
    {
        if (margin is null || AccountLevel is not (MultiCurrency or Portfolio) || Text(request, "acctLv") != AccountLevel.ToString(CultureInfo.InvariantCulture))
            return OkxJson.Failure("51010", "Request unsupported under current account mode");
        bool real = !request.TryGetProperty("inclRealPosAndEq", out JsonElement flag) || flag.ValueKind == JsonValueKind.True;
        List<SupposedPosition> positions = [];
        List<AssetBalance> balances = [];
        try
        {
            positions.AddRange(Rows(request, "simPos").Select(Position));
            balances.AddRange(real
                ? account.Balances.Select(balance => new AssetBalance(new Asset(balance.Key), balance.Value))
                : Rows(request, "simAsset").Select(row => new AssetBalance(new Asset(Text(row, "ccy")), Number(row, "amt") ?? throw new FormatException("amt"))));
            if (real)
            {
                positions.AddRange(account.Positions.Values.Where(held => held.Quantity != 0m)
                    .Select(held => new SupposedPosition(held.Instrument.Symbol, held.Quantity, held.EntryPrice, held.Leverage)));
            }

            MarginAssessment? found = margin.Suppose(balances, [.. positions.GroupBy(position => position.Symbol).Select(Together)], exchange.Markets, out (MarginPicture Picture, Refusal? Missing) supposed);
            return found is null ? OkxJson.Failure("51000", supposed.Missing!.ToString()) : OkxJson.Success([Row(found, supposed.Picture)]);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            return OkxJson.Failure("51000", $"Parameter error: {fault.Message}");
        }
    }

    private string Row(MarginAssessment found, MarginPicture picture)
    {
        decimal due = found.LiquidationRequirement ?? found.MaintenanceMargin;
        string ratio = due > 0m ? StreamText.Of(decimal.Round(found.Equity / due, 12)) : "";
        string held = string.Join(',', picture.Account.Positions.Select(position => Held(picture, position)));
        string positions = AccountLevel == MultiCurrency ? held : "";
        string units = AccountLevel == Portfolio ? $$"""{"riskUnit":"ALL","portfolios":[{{held}}]}""" : "";
        return $$"""{"acctLever":"","assets":[],"borrowMmr":"0","derivMmr":"{{StreamText.Of(found.MaintenanceMargin)}}","eq":"{{StreamText.Of(found.Equity)}}","marginRatio":"{{ratio}}","positions":[{{positions}}],"riskUnitData":[{{units}}],"totalImr":"{{StreamText.Of(found.InitialMargin)}}","totalMmr":"{{StreamText.Of(found.MaintenanceMargin)}}","ts":"{{exchange.Clock.Now.ToMilliseconds()}}","upl":"{{StreamText.Of(picture.UnrealisedProfit())}}"}""";
    }

    private static string Held(MarginPicture picture, PositionSnapshot position)
    {
        Instrument instrument = picture.Reference[position.Instrument];
        return $$"""{"instId":"{{instrument.Symbol}}","instType":"SWAP","amt":"{{StreamText.Of(position.Quantity.Value * instrument.LotSize)}}","posSide":"net","avgPx":"{{StreamText.Of(position.EntryPrice)}}","markPx":"{{StreamText.Of(picture.Prices.Mark(instrument.Id)?.Value ?? 0m)}}","isRealPos":false}""";
    }

    private SupposedPosition Position(JsonElement row) =>
        new(Text(row, "instId"), Number(row, "pos") ?? throw new FormatException("pos"), Number(row, "avgPx"), Number(row, "lever") ?? (AccountLevel == MultiCurrency ? 1m : null));

    /// <summary>A real and a virtual position of one instrument are one.</summary>
    private static SupposedPosition Together(IEnumerable<SupposedPosition> positions)
    {
        SupposedPosition first = positions.First();
        decimal quantity = positions.Sum(position => position.Quantity);
        return positions.Count() == 1 || quantity == 0m || positions.Any(position => position.EntryPrice is null)
            ? first with { Quantity = quantity }
            : first with { Quantity = quantity, EntryPrice = positions.Sum(position => position.Quantity * position.EntryPrice!.Value) / quantity };
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement request, string name) =>
        request.TryGetProperty(name, out JsonElement rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : default;

    private static decimal? Number(JsonElement row, string name) => Text(row, name) is { Length: > 0 } text
        ? decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : throw new FormatException(name)
        : null;

    private static string Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
