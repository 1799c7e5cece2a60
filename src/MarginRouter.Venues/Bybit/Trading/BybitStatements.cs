using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Trading;

/// <summary>
/// Reads a unified account: wallet and positions are two answers, and so the positions are read before and after the wallet until they agree;
/// nothing can have filled in between then, and the statement holds as of the wallet's time. Isolated accounts, hedge mode and positions in
/// instruments that are not configured are refused: their margin could not be reckoned.
/// </summary>
internal sealed class BybitStatements(BybitRest rest, InstrumentTable instruments)
{
    private const int Attempts = 4;
    private static readonly Asset Dollar = new("USD");
    private readonly Dictionary<string, decimal> leverages = new(StringComparer.Ordinal);

    /// <summary>Reads the account; throws <see cref="VenueProtocolException"/> when it does not come to rest or cannot be understood.</summary>
    public async Task<AccountStatement> ReadAsync(CancellationToken cancellation)
    {
        List<Row> before = await PositionsAsync(cancellation).ConfigureAwait(false);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            JsonElement answer = await rest.GetAsync("/v5/account/wallet-balance", "accountType=UNIFIED", cancellation).ConfigureAwait(false);
            if (JsonFigure.Whole(answer, "retCode") != 0)
                throw new VenueProtocolException($"wallet-balance: {answer.GetRawText()}");
            List<Row> after = await PositionsAsync(cancellation).ConfigureAwait(false);
            if (before.Select(row => (row.Symbol, row.Quantity)).SequenceEqual(after.Select(row => (row.Symbol, row.Quantity))))
                return await StatementAsync(answer, after, cancellation).ConfigureAwait(false);
            before = after;
        }

        throw new VenueProtocolException("positions changed at each reading of the account");
    }

    private async Task<AccountStatement> StatementAsync(JsonElement answer, List<Row> rows, CancellationToken cancellation)
    {
        JsonElement wallet = JsonFigure.List(JsonFigure.Member(answer, "result"), "list").FirstOrDefault();
        List<AssetBalance> balances = [];
        foreach (JsonElement coin in JsonFigure.List(wallet, "coin"))
        {
            balances.Add(new AssetBalance(new Asset(JsonFigure.Text(coin, "coin")), JsonFigure.Required(coin, "walletBalance"))
            {
                Borrowed = JsonFigure.Read(coin, "spotBorrow") ?? 0m,
                Interest = JsonFigure.Read(coin, "accruedInterest") ?? 0m,
            });
        }

        await LearnLeveragesAsync(rows, cancellation).ConfigureAwait(false);
        VenueMargin margin = new(
            Dollar,
            JsonFigure.Read(wallet, "totalMarginBalance"),
            JsonFigure.Read(wallet, "totalInitialMargin"),
            JsonFigure.Read(wallet, "totalMaintenanceMargin"),
            JsonFigure.Read(wallet, "accountMMRate"))
        {
            Marks = [.. rows.Where(row => row.Mark > 0m).Select(row => new StatedMark(instruments.Find(row.Symbol)!.Id, row.Mark))],
        };
        return new AccountStatement(JsonFigure.Milliseconds(answer, "time"), balances, Positions(rows), margin);
    }

    private List<PositionSnapshot> Positions(List<Row> rows)
    {
        List<PositionSnapshot> positions = [];
        foreach (Instrument instrument in instruments.All.Where(instrument => instrument.Kind != InstrumentKind.Spot))
        {
            Row row = rows.Find(row => row.Symbol == instrument.Symbol);
            decimal? leverage = leverages.TryGetValue(instrument.Symbol, out decimal known) ? known : null;
            positions.Add(new PositionSnapshot(instrument.Id, instruments.Position(instrument.Symbol, row.Quantity), row.EntryPrice, leverage) { AdlRank = row.Rank });
        }

        return positions;
    }

    /// <summary>The list by settlement asset leaves flat positions out; their leverage is asked for by symbol, once.</summary>
    private async Task LearnLeveragesAsync(List<Row> rows, CancellationToken cancellation)
    {
        foreach (Row row in rows.Where(row => row.Leverage > 0m))
            leverages[row.Symbol] = row.Leverage;
        foreach (Instrument instrument in instruments.All)
        {
            if (instrument.Kind is InstrumentKind.Spot or InstrumentKind.Option || leverages.ContainsKey(instrument.Symbol))
                continue;
            JsonElement listed = await rest.DemandAsync(
                "/v5/position/list", $"category={BybitWords.Category(instrument)}&symbol={instrument.Symbol}", cancellation).ConfigureAwait(false);
            foreach (JsonElement position in JsonFigure.List(listed, "list"))
            {
                if (JsonFigure.Read(position, "leverage") is { } leverage and > 0m)
                    leverages[instrument.Symbol] = leverage;
            }
        }
    }

    private async Task<List<Row>> PositionsAsync(CancellationToken cancellation)
    {
        List<Row> rows = [];
        IEnumerable<string> markets = instruments.All
            .Where(instrument => instrument.Kind != InstrumentKind.Spot)
            .Select(instrument => $"category={BybitWords.Category(instrument)}&{(instrument.Kind == InstrumentKind.Option ? $"baseCoin={instrument.Base}" : $"settleCoin={instrument.Settlement}")}").Distinct();
        foreach (string market in markets)
        {
            JsonElement listed = await rest.DemandAsync("/v5/position/list", $"{market}&limit=200", cancellation).ConfigureAwait(false);
            rows.AddRange(JsonFigure.List(listed, "list").Select(Read).Where(row => row.Quantity != 0m));
        }

        return rows;
    }

    private Row Read(JsonElement position)
    {
        string symbol = JsonFigure.Text(position, "symbol");
        decimal size = JsonFigure.Read(position, "size") ?? 0m;
        if (size == 0m)
            return default;
        if (JsonFigure.Whole(position, "positionIdx") != 0)
            throw new VenueProtocolException($"{symbol}: the account is in hedge mode, which is not supported");
        if (instruments.Find(symbol) is null)
            throw new VenueProtocolException($"the account holds {size} {symbol}, which is not a configured instrument");
        return new Row(
            symbol,
            JsonFigure.Text(position, "side") == "Sell" ? -size : size,
            JsonFigure.Required(position, "avgPrice"),
            JsonFigure.Read(position, "leverage") ?? 0m,
            JsonFigure.Read(position, "markPrice") ?? 0m,
            Rank(position));
    }

    /// <summary>Five lights, the fifth is closed first (adlRankIndicator); 0 stands for no rank.</summary>
    internal static AdlRank? Rank(JsonElement position) => JsonFigure.Read(position, "adlRankIndicator") is { } stated and not 0m
        ? RankFigure.Of(stated, 1m, 5m, "adlRankIndicator")
        : null;

    private readonly record struct Row(string Symbol, decimal Quantity, decimal EntryPrice, decimal Leverage, decimal Mark, AdlRank? Rank);
}
