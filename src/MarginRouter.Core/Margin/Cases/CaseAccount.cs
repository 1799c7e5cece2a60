using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>A margin case as reference data, an account and a price vector.</summary>
internal sealed class CaseAccount
{
    private CaseAccount(ReferenceData reference, MarginAccount account, PriceVector prices)
    {
        Reference = reference;
        Account = account;
        Prices = prices;
    }

    /// <summary>One instrument per position, in the order of the case.</summary>
    public ReferenceData Reference { get; }

    /// <summary>Balances and positions before the fills.</summary>
    public MarginAccount Account { get; }

    /// <summary>Marks, or entry prices where no mark is given, and asset prices.</summary>
    public PriceVector Prices { get; }

    public static CaseAccount Build(MarginCase margin)
    {
        Asset reporting = margin.Rules.Reporting;
        ReferenceData reference = new(
            [new Venue(new VenueId(0), margin.Rules.Venue)],
            [.. margin.Positions.Select((position, i) => Contract(margin, position, i))],
            []);
        Subaccount subaccount = new(
            new SubaccountId(0), "case", new VenueId(0), margin.Rules.Name, reporting, 1m, [.. reference.Instruments.Select(i => i.Id)]);
        MarginAccount account = new(
            subaccount,
            0,
            default,
            [.. margin.Balances
                .GroupBy(balance => balance.Asset)
                .Select(group => new AssetBalance(group.Key, group.Sum(balance => balance.Quantity)))
                .OrderBy(balance => balance.Asset.Code, StringComparer.Ordinal)],
            [.. margin.Positions.Select((position, i) => Held(reference.Instruments[i], position))]);
        return new CaseAccount(reference, account, Values(margin, reporting));
    }

    /// <summary>The instrument of a name; the reader has checked that there is one.</summary>
    public Instrument Find(string name) => Reference.Instruments.First(instrument => instrument.Symbol == name);

    /// <summary>The account when the fills are done: booked as the ledger books them.</summary>
    public MarginAccount After(ImmutableArray<CaseOrder> fills)
    {
        if (fills.IsEmpty)
            return Account;
        bool spotPositions = Account.Positions.Any(position => Reference[position.Instrument].Kind == InstrumentKind.Spot);
        AccountState state = new(Account.Subaccount, Reference, spotPositions);
        state.ApplySnapshot(new AccountSnapshot(Account.Subaccount.Id, default, Account.Balances, Account.Positions));
        for (int i = 0; i < fills.Length; i++)
        {
            Instrument instrument = Find(fills[i].Instrument);
            ChildOrderId id = new(new ParentOrderId(1), 1, i);
            QuantityLots lots = new((long)(fills[i].Quantity / instrument.LotSize));
            state.ApplyFill(
                new ChildOrderTerms(id, Account.Subaccount.Id, instrument.Id, fills[i].Side, lots, new PriceTicks(1), false),
                new Fill(id, "fill", lots, fills[i].Price, fills[i].Fee, Account.Subaccount.Reporting, new Instant(1)));
        }

        return Account with { Balances = state.Balances, Positions = state.Positions };
    }

    private static PriceVector Values(MarginCase margin, Asset reporting)
    {
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        foreach ((string code, decimal price) in margin.Prices)
            assets[code] = Stated(price);
        foreach (CaseBalance balance in margin.Balances)
        {
            if (balance.Price is { } price)
                assets[balance.Asset.Code] = Stated(price);
        }

        assets[reporting.Code] = Stated(1m);
        return new PriceVector(
            [.. margin.Positions.Select(Mark)],
            [.. margin.Positions.Select(_ => (Refusal?)null)],
            assets.ToImmutable());
    }

    private static ValuationPrice? Mark(CasePosition position) =>
        (position.Mark ?? (position.EntryPrice > 0m ? position.EntryPrice : null)) is { } price ? Stated(price) : null;

    private static ValuationPrice Stated(decimal price) => new(price, default, PriceSource.Configured);

    private static PositionSnapshot Held(Instrument instrument, CasePosition position) => new(
        instrument.Id,
        new PositionLots((long)(position.Quantity / instrument.LotSize)),
        position.EntryPrice,

        // Initial margin is then reported as unknown; everything else does not depend on it.
        position.Leverage ?? 1m);

    private static Instrument Contract(MarginCase margin, CasePosition position, int index)
    {
        bool inverse = position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;
        int scale = position.Quantity.Scale;
        foreach (CaseOrder order in margin.Orders.Concat(margin.Fills).Where(order => order.Instrument == position.Instrument))
            scale = Math.Max(scale, order.Quantity.Scale);
        return new Instrument
        {
            Id = new InstrumentId(index),
            Venue = new VenueId(0),
            Symbol = position.Instrument,
            Kind = position.Kind,
            Base = position.Underlying,
            Quote = margin.Rules.Reporting,
            Settlement = inverse ? position.Underlying : margin.Rules.Reporting,
            TickSize = 1m,
            LotSize = new decimal(1, 0, 0, false, (byte)scale),
            Multiplier = position.Multiplier,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(0m, 0m),
        };
    }
}
