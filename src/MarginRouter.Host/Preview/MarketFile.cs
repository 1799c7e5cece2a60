using System.Text.Json;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Preview;

/// <summary>
/// Books, marks and account statements of one's own as the events that would have brought them: the members <c>books</c> (venue, symbol,
/// bids and asks of price and quantity, best first), <c>marks</c> (venue, symbol, price) and <c>accounts</c> (subaccount, balances,
/// positions). A venue with a book or an account counts as connected.
/// </summary>
internal sealed class MarketFile(Firm firm, Instant at)
{
    private const decimal Largest = 1_000_000_000_000_000m;
    private readonly ConfigurationErrors errors = new();
    private readonly HashSet<VenueId> venues = [];
    private readonly List<InboundEvent> events = [];

    /// <summary>Reads a file; throws <see cref="ConfigurationException"/> with every error.</summary>
    public IReadOnlyList<InboundEvent> Read(string name, byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            Read(new JsonSection(document.RootElement, name, errors));
        }
        catch (JsonException exception)
        {
            errors.Add(name, exception.Message);
        }

        if (!errors.IsEmpty)
            throw new ConfigurationException(errors.All);
        return [.. venues.Select(venue => new VenueConnectionChanged(venue, Connected: true, "preview")), .. events];
    }

    private void Read(JsonSection file)
    {
        foreach (JsonSection book in file.Sections("books"))
            ReadBook(book);
        foreach (JsonSection mark in file.OptionalSections("marks"))
        {
            if (FindInstrument(mark) is Instrument instrument)
                events.Add(new MarkPriceReceived(instrument.Id, mark.Number("price", 0m, Largest), at));
            mark.Close();
        }

        foreach (JsonSection account in file.Sections("accounts"))
            ReadAccount(account);
        file.Close();
    }

    private void ReadBook(JsonSection section)
    {
        Instrument? instrument = FindInstrument(section);
        BookLevel[] bids = Levels(section, "bids", instrument);
        BookLevel[] asks = Levels(section, "asks", instrument);
        section.Close();
        if (instrument is null)
            return;
        if (bids.Length > 0 && asks.Length > 0 && bids[0].Price >= asks[0].Price)
            errors.Add(section.Place, "the best bid is not below the best ask");
        BookImage image = new(instrument.Id, Math.Max(1, firm.BookDepth));
        image.Load(BookState.Live, 1, at, bids, asks);
        events.Add(new BookChanged(image));
        venues.Add(instrument.Venue);
    }

    private BookLevel[] Levels(JsonSection book, string side, Instrument? instrument)
    {
        List<BookLevel> levels = [];
        foreach (JsonSection level in book.Sections(side))
        {
            decimal price = level.Number("price", 0m, Largest);
            decimal quantity = level.Number("quantity", 0m, Largest);
            level.Close();
            if (instrument is null)
                continue;
            bool onGrid = instrument.TryPrice(price, out PriceTicks ticks) & instrument.TryQuantity(quantity, out QuantityLots lots);
            bool ordered = levels.Count == 0 || (side == "bids" ? ticks < levels[^1].Price : ticks > levels[^1].Price);
            if (!onGrid)
                errors.Add(level.Place, $"not on the grid of {instrument.Symbol}: tick {instrument.TickSize}, lot {instrument.LotSize}");
            else if (!ordered)
                errors.Add(level.Place, "levels stand best first, each price once");
            else
                levels.Add(new BookLevel(ticks, lots));
        }

        return [.. levels];
    }

    private void ReadAccount(JsonSection section)
    {
        string name = section.Text("subaccount");
        Subaccount? subaccount = firm.Subaccounts.FirstOrDefault(one => one.Name == name);
        if (subaccount is null && name.Length > 0)
            errors.Add($"{section.Place}.subaccount", $"'{name}' is not a subaccount of the configuration");
        List<AssetBalance> balances = [.. section.Sections("balances").Select(ReadBalance)];
        List<PositionSnapshot> positions = [.. section.OptionalSections("positions").Select(one => ReadPosition(one, subaccount)).OfType<PositionSnapshot>()];
        section.Close();
        if (subaccount is null)
            return;
        venues.Add(subaccount.Venue);
        events.Add(new AccountReported(new AccountSnapshot(subaccount.Id, at, [.. balances], [.. positions])));
    }

    private static AssetBalance ReadBalance(JsonSection section)
    {
        AssetBalance balance = new(new Asset(section.Text("asset")), section.Number("quantity", -Largest, Largest))
        {
            Borrowed = section.OptionalNumber("borrowed", 0m, Largest) ?? 0m,
            Interest = section.OptionalNumber("interest", 0m, Largest) ?? 0m,
            Borrowable = section.OptionalNumber("borrowable", 0m, Largest),
        };
        section.Close();
        return balance;
    }

    private PositionSnapshot? ReadPosition(JsonSection section, Subaccount? subaccount)
    {
        string symbol = section.Text("symbol");
        decimal quantity = section.Number("quantity", -Largest, Largest);
        decimal entry = section.OptionalNumber("entryPrice", 0m, Largest) ?? 0m;
        decimal? leverage = section.OptionalNumber("leverage", 0.01m, 1000m);
        AdlRank? rank = ReadRank(section);
        section.Close();
        if (subaccount is null)
            return null;
        Instrument? instrument = Find(subaccount.Venue, symbol);
        if (instrument is null)
            errors.Add($"{section.Place}.symbol", $"'{symbol}' is not an instrument of {firm.Reference[subaccount.Venue].Name}");
        else if (!instrument.TryPosition(quantity, out PositionLots lots))
            errors.Add($"{section.Place}.quantity", $"not a whole number of lots of {instrument.LotSize}");
        else if (!lots.IsFlat && entry == 0m)
            errors.Add($"{section.Place}.entryPrice", "a position has one");
        else
            return new PositionSnapshot(instrument.Id, lots, entry, leverage) { AdlRank = lots.IsFlat ? null : rank };
        return null;
    }

    private AdlRank? ReadRank(JsonSection position)
    {
        if (position.OptionalSection("adlRank") is not { } section)
            return null;
        (decimal stated, decimal safest, decimal first) =
            (section.Number("stated", -Largest, Largest), section.Number("safest", -Largest, Largest), section.Number("first", -Largest, Largest));
        section.Close();
        if (first > safest && stated >= safest && stated <= first)
            return new AdlRank(stated, safest, first);
        errors.Add($"{section.Place}.stated", $"{stated} is not on the scale from {safest} (closed last) to {first} (closed first)");
        return null;
    }

    private Instrument? FindInstrument(JsonSection section)
    {
        string name = section.Text("venue");
        string symbol = section.Text("symbol");
        Venue? venue = firm.Reference.Venues.FirstOrDefault(one => one.Name == name);
        Instrument? instrument = venue is null ? null : Find(venue.Id, symbol);
        if (instrument is null)
            errors.Add(section.Place, $"'{name}:{symbol}' is not an instrument of the configuration");
        return instrument;
    }

    private Instrument? Find(VenueId venue, string symbol) =>
        firm.Reference.Instruments.FirstOrDefault(instrument => instrument.Venue == venue && instrument.Symbol == symbol);
}
