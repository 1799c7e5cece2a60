using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Ledger;

/// <summary>
/// What a subaccount holds: the venue's last statement plus every fill that is later than it. Owned by the engine. Statements are the
/// truth; fills bridge the time to the next one and are booked again on top of it when it does not contain them yet.
/// </summary>
public sealed class AccountState
{
    private const int TradesRemembered = 4_096;

    private readonly ReferenceData reference;
    private readonly bool holdsSpotPositions;
    private readonly SortedDictionary<string, decimal> balances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AssetBalance> debts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PositionState> positions = [];
    private readonly SortedDictionary<string, decimal> fees = new(StringComparer.Ordinal);
    private readonly List<BookedFill> recent = [];
    private readonly List<AssetBalance> seenBalances = [];
    private readonly List<PositionSnapshot> seenPositions = [];
    private readonly TradeMemory trades = new(TradesRemembered);
    private AccountSnapshot? statement;
    private ImmutableArray<AssetBalance> balancesView = [];
    private ImmutableArray<PositionSnapshot> positionsView = [];
    private long viewVersion;

    /// <summary>Makes an account of which nothing is known.</summary>
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

    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    /// <summary>True once the venue has stated the account.</summary>
    public bool HasStatement => statement is not null;

    /// <summary>Venue time of the last statement; zero before the first.</summary>
    public Instant AsOf => statement?.AsOf ?? default;

    /// <summary>Wallet balances that are not zero or have a debt or a credit line stated with them, by asset code.</summary>
    public ImmutableArray<AssetBalance> Balances
    {
        get
        {
            View();
            return balancesView;
        }
    }

    /// <summary>Positions that are not flat and leverages that are known, by instrument id.</summary>
    public ImmutableArray<PositionSnapshot> Positions
    {
        get
        {
            View();
            return positionsView;
        }
    }

    /// <summary>Fees of all fills since the journal began, by asset code in ordinal order; positive is paid.</summary>
    public ImmutableArray<AssetBalance> FeesPaid =>
        [.. fees.Select(fee => new AssetBalance(new Asset(fee.Key), fee.Value))];

    /// <summary>Number of fills kept to be booked again on the next statement: those later than the last one.</summary>
    public int RecentFills => recent.Count;

    /// <summary>
    /// Takes a statement: the state becomes the statement plus every fill of ours that is later than it. False when a later statement
    /// is known already; nothing changes then. Leverages that the statement does not repeat stay as they were last stated.
    /// </summary>
    public bool ApplySnapshot(AccountSnapshot snapshot)
    {
        if (snapshot.Subaccount != Subaccount.Id)
            throw new ArgumentException($"statement of account {snapshot.Subaccount.Value} for {Subaccount.Id.Value}", nameof(snapshot));
        if (HasStatement && snapshot.AsOf < AsOf)
            return false;
        statement = snapshot;
        recent.RemoveAll(booked => booked.Fill.VenueTime <= snapshot.AsOf);
        Rebuild();
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
        Instrument instrument = reference[terms.Instrument];
        if (fill.Quantity.IsZero || fill.Price <= 0m)
            throw new InvalidOperationException($"{instrument.Symbol}: fill {fill.VenueTradeId} of {fill.Quantity.Value} lots at {fill.Price}");
        if (!trades.Add(new TradeKey(instrument.Id, terms.Id, fill.VenueTradeId)))
            return false;
        fees[fill.FeeAsset.Code] = fees.GetValueOrDefault(fill.FeeAsset.Code) + fill.Fee;
        Version++;
        if (HasStatement && fill.VenueTime <= AsOf)
            return true;
        Insert(new BookedFill(fill, instrument, terms.Side));
        return true;
    }

    /// <summary>
    /// Takes back a fill that was booked. While both are later than the statement the account is as if the fill had never been; once the
    /// statement contains the fill alone, the opposite movement at its price stands until one contains both. False when it was taken back before.
    /// </summary>
    /// <param name="terms">The child.</param>
    /// <param name="fill">The fill as it was booked.</param>
    /// <param name="venueTime">When the venue took it back; not before the fill.</param>
    public bool ReverseFill(ChildOrderTerms terms, Fill fill, Instant venueTime)
    {
        Instrument instrument = reference[terms.Instrument];
        if (!trades.Add(new TradeKey(instrument.Id, terms.Id, $"reversal of {fill.VenueTradeId}")))
            return false;
        Instant at = venueTime < fill.VenueTime ? fill.VenueTime : venueTime;
        fees[fill.FeeAsset.Code] = fees.GetValueOrDefault(fill.FeeAsset.Code) - fill.Fee;
        Version++;
        if (HasStatement && at <= AsOf)
            return true;
        Place(new BookedFill(fill with { VenueTime = at, Fee = -fill.Fee }, instrument, terms.Side.Opposite()) { Reversed = fill });
        if (HasStatement)
            Rebuild();
        return true;
    }

