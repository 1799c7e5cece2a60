using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;
using MarginRouter.Gateway;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Demo;
using Spectre.Console;

namespace MarginRouter.Host.Explain;

/// <summary>Shows a decision as tables: the split, what was not taken and why, every account's margin, and what a blind sweep would have done.</summary>
internal sealed class DecisionPrinter(IAnsiConsole console, Firm firm)
{
    /// <summary>Prints one of so many attempts.</summary>
    public void Print(RouteDecision decision, int attempts)
    {
        string attempt = attempts > 1 ? $"attempt {decision.Slice.Attempt}: " : string.Empty;
        Product product = firm.Reference[decision.Slice.Product];
        console.WriteLine(
            $"{attempt}arrival price {Figure.Price(decision.ArrivalPrice)} {product.Pricing}; "
            + $"planned {Figure.Quantity(product.Quantity(decision.Planned))} of {Figure.Quantity(product.Quantity(decision.Slice.Quantity))} {product.Base}, "
            + $"expected cost {Figure.BasisPoints(decision.CostBasisPoints)} bp all in, "
            + $"at most {Figure.BasisPoints(decision.GapBasisPoints)} bp above the best");
        if (!decision.Children.IsEmpty)
            console.Write(ChildTable(decision, product));
        foreach (RouteChild child in decision.Children.Where(child => child.Cost.Fixed != 0m))
        {
            string symbol = firm.Reference[child.Terms.Instrument].Symbol;
            console.WriteLine($"  {AccountName(child.Terms.Subaccount)}: {Figure.Money(child.Cost.Fixed)} {product.Pricing} of its cost is the ticket of an order in {symbol} (fee or gas), whatever its size");
        }

        if (!decision.Rejected.IsEmpty)
            console.Write(RejectedTable(decision, product));
        console.Write(MarginTable(decision));
        PrintQueues(decision);
        foreach (AccountBreach breach in decision.Blocking)
            console.WriteLine($"  held back by {AccountName(breach.Subaccount)}: {RefusalText.Of([breach.Limit])}");
        if (decision.Transfers is not null)
            PrintTransfers(decision.Transfers, product);
        PrintBlind(decision, product);
    }

    private void PrintTransfers(TransferAdvice advice, Product product)
    {
        if (advice.Suggestion is { } one)
        {
            string more = one.More.IsZero ? string.Empty : $"fills {Figure.Quantity(product.Quantity(one.More))} {product.Base} more for {Figure.Money(one.MoreCost)} {product.Pricing} all in, ";
            console.WriteLine(
                $"  suggested transfer ({JsonSection.CamelCase(one.Kind.ToString())}): {Figure.Money(one.Amount)} {one.Asset} from {AccountName(one.From)} to {AccountName(one.To)}, "
                + $"about {one.ExpectedMilliseconds / 1000} s and at worst {one.WorstMilliseconds / 1000} s");
            console.WriteLine(
                $"    {more}saves {Figure.Money(one.Saving)} {product.Pricing} on what is filled now, costs {Figure.Money(one.Cost)} {product.Pricing}; "
                + $"{AccountName(one.From)} then stands at {Figure.Percent(one.DonorUtilisation)}; nothing is moved unless a person does");
        }

        foreach (RefusedTransfer refused in advice.Refused)
            console.WriteLine($"  no transfer of {refused.Asset} from {AccountName(refused.From)} to {AccountName(refused.To)}: {RefusalText.Of([refused.Reason])}");
    }

    /// <summary>What is said of deleveraging queues where their venue charges for them: each candidate that adds to a position.</summary>
    private void PrintQueues(RouteDecision decision)
    {
        RouteRequest slice = decision.Slice;
        foreach ((SubaccountId subaccount, InstrumentId id) in decision.Children.Select(child => (child.Terms.Subaccount, child.Terms.Instrument))
            .Concat(decision.Rejected.Select(rejected => (rejected.Subaccount, rejected.Instrument))).Distinct())
        {
            Instrument instrument = firm.Reference[id];
            if (AdlSurcharge.Of(slice, subaccount, instrument) is not { } queue || slice.Venues.All(venue => venue.Venue != instrument.Venue || venue.AdlRankBasisPoints == 0m))
                continue;
            string place = queue.Rank is { } rank ? $"stands at {rank.Stated} in the deleveraging queue ({rank.Safest} closed last, {rank.First} first)" : "has no rank stated";
            console.WriteLine($"  {AccountName(subaccount)} adds to {instrument.Symbol}, which {place}: {Figure.BasisPoints(queue.BasisPoints)} bp more");
        }
    }

