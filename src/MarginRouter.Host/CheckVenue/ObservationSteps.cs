using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.CheckVenue;

/// <summary>Turns what an adapter delivered into the steps of a check.</summary>
internal sealed class ObservationSteps(VenueSettings venue, VenueObservation observation, TimeSpan patience)
{
    // Signed requests are refused by the strictest venues when clocks differ by a second; books that old are stale.
    private const double MostLag = 1000d;

    /// <summary>True when nothing is left to wait for.</summary>
    public bool AreSettled => observation.Connection is not null
        && venue.Instruments.All(instrument => observation.Book(instrument.Id) is not null && (!NeedsMark(instrument) || observation.Mark(instrument.Id) is not null))
        && venue.Accounts.All(account => observation.Statement(account.Subaccount) is not null);

    /// <summary>Every step that the adapter's run settles.</summary>
    public IEnumerable<VenueCheckStep> All() =>
    [
        .. venue.Instruments.Select(Book),
        .. venue.Instruments.Select(Mark),
        Clock(),
        .. venue.Accounts.Select(Statement),
        Orders(),
    ];

    private static bool NeedsMark(Instrument instrument) => instrument.Kind != InstrumentKind.Spot;

    private VenueCheckStep Book(Instrument instrument) => observation.Book(instrument.Id) is { } book
        ? Ok("book", instrument.Symbol, BookText(instrument, book.What), book.Milliseconds)
        : Missing("book", instrument.Symbol, "no complete book");

    private VenueCheckStep Mark(Instrument instrument)
    {
        if (observation.Mark(instrument.Id) is { } mark)
            return Ok("mark", instrument.Symbol, MarkText(instrument, mark.What), mark.Milliseconds);
        return NeedsMark(instrument)
            ? Missing("mark", instrument.Symbol, "no mark price")
            : new VenueCheckStep("mark", instrument.Symbol, VenueCheckOutcome.NotStated, "the venue stated no mark price; spot is valued by its book");
    }

    private VenueCheckStep Clock()
    {
        const string Name = "clock";
        if (observation.LeastLag is not double lag)
            return new VenueCheckStep(Name, venue.Venue.Name, VenueCheckOutcome.NotStated, "no book carried the venue's time");
        string text = string.Create(CultureInfo.InvariantCulture, $"from the venue's time of a book to its receipt at least {lag:0.0} ms");
        return Math.Abs(lag) <= MostLag
            ? Ok(Name, venue.Venue.Name, text, null)
            : new VenueCheckStep(Name, venue.Venue.Name, VenueCheckOutcome.Failed, $"{text}: set this machine's clock by NTP");
    }

    private VenueCheckStep Statement(VenueAccountSettings account) => observation.Statement(account.Subaccount) is { } statement
        ? Ok("statement", account.Name, StatementText(statement.What, observation.HasTables(account.Subaccount)), statement.Milliseconds)
        : Missing("statement", account.Name, "the venue stated no balances and positions");

    private VenueCheckStep Orders()
    {
        const string Name = "orders";
        if (venue.Accounts.IsEmpty)
            return new VenueCheckStep(Name, venue.Venue.Name, VenueCheckOutcome.Skipped, "no subaccount could log on");
        return observation.Connection is { } connection
            ? Ok(Name, venue.Venue.Name, $"{connection.What}; no order was sent", connection.Milliseconds)
            : Missing(Name, venue.Venue.Name, "market data, orders and statements were not all ready at once");
    }

    private VenueCheckStep Missing(string name, string subject, string what) => new(
        name, subject, VenueCheckOutcome.Failed, string.Create(CultureInfo.InvariantCulture, $"{what} within {patience.TotalSeconds:0.#} s"));

    private static VenueCheckStep Ok(string name, string subject, string detail, double? milliseconds) =>
        new(name, subject, VenueCheckOutcome.Ok, detail, milliseconds);

    private static string BookText(Instrument instrument, FirstBook book) => string.Create(
        CultureInfo.InvariantCulture,
        $"bid {Level(instrument, book.Bid)}, ask {Level(instrument, book.Ask)} {instrument.Quote.Code}; {book.BidLevels} and {book.AskLevels} levels");

    private static string Level(Instrument instrument, BookLevel level) => string.Create(
        CultureInfo.InvariantCulture, $"{instrument.Quantity(level.Quantity)} at {instrument.Price(level.Price)}");

    private static string MarkText(Instrument instrument, MarkPriceReceived mark) => string.Create(
        CultureInfo.InvariantCulture,
        $"{mark.Price} {instrument.Quote.Code}")
        + (mark.IndexPrice is decimal index ? string.Create(CultureInfo.InvariantCulture, $", index {index}") : "")
        + (mark.FundingRate is decimal rate ? string.Create(CultureInfo.InvariantCulture, $", next funding {rate * 100m} %") : "");

    private static string StatementText(AccountSnapshot statement, bool hasTables)
    {
        string equity = statement.Margin is { Equity: decimal stated } margin
            ? string.Create(CultureInfo.InvariantCulture, $", equity {stated} {margin.Asset.Code} by the venue")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{statement.Balances.Length} balances, {statement.Positions.Length} positions{equity}{(hasTables ? ", tier tables" : "")}");
    }
}
