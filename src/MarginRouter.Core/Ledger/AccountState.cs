using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Ledger;

/// <summary>
/// What a subaccount holds: the venue's last statement plus every fill that is later than it. Owned by the engine. Statements are the
/// truth; fills bridge the time to the next one and are re-applied when a statement does not contain them yet.
/// </summary>
public sealed class AccountState
{
    private readonly ReferenceData reference;
    private readonly bool holdsSpotPositions;
    private readonly SortedDictionary<string, decimal> balances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PositionSnapshot> positions = [];
    private readonly SortedDictionary<string, decimal> fees = new(StringComparer.Ordinal);
    private readonly List<BookedFill> recent = [];

    /// <summary>Makes a state without a statement.</summary>
    /// <param name="subaccount">Whose.</param>
    /// <param name="reference">Instruments.</param>
    /// <param name="holdsSpotPositions">True where the venue keeps margined spot trades as positions instead of moving balances.</param>
    public AccountState(Subaccount subaccount, ReferenceData reference, bool holdsSpotPositions)
    {
        Subaccount = subaccount;
        this.reference = reference;
        this.holdsSpotPositions = holdsSpotPositions;
    }

    /// <summary>Whose.</summary>
    public Subaccount Subaccount { get; }

    /// <summary>True once the venue has stated the account.</summary>
    public bool HasStatement { get; private set; }

    /// <summary>Venue time of the last statement.</summary>
    public Instant AsOf { get; private set; }

    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    /// <summary>Balances by asset code in ordinal order, assets at zero left out.</summary>
    public ImmutableArray<AssetBalance> Balances =>
        [.. balances.Where(entry => entry.Value != 0).Select(entry => new AssetBalance(new Asset(entry.Key), entry.Value))];

    /// <summary>Positions by instrument id; flat ones stay when the venue has stated their leverage.</summary>
    public ImmutableArray<PositionSnapshot> Positions =>
        [.. positions.Values.Where(position => !position.Quantity.IsFlat || position.Leverage is not null)];

    /// <summary>Fees of all fills since the journal began, by asset; positive is paid.</summary>
    public ImmutableArray<AssetBalance> FeesPaid => [.. fees.Select(entry => new AssetBalance(new Asset(entry.Key), entry.Value))];

    /// <summary>Takes a statement. One that is older than the last is ignored (false): the connection delivered it late.</summary>
    public bool ApplySnapshot(AccountSnapshot snapshot)
    {
        if (snapshot.Subaccount != Subaccount.Id)
            throw new ArgumentException($"statement of account {snapshot.Subaccount.Value} for {Subaccount.Id.Value}", nameof(snapshot));
        if (HasStatement && snapshot.AsOf < AsOf)
            return false;
        HasStatement = true;
        AsOf = snapshot.AsOf;
        balances.Clear();
        positions.Clear();
        foreach (AssetBalance balance in snapshot.Balances)
            balances[balance.Asset.Code] = balance.Quantity;
        foreach (PositionSnapshot position in snapshot.Positions)
            positions[position.Instrument.Value] = position;
        recent.RemoveAll(booked => booked.Fill.VenueTime <= AsOf);
        foreach (BookedFill booked in recent)
            Move(booked);
        Version++;
        return true;
    }

    /// <summary>
    /// Takes a fill. It moves balances and positions unless the last statement contains it; before the first statement it waits for it.
    /// A fill that is known already changes nothing (false).
    /// </summary>
    public bool ApplyFill(ChildOrderTerms terms, Fill fill)
    {
        if (terms.Subaccount != Subaccount.Id)
            throw new ArgumentException($"fill of account {terms.Subaccount.Value} for {Subaccount.Id.Value}", nameof(terms));
        foreach (BookedFill known in recent)
        {
            if (known.Terms.Instrument == terms.Instrument && known.Terms.Id == terms.Id && known.Fill.VenueTradeId == fill.VenueTradeId)
                return false;
        }

        Add(fees, fill.FeeAsset, fill.Fee);
        Version++;
        if (HasStatement && fill.VenueTime <= AsOf)
            return true;
        BookedFill booked = new(terms, fill);
        recent.Add(booked);
        if (HasStatement)
            Move(booked);
        return true;
    }

    private void Move(BookedFill booked)
    {
        Instrument instrument = reference[booked.Terms.Instrument];
        Fill fill = booked.Fill;
        Side side = booked.Terms.Side;
        if (instrument.IsDerivative || holdsSpotPositions)
        {
            MovePosition(instrument, side, fill);
        }
        else
        {
            decimal quantity = fill.Quantity.Value * instrument.BasePerLot;
            Add(balances, instrument.Base, side.Sign() * quantity);
            Add(balances, instrument.Quote, -side.Sign() * quantity * fill.Price);
        }

        Add(balances, fill.FeeAsset, -fill.Fee);
    }

    private void MovePosition(Instrument instrument, Side side, Fill fill)
    {
        PositionSnapshot before = positions.TryGetValue(instrument.Id.Value, out PositionSnapshot known)
            ? known
            : new PositionSnapshot(instrument.Id, PositionLots.Flat, 0m, null);
        PositionLots after = before.Quantity.After(side, fill.Quantity);
        bool adds = before.Quantity.IsFlat || Math.Sign(before.Quantity.Value) == side.Sign();
        if (!adds)
        {
            long closed = Math.Min(before.Quantity.Magnitude.Value, fill.Quantity.Value);
            decimal profit = (fill.Price - before.EntryPrice) * closed * instrument.BasePerLot * Math.Sign(before.Quantity.Value);
            Add(balances, instrument.Settlement, profit);
        }

        positions[instrument.Id.Value] = before with { Quantity = after, EntryPrice = Entry(before, after, adds, fill) };
    }

    private static decimal Entry(PositionSnapshot before, PositionLots after, bool adds, Fill fill)
    {
        if (after.IsFlat)
            return 0m;
        if (adds)
        {
            decimal held = before.Quantity.Magnitude.Value;
            return ((before.EntryPrice * held) + (fill.Price * fill.Quantity.Value)) / (held + fill.Quantity.Value);
        }

        bool flipped = Math.Sign(after.Value) != Math.Sign(before.Quantity.Value);
        return flipped ? fill.Price : before.EntryPrice;
    }

    private static void Add(SortedDictionary<string, decimal> totals, Asset asset, decimal amount)
    {
        totals.TryGetValue(asset.Code, out decimal before);
        totals[asset.Code] = before + amount;
    }

    private readonly record struct BookedFill(ChildOrderTerms Terms, Fill Fill);
}