    private Table ChildTable(RouteDecision decision, Product product)
    {
        Table table = new() { Title = new TableTitle("the split") };
        table.AddColumns("venue", "subaccount", $"{product.Base}", "limit", $"expected average {product.Pricing}", "cost bp", "of it fee bp");
        foreach (RouteChild child in decision.Children)
        {
            Instrument instrument = firm.Reference[child.Terms.Instrument];
            decimal value = decision.ArrivalPrice!.Value * product.Quantity(child.ProductQuantity);
            table.AddRow(
                VenueName(instrument, child.Terms.Quote),
                AccountName(child.Terms.Subaccount) + (child.Terms.ReduceOnly ? " (reduce-only)" : string.Empty),
                Figure.Quantity(product.Quantity(child.ProductQuantity)),
                $"{Figure.Price(instrument.Price(child.Terms.LimitPrice))} {instrument.Quote}",
                Figure.Price(child.AveragePrice),
                Figure.BasisPoints(child.CostBasisPoints),
                Figure.BasisPoints(child.Cost.Fee / value * 10_000m));
        }

        return table;
    }

    private Table RejectedTable(RouteDecision decision, Product product)
    {
        Table table = new() { Title = new TableTitle("not taken, or not further") };
        table.AddColumns("venue", "subaccount", $"got {product.Base}", "next unit bp", "the one reason");
        foreach (RejectedCandidate rejected in decision.Rejected)
        {
            Instrument instrument = firm.Reference[rejected.Instrument];
            table.AddRow(
                new Text(VenueName(instrument, rejected.Quote)),
                new Text(AccountName(rejected.Subaccount)),
                new Text(Figure.Quantity(product.Quantity(rejected.Taken))),
                new Text(Figure.BasisPoints(rejected.MarginalCostBasisPoints)),
                new Text(RefusalText.Of([rejected.Refusal])));
        }

        return table;
    }

    private Table MarginTable(RouteDecision decision)
    {
        Table table = new() { Title = new TableTitle("margin of every subaccount (utilisation: 100 % is liquidation)") };
        table.AddColumns("subaccount", "equity", "requirement before", "after", "utilisation before", "after", "worst on the way", "limit");
        foreach (AccountMargin margin in decision.Margins)
        {
            string currency = firm.Subaccounts[margin.Subaccount.Value].Reporting.Code;
            table.AddRow(
                AccountName(margin.Subaccount),
                $"{Figure.Money(margin.Before?.Equity)} {currency}",
                Figure.Money(margin.Before?.MaintenanceMargin),
                Figure.Money(margin.After?.MaintenanceMargin),
                Figure.Percent(margin.Before?.Utilisation),
                Figure.Percent(margin.After?.Utilisation),
                Figure.Percent(margin.WorstUtilisation),
                Figure.Percent(margin.UtilisationLimit));
        }

        return table;
    }

    private void PrintBlind(RouteDecision decision, Product product)
    {
        string broken = decision.Blind.Breaches.IsEmpty
            ? "no limit broken"
            : "breaks " + string.Join("; ", decision.Blind.Breaches.Select(breach => $"{AccountName(breach.Subaccount)} {RefusalText.Of([breach.Limit])}"));
        console.WriteLine(
            $"margin-blind sweep: {Figure.Quantity(product.Quantity(decision.Blind.Filled))} {product.Base} "
            + $"at {Figure.BasisPoints(decision.Blind.CostBasisPoints)} bp; {broken}");
    }

    /// <summary>Where a candidate trades: the venue, and the quote that it takes there instead of the book.</summary>
    private string VenueName(Instrument instrument, ChildQuote? quote)
    {
        string venue = firm.Reference[instrument.Venue].Name;
        return quote is null ? venue : $"{venue}, quote {quote.QuoteId} of {quote.Maker}{(quote.AllOrNothing ? " (all or nothing)" : string.Empty)}";
    }

    private string AccountName(SubaccountId id) => firm.Subaccounts[id.Value].Name;
}
