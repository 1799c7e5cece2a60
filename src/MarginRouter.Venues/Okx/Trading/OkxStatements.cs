using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.Trading;

/// <summary>
/// Reads an account: balance and positions are two answers, and so the positions are read before and after the balance until they agree; the
/// statement holds as of the balance's time. Isolated positions, hedge mode and positions in instruments that are not configured are refused:
/// their margin could not be reckoned.
/// </summary>
internal sealed class OkxStatements(OkxRest rest, InstrumentTable instruments)
{
    private const int Attempts = 4;
    private static readonly Asset Dollar = new("USD");
    private readonly Dictionary<string, decimal> leverages = new(StringComparer.Ordinal);
    private readonly bool hasDerivatives = instruments.All.Any(instrument => instrument.IsDerivative);

    /// <summary>Reads the account; throws <see cref="VenueProtocolException"/> when it does not come to rest or cannot be understood.</summary>
    public async Task<AccountStatement> ReadAsync(CancellationToken cancellation)
    {
        List<Row> before = await PositionsAsync(cancellation).ConfigureAwait(false);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            JsonElement balance = await rest.DemandOneAsync("/api/v5/account/balance", cancellation).ConfigureAwait(false);
            List<Row> after = await PositionsAsync(cancellation).ConfigureAwait(false);
            if (before.Select(row => (row.Symbol, row.Quantity)).SequenceEqual(after.Select(row => (row.Symbol, row.Quantity))))
                return await StatementAsync(balance, after, cancellation).ConfigureAwait(false);
            before = after;
        }

        throw new VenueProtocolException("positions changed at each reading of the account");
    }

    private async Task<AccountStatement> StatementAsync(JsonElement balance, List<Row> rows, CancellationToken cancellation)
    {
        List<AssetBalance> balances = [];
        foreach (JsonElement detail in JsonFigure.List(balance, "details"))
        {
            balances.Add(new AssetBalance(new Asset(JsonFigure.Text(detail, "ccy")), JsonFigure.Required(detail, "cashBal"))
            {
                Interest = JsonFigure.Read(detail, "interest") ?? 0m,
            });
        }

        await LearnLeveragesAsync(rows, cancellation).ConfigureAwait(false);

        // The venue's ratio is equity over requirement: 1 is liquidation in both forms.
        decimal? ratio = JsonFigure.Read(balance, "mgnRatio");
        VenueMargin margin = new(
            Dollar,
            JsonFigure.Read(balance, "adjEq") ?? (hasDerivatives ? JsonFigure.Read(balance, "totalEq") : null),
            JsonFigure.Read(balance, "imr"),
            JsonFigure.Read(balance, "mmr"),
            ratio is > 0m ? 1m / ratio : null)
        {
            Marks = [.. rows.Where(row => row.Mark > 0m).Select(row => new StatedMark(instruments.Find(row.Symbol)!.Id, row.Mark))],
        };
        return new AccountStatement(JsonFigure.Milliseconds(balance, "uTime"), balances, Positions(rows), margin);
    }

    private List<PositionSnapshot> Positions(List<Row> rows)
    {
        List<PositionSnapshot> positions = [];
        foreach (Instrument instrument in instruments.All.Where(instrument => instrument.IsDerivative))
        {
            Row row = rows.Find(row => row.Symbol == instrument.Symbol);
            decimal? leverage = leverages.TryGetValue(instrument.Symbol, out decimal known) ? known : null;
            positions.Add(new PositionSnapshot(instrument.Id, instruments.Position(instrument.Symbol, row.Quantity), row.EntryPrice, leverage) { AdlRank = row.Rank });
        }

        return positions;
    }

    /// <summary>Flat positions are not listed; their leverage is asked for, once.</summary>
    private async Task LearnLeveragesAsync(List<Row> rows, CancellationToken cancellation)
    {
        foreach (Row row in rows.Where(row => row.Leverage > 0m))
            leverages[row.Symbol] = row.Leverage;
        foreach (Instrument instrument in instruments.All.Where(instrument => instrument.IsDerivative && instrument.Kind != InstrumentKind.Option && !leverages.ContainsKey(instrument.Symbol)))
        {
            string path = $"/api/v5/account/leverage-info?instId={instrument.Symbol}&mgnMode=cross";
            foreach (JsonElement row in await rest.DemandAsync(path, cancellation).ConfigureAwait(false))
            {
                if (JsonFigure.Read(row, "lever") is { } leverage and > 0m)
                    leverages[instrument.Symbol] = leverage;
            }
        }
    }

    private async Task<List<Row>> PositionsAsync(CancellationToken cancellation)
    {
        if (!hasDerivatives)
            return [];
        IReadOnlyList<JsonElement> listed = await rest.DemandAsync("/api/v5/account/positions", cancellation).ConfigureAwait(false);
        return [.. listed.Select(Read).Where(row => row.Quantity != 0m)];
    }

    private Row Read(JsonElement position)
    {
        string symbol = JsonFigure.Text(position, "instId");
        decimal size = JsonFigure.Read(position, "pos") ?? 0m;
        if (size == 0m)
            return default;
        if (JsonFigure.Text(position, "posSide") != "net" || JsonFigure.Text(position, "mgnMode") != "cross")
            throw new VenueProtocolException($"{symbol}: only net positions in cross margin are supported");
        if (instruments.Find(symbol) is null)
            throw new VenueProtocolException($"the account holds {size} {symbol}, which is not a configured instrument");
        return new Row(
            symbol,
            size,
            JsonFigure.Required(position, "avgPx"),
            JsonFigure.Read(position, "lever") ?? 0m,
            JsonFigure.Read(position, "markPx") ?? 0m,
            Rank(position));
    }

    /// <summary>Six levels from 0, the safest, to 5 (adl).</summary>
    internal static AdlRank? Rank(JsonElement position) =>
        JsonFigure.Read(position, "adl") is { } stated ? RankFigure.Of(stated, 0m, 5m, "adl") : null;

    private readonly record struct Row(string Symbol, decimal Quantity, decimal EntryPrice, decimal Leverage, decimal Mark, AdlRank? Rank);
}
