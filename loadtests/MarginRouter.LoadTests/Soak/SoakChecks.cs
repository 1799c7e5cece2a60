using System.Globalization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Demo;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.LoadTests.Soak;

/// <summary>What must hold once everything is quiet: books, children and accounts are the venues' own.</summary>
internal sealed class SoakChecks(DemoWorld world, RouterConfiguration configuration, SoakObserver observer)
{
    /// <summary>A price learnt from a status answer is an average that the venue has rounded.</summary>
    private const decimal Cents = 0.05m;

    private readonly List<string> lines = [];

    /// <summary>What was compared.</summary>
    public IReadOnlyList<string> Lines => lines;

    /// <summary>The first book of the router that is not its venue's, or null.</summary>
    public string? BooksDiffer()
    {
        foreach (VenueSettings venue in configuration.Venues)
        {
            if (venue.Protocol == VenueProtocol.Amm)
            {
                if (!observer.Shows(venue.Instruments[0], (bids, asks) => SoakPool.Agrees(world.Chain!.Chain, venue.Instruments[0], bids, asks)))
                    return $"the book of {venue.Venue.Name} is not its pool's";
                continue;
            }

            foreach (Instrument instrument in venue.Instruments)
            {
                BookCopy book = world.Exchanges[venue.Venue.Name].Market(instrument.Symbol).Copy();
                if (!observer.Shows(instrument, book))
                    return $"the book of {venue.Venue.Name}:{instrument.Symbol} is not the venue's";
            }
        }

        return null;
    }

    /// <summary>The first account whose last statement is not its venue's, or null.</summary>
    public string? StatementsDiffer()
    {
        foreach (Subaccount subaccount in configuration.Firm.Subaccounts)
        {
            if (observer.Statement(subaccount.Id) is not { } reported)
                return $"{subaccount.Name}: no statement";
            if (Difference(subaccount, code => reported.Balances.FirstOrDefault(own => own.Asset.Code == code).Quantity, id => reported.Positions.FirstOrDefault(own => own.Instrument == id).Quantity) is { } what)
                return what;
        }

        return null;
    }

    /// <summary>What is wrong in an engine that has stopped: children that are open, doubled or other than the venue's, a ledger that is not the venue's.</summary>
    public IEnumerable<string> Engine(RouterEngine engine)
    {
        ChildOrder[] children = [.. engine.Parents.SelectMany(parent => parent.Children)];
        foreach (ChildOrder open in children.Where(child => !ChildTransitions.IsFinal(child.Status)))
            yield return $"child {open.Terms.Id} is {open.Status}";
        foreach (Subaccount subaccount in configuration.Firm.Subaccounts)
        {
            if (IsPool(subaccount))
            {
                lines.Add($"{subaccount.Name}: {world.Chain!.Chain.Received.Count} transactions arrived, {children.Count(child => child.Terms.Subaccount == subaccount.Id)} children, {children.Count(child => child.Terms.Subaccount == subaccount.Id && !child.Filled.IsZero)} traded");
                if (SoakPool.Difference(world.Chain.Chain, code => engine.Ledger[subaccount.Id].Balances.FirstOrDefault(own => own.Asset.Code == code).Quantity) is { } coins)
                    yield return $"ledger: {subaccount.Name}: {coins}";
                continue;
            }

            SimulatedExchange exchange = Exchange(subaccount);
            SimulatedAccount account = exchange.Account(subaccount.Name);
            foreach (IGrouping<string, OrderReception> twice in exchange.Receptions().GroupBy(reception => $"{reception.Account} {reception.Request.ClientOrderId}").Where(group => group.Count() > 1))
                yield return $"{twice.Key} arrived {twice.Count()} times";
            string[] ours = [.. children.Where(child => child.Terms.Subaccount == subaccount.Id && !child.Filled.IsZero).Select(Traded).Order(StringComparer.Ordinal)];
            string[] theirs = [.. exchange.Orders(account).Where(order => order.CumulativeQuantity > 0m).Select(Traded).Order(StringComparer.Ordinal)];
            lines.Add($"{subaccount.Name}: {exchange.Receptions().Length} orders arrived, {theirs.Length} traded, {children.Count(child => child.Terms.Subaccount == subaccount.Id)} children, {ours.Length} traded");
            string[] lost = [.. theirs.Except(ours, StringComparer.Ordinal)];
            string[] made = [.. ours.Except(theirs, StringComparer.Ordinal)];
            if (ours.Length != theirs.Length || lost.Length > 0 || made.Length > 0)
                yield return $"{subaccount.Name}: traded at the venue and not here: {string.Join("; ", lost)}; here and not there: {string.Join("; ", made)}";
            if (engine.Ledger.Reservations(subaccount.Id) is { Count: > 0 } held)
                yield return $"{subaccount.Name}: reserved for {string.Join(", ", held.Select(child => child.Terms.Id))}";
            AccountState state = engine.Ledger[subaccount.Id];
            if (Difference(subaccount, code => state.Balances.FirstOrDefault(own => own.Asset.Code == code).Quantity, id => state.Positions.FirstOrDefault(own => own.Instrument == id).Quantity) is { } what)
                yield return $"ledger: {what}";
        }
    }

    private bool IsPool(Subaccount subaccount) =>
        configuration.Venues.Single(venue => venue.Venue.Id == subaccount.Venue).Protocol == VenueProtocol.Amm;

    private string? Difference(Subaccount subaccount, Func<string, decimal> balanceOf, Func<InstrumentId, PositionLots> positionOf)
    {
        if (IsPool(subaccount))
            return SoakPool.Difference(world.Chain!.Chain, balanceOf) is { } coins ? $"{subaccount.Name}: {coins}" : null;
        SimulatedExchange exchange = Exchange(subaccount);
        AccountStatement statement = exchange.Statement(exchange.Account(subaccount.Name));
        foreach (StatementBalance balance in statement.Balances)
        {
            decimal own = balanceOf(balance.Asset);
            if (Math.Abs(own - balance.Quantity) > (balance.Asset == "BTC" ? 0m : Cents))
                return string.Create(CultureInfo.InvariantCulture, $"{subaccount.Name}: {own} {balance.Asset}, the venue has {balance.Quantity}");
        }

        foreach (StatementPosition position in statement.Positions)
        {
            Instrument instrument = position.Position.Instrument;
            decimal own = positionOf(instrument.Id).Value * instrument.LotSize;
            if (own != position.Quantity)
                return string.Create(CultureInfo.InvariantCulture, $"{subaccount.Name}: position {own} {instrument.Symbol}, the venue has {position.Quantity}");
        }

        return null;
    }

    private SimulatedExchange Exchange(Subaccount subaccount) => world.Exchanges[configuration.Firm.Reference.Venues[subaccount.Venue.Value].Name];

    private string Traded(ChildOrder child)
    {
        Instrument instrument = configuration.Firm.Reference.Instruments[child.Terms.Instrument.Value];
        return string.Create(CultureInfo.InvariantCulture, $"{instrument.Symbol} {child.Terms.Side} {instrument.Quantity(child.Filled):0.########} of {instrument.Quantity(child.Terms.Quantity):0.########} at {instrument.Price(child.Terms.LimitPrice):0.########}");
    }

    private static string Traded(SimulatedOrder order) =>
        string.Create(CultureInfo.InvariantCulture, $"{order.Symbol} {order.Terms.Request.Side} {order.CumulativeQuantity:0.########} of {order.Terms.Quantity:0.########} at {order.Terms.Price:0.########}");
}
