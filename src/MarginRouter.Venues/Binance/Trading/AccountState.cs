using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// The account as the venue last stated it. A whole statement begins it; pushed changes carry absolute values of what changed and are merged
/// into it, so that every report is complete. Changes that come before the first statement wait for it.
/// </summary>
internal sealed class AccountState
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, decimal> balances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PositionSnapshot> positions = [];
    private readonly List<AccountStatement> early = [];
    private Instant asOf;
    private VenueMargin? margin;
    private bool known;
    private bool changed;

    /// <summary>The connection ended: the next statement begins anew.</summary>
    public void Forget()
    {
        lock (gate)
        {
            known = false;
            early.Clear();
        }
    }

    /// <summary>Takes a whole statement, unless it is older than what was pushed since; the account as it is then.</summary>
    public AccountStatement Replace(AccountStatement statement)
    {
        lock (gate)
        {
            changed = false;
            if (known && statement.AsOf < asOf)
                return Held();
            balances.Clear();
            positions.Clear();
            Take(statement);
            known = true;
            foreach (AccountStatement change in early)
            {
                if (change.AsOf > asOf)
                    Take(change);
            }

            early.Clear();
            return Held();
        }
    }

    /// <summary>Takes a pushed change; true when it asks for a report.</summary>
    public bool Merge(AccountStatement change)
    {
        lock (gate)
        {
            if (!known)
            {
                early.Add(change);
                return false;
            }

            if (change.AsOf < asOf)
                return false;
            Take(change);
            changed = true;
            return true;
        }
    }

    /// <summary>Takes a new leverage; true when it asks for a report.</summary>
    public bool Merge(LeverageChange change)
    {
        lock (gate)
        {
            if (!known)
                return false;
            PositionSnapshot old = positions.TryGetValue(change.Instrument.Value, out PositionSnapshot position)
                ? position
                : new PositionSnapshot(change.Instrument, default, 0m, null);
            positions[change.Instrument.Value] = old with { Leverage = change.Leverage };
            margin = null;
            changed = true;
            return true;
        }
    }

    /// <summary>The account, if something changed since it was last taken.</summary>
    public AccountStatement? TakeChanged()
    {
        lock (gate)
        {
            if (!known || !changed)
                return null;
            changed = false;
            return Held();
        }
    }

    private AccountStatement Held() => new(
        asOf, [.. balances.Select(balance => new AssetBalance(new Asset(balance.Key), balance.Value))], [.. positions.Values], margin);

    private void Take(AccountStatement statement)
    {
        asOf = statement.AsOf;

        // The figures are those of a whole statement: with a change on top they are of another moment.
        margin = statement.Margin;
        foreach (AssetBalance balance in statement.Balances)
            balances[balance.Asset.Code] = balance.Quantity;
        foreach (PositionSnapshot position in statement.Positions)
        {
            // A change repeats neither leverage nor rank. A rank is one of a side: a position that was closed or turned has none yet.
            PositionSnapshot old = positions.GetValueOrDefault(position.Instrument.Value);
            bool sameSide = old.Quantity.Value * Math.Sign(position.Quantity.Value) > 0;
            positions[position.Instrument.Value] = position with
            {
                Leverage = position.Leverage ?? old.Leverage,
                AdlRank = position.AdlRank ?? (sameSide ? old.AdlRank : null),
            };
        }
    }
}
