using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>
/// Reads a full statement of one account over REST. The answers carry no time, so it is made exact from outside: the venue is asked for
/// its time before balances and positions are read, and afterwards for the trades. When none is later than that time, the statement
/// contains exactly the trades up to it; else it is read again.
/// </summary>
internal sealed class StatementReader(
    KrakenRest rest, KrakenAccountOptions account, IReadOnlyDictionary<string, PairRules> pairs, TimeProvider time)
{
    private const int Attempts = 4;

    // The venue's hosts stamp trades and answers by clocks of their own; a statement that is this much older is on the safe side.
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The statement. Throws <see cref="VenueProtocolException"/> when the account trades at every attempt.</summary>
    /// <param name="askVenueTime">Asks the venue for its time.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AccountSnapshot> ReadAsync(Func<CancellationToken, Task<Instant>> askVenueTime, CancellationToken cancellation)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            Instant before = await askVenueTime(cancellation).ConfigureAwait(false);
            Instant asOf = new(before.Nanoseconds - (ClockMargin.Ticks * 100));
            JsonElement balances = await rest.PrivateAsync("BalanceEx", [], cancellation).ConfigureAwait(false);
            JsonElement? positions = account.Margin ? await rest.PrivateAsync("OpenPositions", [], cancellation).ConfigureAwait(false) : null;
            JsonElement? margin = account.Margin ? await rest.PrivateAsync("TradeBalance", [], cancellation).ConfigureAwait(false) : null;
            List<TradeRecord> trades = await TradesSinceAsync(asOf, cancellation).ConfigureAwait(false);
            if (trades.Count == 0 || trades[^1].Time <= asOf)
            {
                return new AccountSnapshot(account.Subaccount, asOf, Balances(balances), positions is { } rows ? Positions(rows) : [])
                {
                    Margin = margin is { } figures ? TradeBalanceReader.Read(figures) : null,
                };
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }

        throw new VenueProtocolException("the account trades without a pause long enough for a statement");
    }

    /// <summary>Trades later than about a second before a time, oldest first; at most the newest page.</summary>
    public async Task<List<TradeRecord>> TradesSinceAsync(Instant from, CancellationToken cancellation)
    {
        long seconds = Math.Max(0, (from.Nanoseconds / 1_000_000_000) - 1);
        JsonElement result = await rest.PrivateAsync(
            "TradesHistory", [new("start", seconds.ToString(CultureInfo.InvariantCulture))], cancellation).ConfigureAwait(false);
        return TradeRecord.ReadAll(result);
    }

    private static decimal? Optional(JsonProperty row, string name) =>
        row.Value.TryGetProperty(name, out JsonElement value)
            ? value.ToNumber() ?? throw new VenueProtocolException($"Kraken: {name} of {row.Name} is no number")
            : null;

    /// <summary>
    /// Balances with their credit lines (docs.kraken.com, get extended balance): what is available is balance + credit - credit_used, so the
    /// used part is owed beside the balance. Accounts without a line state neither.
    /// </summary>
    private static ImmutableArray<AssetBalance> Balances(JsonElement rows)
    {
        SortedDictionary<string, AssetBalance> sums = new(StringComparer.Ordinal);
        foreach (JsonProperty row in rows.EnumerateObject())
        {
            string asset = AssetNames.Common(row.Name);
            AssetBalance sum = sums.TryGetValue(asset, out AssetBalance known) ? known : new AssetBalance(new Asset(asset), 0m);
            decimal used = Optional(row, "credit_used") ?? 0m;
            decimal? lent = Optional(row, "credit") is { } line ? Math.Max(0m, line - used) : null;
            sums[asset] = sum with
            {
                Quantity = sum.Quantity + row.Value.RequiredNumber("balance"),
                Borrowed = sum.Borrowed + used,
                Borrowable = lent is null ? sum.Borrowable : (sum.Borrowable ?? 0m) + lent,
            };
        }

        return [.. sums.Values];
    }

    /// <summary>One position per pair: the venue lists one per opening order, all on the same side.</summary>
    private ImmutableArray<PositionSnapshot> Positions(JsonElement rows)
    {
        SortedDictionary<int, OpenVolume> open = [];
        foreach (PairRules pair in pairs.Values)
        {
            if (pair.MaximumLeverage is { } leverage)
                open.TryAdd(pair.Instrument.Id.Value, new OpenVolume(pair.Instrument, Math.Min(leverage, account.MaximumLeverage)));
        }

        foreach (JsonProperty row in rows.EnumerateObject())
        {
            string name = row.Value.RequiredText("pair");
            if (!pairs.TryGetValue(name, out PairRules? pair) || !open.TryGetValue(pair.Instrument.Id.Value, out OpenVolume? volume))
                throw new VenueProtocolException($"Kraken: subaccount {account.Subaccount.Value} holds a position in {name}, which is not configured");
            volume.Add(row.Value);
        }

        return [.. open.Values.Select(volume => volume.Snapshot())];
    }
}
