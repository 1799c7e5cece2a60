using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Accounts;

/// <summary>
/// Makes pictures of accounts at the venue's marks. An asset is priced through the venue's own markets; a balance that no market prices
/// counts nowhere. Used under the venue's gate.
/// </summary>
/// <param name="rules">The venue's rules.</param>
/// <param name="clock">The venue's time, from which options age; null where nothing expires.</param>
internal sealed class MarginPictures(MarginRuleSet rules, MarketClock? clock)
{
    private static readonly VenueId Venue = new(0);
    private IReadOnlyDictionary<string, SimulatedMarket>? known;
    private ReferenceData? reference;

    /// <summary>The account now; where an order is given, with the leverage that it brings to a symbol without a position.</summary>
    public MarginPicture Of(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets, OrderTerms? order = null)
    {
        ReferenceData listed = Reference(markets);
        PriceVector prices = Prices(listed, markets);
        Subaccount subaccount = new(
            new SubaccountId(0), account.Name, Venue, rules.Name, rules.Reporting, 1m, [.. listed.Instruments.Select(instrument => instrument.Id)]);
        ImmutableArray<AssetBalance> balances =
        [
            .. AccountStatements.Balances(account)
                .Where(balance => prices.Assets.ContainsKey(balance.Asset))
                .Select(balance => new AssetBalance(new Asset(balance.Asset), balance.Quantity)
                {
                    Borrowed = balance.Borrowed,
                    Interest = balance.Interest,
                    Borrowable = balance.Borrowable,
                }),
        ];
        ImmutableArray<PositionSnapshot> positions = rules.Positions == PositionKeeping.None
            ? []
            : [.. listed.Instruments.Select(instrument => Held(account, instrument, order))];
        return new MarginPicture(listed, new MarginAccount(subaccount, 0, account.ChangedAt, balances, positions), prices)
        {
            Open = [.. account.OpenOrders.Select(open => Pending(listed, open))],
        };
    }

    /// <summary>
    /// An account that need not be there: its balances and positions as a what-if question gives them. Throws
    /// <see cref="ArgumentException"/> for a symbol that is not listed and a size off the grid.
    /// </summary>
    public MarginPicture Supposed(
        IEnumerable<AssetBalance> balances, IReadOnlyList<SupposedPosition> supposed, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        ReferenceData listed = Reference(markets);
        PriceVector prices = Prices(listed, markets);
        Subaccount subaccount = new(
            new SubaccountId(0), "supposed", Venue, rules.Name, rules.Reporting, 1m, [.. listed.Instruments.Select(instrument => instrument.Id)]);
        ImmutableArray<PositionSnapshot>.Builder positions = ImmutableArray.CreateBuilder<PositionSnapshot>();
        foreach (SupposedPosition position in supposed)
        {
            Instrument instrument = listed.Instruments.FirstOrDefault(one => one.Symbol == position.Symbol)
                ?? throw new ArgumentException($"{position.Symbol} is not listed", nameof(supposed));
            if (!instrument.TryPosition(position.Quantity, out PositionLots lots))
                throw new ArgumentException($"{position.Symbol}: {position.Quantity} is off the grid", nameof(supposed));
            decimal entry = position.EntryPrice ?? prices.Mark(instrument.Id)?.Value ?? 0m;
            positions.Add(new PositionSnapshot(instrument.Id, lots, entry, position.Leverage));
        }

        ImmutableArray<AssetBalance> priced = [.. balances.Where(balance => prices.Assets.ContainsKey(balance.Asset.Code)).OrderBy(balance => balance.Asset.Code, StringComparer.Ordinal)];
        return new MarginPicture(
            listed, new MarginAccount(subaccount, 0, default, priced, [.. positions.OrderBy(position => position.Instrument.Value)]), prices);
    }

    private static PendingFill Pending(ReferenceData listed, SimulatedOrder order)
    {
        Instrument instrument = listed.Instruments.First(one => one.Symbol == order.Symbol);
        return new PendingFill(
            instrument.Id, order.Terms.Side, new QuantityLots((long)(order.LeavesQuantity / instrument.LotSize)), order.Terms.LimitTicks);
    }

    private static PositionSnapshot Held(SimulatedAccount account, Instrument instrument, OrderTerms? order)
    {
        string symbol = instrument.Symbol;
        if (account.Positions.TryGetValue(symbol, out SimulatedPosition? held) && held.Quantity != 0m)
        {
            return instrument.TryPosition(held.Quantity, out PositionLots lots)
                ? new PositionSnapshot(instrument.Id, lots, held.EntryPrice, held.Leverage) { IsolatedMargin = account.IsIsolated ? held.IsolatedMargin : null }
                : throw new InvalidOperationException($"{symbol}: a position of {held.Quantity} is off the grid");
        }

        decimal leverage = order is not null && order.Instrument.Symbol == symbol ? order.Leverage : account.Leverage(symbol);
        return new PositionSnapshot(instrument.Id, PositionLots.Flat, 0m, leverage) { IsolatedMargin = account.IsIsolated ? 0m : null };
    }

    private ReferenceData Reference(IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        if (reference is not null && ReferenceEquals(known, markets) && reference.Instruments.All(one => one.TickSize == markets[one.Symbol].Instrument.TickSize))
            return reference;
        known = markets;
        reference = new ReferenceData(
            [new Venue(Venue, rules.Venue)],
            [.. markets.Values.Select((market, place) => market.Instrument with { Id = new InstrumentId(place), Venue = Venue })],
            []);
        return reference;
    }

    private PriceVector Prices(ReferenceData listed, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        assets[rules.Reporting.Code] = Marked(1m);
        ImmutableArray<decimal?> marks = [.. listed.Instruments.Select(instrument => markets[instrument.Symbol].MarkPrice)];

        // Twice, so that a quote asset which another market prices is known the second time.
        for (int round = 0; round < 2; round++)
        {
            foreach (Instrument instrument in listed.Instruments)
            {
                if (instrument.Kind != InstrumentKind.Option && marks[instrument.Id.Value] is { } mark && assets.TryGetValue(instrument.Quote.Code, out ValuationPrice quote))
                    assets.TryAdd(instrument.Base.Code, Marked(mark * quote.Value));
            }
        }

        return new PriceVector(
            [.. marks.Select(mark => mark is { } price ? Marked(price) : (ValuationPrice?)null)],
            [.. marks.Select(_ => (Core.Orders.Refusal?)null)],
            assets.ToImmutable())
        {
            AsOf = clock?.Now,
            Options = listed.Instruments
                .Where(instrument => markets[instrument.Symbol].ImpliedVolatility is not null)
                .ToImmutableSortedDictionary(
                    instrument => instrument.Id.Value,
                    instrument => new OptionQuote(markets[instrument.Symbol].ImpliedVolatility!.Value, markets[instrument.Symbol].ForwardPrice, default)),
        };
    }

    private static ValuationPrice Marked(decimal price) => new(price, default, PriceSource.VenueMark);
}