    private void Insert(BookedFill booked)
    {
        bool late = Place(booked);
        if (HasStatement && late)
            Rebuild();
        else if (HasStatement)
            Move(booked);
    }

    /// <summary>Puts a fill where the venue's order has it; true when later ones are there already.</summary>
    private bool Place(BookedFill booked)
    {
        Instant at = booked.Fill.VenueTime;
        bool late = recent.Count > 0 && at < recent[^1].Fill.VenueTime;
        recent.Insert(late ? recent.FindIndex(other => at < other.Fill.VenueTime) : recent.Count, booked);
        return late;
    }

    /// <summary>
    /// The statement, then the fills after it in the venue's order: average entries and realised profit depend on that order, so a
    /// fill that overtook an earlier one on the way here has them booked again.
    /// </summary>
    private void Rebuild()
    {
        balances.Clear();
        foreach (PositionState position in positions.Values)
            position.State(PositionLots.Flat, 0m, null, null, null);
        debts.Clear();
        foreach (AssetBalance balance in statement!.Balances)
        {
            balances[balance.Asset.Code] = balance.Quantity;
            debts[balance.Asset.Code] = balance;
        }

        foreach (PositionSnapshot stated in statement!.Positions)
            Position(reference[stated.Instrument]).State(stated.Quantity, stated.EntryPrice, stated.Leverage, stated.IsolatedMargin, stated.AdlRank);
        foreach (BookedFill booked in recent)
        {
            if (!IsPaired(booked))
                Move(booked);
        }
    }

    /// <summary>True for a fill and its reversal that are both later than the statement: together they are nothing.</summary>
    private bool IsPaired(BookedFill booked)
    {
        foreach (BookedFill other in recent)
        {
            if (ReferenceEquals(other.Fill, booked.Reversed) || ReferenceEquals(other.Reversed, booked.Fill))
                return true;
        }

        return false;
    }

    private void Move(BookedFill booked)
    {
        (Fill fill, Instrument instrument, Side side) = (booked.Fill, booked.Instrument, booked.Side);
        if (instrument.IsDerivative || holdsSpotPositions)
        {
            PositionState position = Position(instrument);
            decimal? aside = position.IsolatedMargin;
            decimal realised = position.Apply(side, fill.Quantity, fill.Price);
            Post(instrument.Settlement, realised - (position.IsolatedMargin - aside ?? 0m));
        }
        else
        {
            decimal bought = side.Sign() * fill.Quantity.Value * instrument.BasePerLot;
            Post(instrument.Base, bought);
            Post(instrument.Quote, -(bought * fill.Price));
        }

        Post(fill.FeeAsset, -fill.Fee);
    }

    private void Post(Asset asset, decimal amount) =>
        balances[asset.Code] = balances.GetValueOrDefault(asset.Code) + amount;

    private PositionState Position(Instrument instrument)
    {
        if (!positions.TryGetValue(instrument.Id.Value, out PositionState? position))
        {
            position = new PositionState(instrument);
            positions.Add(instrument.Id.Value, position);
        }

        return position;
    }

    private void View()
    {
        if (viewVersion == Version)
            return;
        viewVersion = Version;
        seenBalances.Clear();
        foreach ((string code, decimal quantity) in balances)
        {
            if (!debts.TryGetValue(code, out AssetBalance debt))
            {
                if (quantity != 0m)
                    seenBalances.Add(new AssetBalance(new Asset(code), quantity));
            }
            else if (quantity != 0m || debt != new AssetBalance(debt.Asset, debt.Quantity))
            {
                seenBalances.Add(debt with { Quantity = quantity, Borrowable = Borrowable(debt, quantity) });
            }
        }

        balancesView = [.. seenBalances];
        seenPositions.Clear();
        foreach ((_, PositionState position) in positions)
        {
            if (position.IsEmpty)
                continue;
            seenPositions.Add(new PositionSnapshot(position.Instrument.Id, position.Quantity, position.EntryPrice, position.Leverage)
            {
                IsolatedMargin = position.IsolatedMargin,
                AdlRank = position.AdlRank,
            });
        }

        positionsView = [.. seenPositions];
    }

    /// <summary>What fills have borrowed since the statement is no longer on offer; what they have paid back is, only once the venue says so.</summary>
    private static decimal? Borrowable(in AssetBalance stated, decimal balance) => stated.Borrowable is { } offered
        ? Math.Max(0m, offered - Math.Max(0m, Math.Max(0m, -balance) - Math.Max(0m, -stated.Quantity)))
        : null;
}
