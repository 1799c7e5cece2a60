using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>
/// Makes an instance of two tables. Books: a line per level, best first, with venue, instrument, price, quantity, taker_fee, lot and
/// optionally mark, min_quantity, min_notional. Accounts: a line per account and venue with account, venue, equity, utilisation_limit,
/// initial_rate and optionally maintenance_rate, min_liquidation_distance, margin_cost_rate, position, carry, fixed_cost, free_quantity,
/// borrow, max_quantity. What belongs to a venue or an account is said again on each of its lines, or left empty there.
/// </summary>
internal sealed class CsvInstance
{
    private readonly CsvParent parent;
    private readonly CsvTable books;
    private readonly CsvTable accounts;
    private readonly List<(string Id, int Instrument, List<int> Rows)> venues = [];
    private readonly List<(string Id, List<int> Rows)> owners = [];
    private readonly List<string> instruments = [];

    private CsvInstance(CsvParent parent)
    {
        this.parent = parent;
        books = new CsvTable(
            parent.Books.File, parent.Books.Text, ["venue", "instrument", "price", "quantity", "taker_fee", "lot"], ["mark", "min_quantity", "min_notional"]);
        accounts = new CsvTable(
            parent.Accounts.File,
            parent.Accounts.Text,
            ["account", "venue", "equity", "utilisation_limit", "initial_rate"],
            ["maintenance_rate", "min_liquidation_distance", "margin_cost_rate", "position", "carry", "fixed_cost", "free_quantity", "borrow", "max_quantity"]);
    }

    /// <summary>Reads; throws <see cref="FormatException"/> that names file, line and column.</summary>
    public static SplitInstance Read(CsvParent parent) => new CsvInstance(parent).Read();

    private SplitInstance Read()
    {
        if (parent.Quantity <= 0m)
            throw new FormatException($"the quantity {parent.Quantity} is not positive");
        GroupBooks();
        GroupAccounts();
        decimal reference = venues.Select(venue => books.Positive(venue.Rows[0], "price")).Aggregate((left, right) => parent.Side == Side.Buy ? Math.Min(left, right) : Math.Max(left, right));
        return new SplitInstance
        {
            Name = parent.Name,
            Side = parent.Side,
            Quantity = parent.Quantity,
            ReferencePrice = reference,
            MaximumChildren = parent.MaximumChildren,
            LimitPrice = parent.LimitPrice,
            Marks = [.. Enumerable.Range(0, instruments.Count).Select(instrument => Mark(instrument, reference))],
            IsParentAsset = [.. instruments.Select(_ => true)],
            Venues = [.. venues.Select(Venue)],
            Subaccounts = [.. owners.Select(Subaccount)],
            Routes = [.. owners.SelectMany((owner, index) => owner.Rows.Select(row => Route(row, index)))],
            Caps = [],
        };
    }

    private void GroupBooks()
    {
        for (int row = 0; row < books.Count; row++)
        {
            string id = books.Text(row, "venue");
            string instrument = books.Text(row, "instrument");
            if (!instruments.Contains(instrument))
                instruments.Add(instrument);
            int index = venues.FindIndex(venue => venue.Id == id);
            if (index < 0)
            {
                venues.Add((id, instruments.IndexOf(instrument), [row]));
                continue;
            }

            List<int> rows = venues[index].Rows;
            if (instruments[venues[index].Instrument] != instrument)
                throw books.Error(row, "instrument", $"{instrument} here and {instruments[venues[index].Instrument]} before");
            int worse = books.Positive(row, "price").CompareTo(books.Positive(rows[^1], "price")) * parent.Side.Sign();
            if (worse <= 0)
                throw books.Error(row, "price", "is no worse than the level before");
            foreach (string column in (string[])["taker_fee", "lot", "mark", "min_quantity", "min_notional"])
                books.RequireSame(row, rows[0], column);
            rows.Add(row);
        }
    }

