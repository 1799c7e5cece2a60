using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>
/// The balances channel of one account on top of a full statement (docs.kraken.com, spot-websocket-v2, balances). An exchange is two
/// entries of one trade; between them the account looks richer than it is, so nothing is stated until both are in.
/// </summary>
internal sealed class BalanceStream(SubaccountId subaccount, TradeTimes trades)
{
    // Entries that a statement, read meanwhile, may not contain yet. The oldest go first; a statement comes every few seconds.
    private const int Kept = 512;

    private readonly SortedDictionary<string, AssetBalance> balances = new(StringComparer.Ordinal);
    private readonly Queue<BalanceEntry> recent = new();
    private readonly HashSet<string> halves = new(StringComparer.Ordinal);
    private Instant asOf;
    private bool based;

    /// <summary>Takes a full statement; entries after it are applied to it.</summary>
    public void Rebase(AccountSnapshot statement)
    {
        balances.Clear();
        halves.Clear();
        asOf = statement.AsOf;
        based = true;
        foreach (AssetBalance balance in statement.Balances)
            balances[balance.Asset.Code] = balance;
        foreach (BalanceEntry entry in recent)
            Apply(entry);
    }

    /// <summary>
    /// Takes the entries of an update frame. Returns a statement when they leave the account whole and newer than the last statement.
    /// </summary>
    public AccountSnapshot? Take(JsonElement frame)
    {
        bool changed = false;
        foreach (JsonElement entry in frame.GetProperty("data").EnumerateArray())
        {
            BalanceEntry read = Read(entry);
            recent.Enqueue(read);
            if (recent.Count > Kept)
                recent.Dequeue();
            changed |= based && Apply(read);
        }

        return changed && halves.Count == 0 ? State() : null;
    }

    private AccountSnapshot State() => new(
        subaccount,
        asOf,
        [.. balances.Values],
        ImmutableArray<PositionSnapshot>.Empty);

    private bool Apply(in BalanceEntry entry)
    {
        // The second half of a trade carries the time of the first, so that time alone does not tell whether it is in.
        bool secondHalf = entry.Trade is not null && halves.Remove(entry.Trade);
        if (!secondHalf && entry.At <= asOf)
            return false;
        if (entry.Trade is not null && !secondHalf)
            halves.Add(entry.Trade);

        // The channel tells the balance alone; credit lines and what is used of them stand as last stated.
        AssetBalance known = balances.TryGetValue(entry.Asset.Code, out AssetBalance stated) ? stated : new AssetBalance(entry.Asset, 0m);
        balances[entry.Asset.Code] = known with { Quantity = entry.Balance };
        if (entry.At > asOf)
            asOf = entry.At;
        return true;
    }

    private BalanceEntry Read(JsonElement entry)
    {
        string? reference = entry.Text("ref_id");
        bool isTrade = entry.Text("type") == "trade" && reference is not null;
        Instant at = (reference is null ? null : trades.Of(reference)) ?? entry.RequiredTime("timestamp");
        return new BalanceEntry(
            new Asset(AssetNames.Common(entry.RequiredText("asset"))),
            entry.RequiredNumber("balance"),
            at,
            isTrade ? reference : null);
    }
}