    private void GroupAccounts()
    {
        for (int row = 0; row < accounts.Count; row++)
        {
            string id = accounts.Text(row, "account");
            int venue = VenueOf(row);
            int index = owners.FindIndex(owner => owner.Id == id);
            if (index < 0)
            {
                owners.Add((id, [row]));
                continue;
            }

            List<int> rows = owners[index].Rows;
            foreach (string column in (string[])["equity", "utilisation_limit", "min_liquidation_distance", "margin_cost_rate"])
                accounts.RequireSame(row, rows[0], column);
            foreach (int other in rows)
            {
                if (VenueOf(other) == venue)
                    throw accounts.Error(row, "venue", $"account {id} has {venues[venue].Id} twice");
                if (venues[VenueOf(other)].Instrument != venues[venue].Instrument)
                    continue;
                foreach (string column in (string[])["position", "initial_rate", "maintenance_rate"])
                    accounts.RequireSame(row, other, column);
            }

            rows.Add(row);
        }
    }

    private int VenueOf(int row)
    {
        string id = accounts.Text(row, "venue");
        int venue = venues.FindIndex(one => one.Id == id);
        return venue >= 0 ? venue : throw accounts.Error(row, "venue", $"{id} has no book");
    }

    private decimal Mark(int instrument, decimal reference)
    {
        foreach ((string _, int own, List<int> rows) in venues)
        {
            if (own == instrument && books.Optional(rows[0], "mark") is { } mark)
                return mark > 0m ? mark : throw books.Error(rows[0], "mark", "is not positive");
        }

        return reference;
    }

    private InstanceVenue Venue((string Id, int Instrument, List<int> Rows) venue) => new()
    {
        Id = venue.Id,
        Kind = InstanceVenueKind.Book,
        Instrument = venue.Instrument,
        LotSize = books.Positive(venue.Rows[0], "lot"),
        MinimumQuantity = books.Optional(venue.Rows[0], "min_quantity") ?? 0m,
        MinimumNotional = books.Optional(venue.Rows[0], "min_notional") ?? 0m,
        TakerFeeRate = books.Number(venue.Rows[0], "taker_fee"),
        Levels = [.. venue.Rows.Select(row => (books.Positive(row, "price"), books.Positive(row, "quantity")))],
    };

    private InstanceSubaccount Subaccount((string Id, List<int> Rows) owner)
    {
        int first = owner.Rows[0];
        return new InstanceSubaccount
        {
            Id = owner.Id,
            Equity = accounts.Number(first, "equity"),
            UtilisationLimit = accounts.Positive(first, "utilisation_limit"),
            MarginCostRate = accounts.Optional(first, "margin_cost_rate") ?? 0m,
            InitialRate = ByInstrument(owner.Rows, "initial_rate"),
            MaintenanceRate = ByInstrument(owner.Rows, "maintenance_rate"),
            ContingencyRate = [.. new decimal[instruments.Count]],
            Positions = ByInstrument(owner.Rows, "position"),
            MinimumLiquidationDistance = accounts.Optional(first, "min_liquidation_distance"),
        };
    }

    private ImmutableArray<decimal> ByInstrument(List<int> rows, string column)
    {
        var values = new decimal[instruments.Count];
        foreach (int row in rows)
            values[venues[VenueOf(row)].Instrument] = accounts.Optional(row, column) ?? values[venues[VenueOf(row)].Instrument];
        return [.. values];
    }

    private InstanceRoute Route(int row, int owner) => new(
        VenueOf(row),
        owner,
        accounts.Optional(row, "fixed_cost") ?? 0m,
        accounts.Optional(row, "carry") ?? 0m,
        accounts.Optional(row, "free_quantity") ?? 0m,
        accounts.Optional(row, "borrow") ?? 0m,
        accounts.Optional(row, "max_quantity"),
        EquityDragPerUnit: 0m);
}
