using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>Reads an instance. The first thing that is missing or impossible ends it with a <see cref="FormatException"/> that names the place.</summary>
internal sealed class InstanceReader
{
    private readonly JsonElement root;
    private readonly Dictionary<string, int> instruments = new(StringComparer.Ordinal);
    private readonly List<string> assets = [];
    private readonly Dictionary<string, int> venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> subaccounts = new(StringComparer.Ordinal);

    private InstanceReader(JsonElement root) => this.root = root;

    /// <summary>Reads one document.</summary>
    public static SplitInstance Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new InstanceReader(document.RootElement).Read();
        }
        catch (JsonException exception)
        {
            throw new FormatException($"not JSON: {exception.Message}", exception);
        }
    }

    private SplitInstance Read()
    {
        JsonElement parent = Member(root, "parent");
        string asset = Text(parent, "asset");
        var marks = ImmutableArray.CreateBuilder<decimal>();
        foreach (JsonElement instrument in Items(root, "instruments"))
        {
            Require(instruments.TryAdd(Text(instrument, "id"), instruments.Count), $"instrument {Text(instrument, "id")} stands twice");
            assets.Add(Text(instrument, "asset"));
            marks.Add(Positive(instrument, "mark"));
        }

        ImmutableArray<InstanceVenue> readVenues = [.. Items(root, "venues").Select(ReadVenue)];
        ImmutableArray<InstanceSubaccount> readSubaccounts = [.. Items(root, "subaccounts").Select(ReadSubaccount)];
        return new SplitInstance
        {
            Name = Text(root, "name"),
            Side = ReadSide(parent),
            Quantity = Positive(parent, "quantity"),
            ReferencePrice = Positive(parent, "reference_price"),
            MaximumChildren = Optional(parent, "max_children") is { } most ? decimal.ToInt32(most) : null,
            LimitPrice = Optional(parent, "limit_price"),
            Marks = marks.ToImmutable(),
            IsParentAsset = [.. assets.Select(one => one == asset)],
            Venues = readVenues,
            Subaccounts = readSubaccounts,
            Routes = [.. Items(root, "routes").Select(ReadRoute)],
            Caps = [.. Items(root, "caps").Select(ReadCap)],
        };
    }

    private static Side ReadSide(JsonElement parent)
    {
        string side = Text(parent, "side");
        Require(side is "buy" or "sell", $"side {side} is neither buy nor sell");
        return side == "buy" ? Side.Buy : Side.Sell;
    }

    private InstanceVenue ReadVenue(JsonElement venue)
    {
        string id = Text(venue, "id");
        Require(venues.TryAdd(id, venues.Count), $"venue {id} stands twice");
        var common = new InstanceVenue
        {
            Id = id,
            Kind = InstanceVenueKind.Book,
            Instrument = Index(instruments, Text(venue, "instrument"), "instrument"),
            LotSize = Positive(venue, "lot_size"),
            MinimumQuantity = Optional(venue, "min_qty") ?? 0m,
            MinimumNotional = Optional(venue, "min_notional") ?? 0m,
            TakerFeeRate = Optional(venue, "taker_fee_rate") ?? 0m,
        };
        switch (Text(venue, "type"))
        {
            case "clob":
                return common with { Levels = [.. Items(venue, "levels").Select(level => (level[0].GetDecimal(), level[1].GetDecimal()))] };
            case "amm_cpmm":
                return common with
                {
                    Kind = InstanceVenueKind.Pool,
                    PoolFeeRate = Number(venue, "pool_fee_rate"),
                    ReserveBase = Positive(venue, "reserve_base"),
                    ReserveQuote = Positive(venue, "reserve_quote"),
                };
            case "rfq":
                return common with
                {
                    Kind = InstanceVenueKind.Quote,
                    Levels = [(Positive(venue, "price"), Positive(venue, "size"))],
                    AllOrNothing = Member(venue, "all_or_nothing").GetBoolean(),
                };
            default:
                throw new FormatException($"venue {id}: type {Text(venue, "type")} is not known");
        }
    }

    private InstanceSubaccount ReadSubaccount(JsonElement account)
    {
        string id = Text(account, "id");
        Require(subaccounts.TryAdd(id, subaccounts.Count), $"subaccount {id} stands twice");
        string method = Text(account, "margin_method");
        Require(method is "standard" or "portfolio", $"subaccount {id}: margin method {method} is not known");
        JsonElement? stress = account.TryGetProperty("stress", out JsonElement given) && given.ValueKind == JsonValueKind.Object ? given : null;
        return new InstanceSubaccount
        {
            Id = id,
            Equity = Number(account, "equity"),
            Portfolio = method == "portfolio" ? ReadScenarios(account) : null,
            UtilisationLimit = Number(account, "util_limit"),
            MarginCostRate = Optional(account, "margin_cost_rate") ?? 0m,
            InitialRate = ByInstrument(account, "im_rate"),
            MaintenanceRate = ByInstrument(account, "mm_rate"),
            ContingencyRate = ByInstrument(account, "contingency_rate"),
            Positions = ByInstrument(account, "positions"),
            MinimumLiquidationDistance = Optional(account, "min_liq_distance"),
            Stress = stress is { } one ? ReadScenarios(one) : null,
            MinimumEquity = stress is { } two ? Number(two, "min_equity") : 0m,
        };
    }

    private InstanceScenarios ReadScenarios(JsonElement owner)
    {
        JsonElement set = Member(Member(root, "scenario_sets"), Text(owner, "scenario_set"));
        var moves = ImmutableArray.CreateBuilder<ImmutableArray<decimal>>();
        foreach (JsonElement scenario in set.EnumerateArray())
        {
            JsonElement shocks = Member(scenario, "shocks");
            moves.Add([.. assets.Select(asset => shocks.TryGetProperty(asset, out JsonElement shock) ? shock.GetDecimal() : 0m)]);
        }

        ImmutableArray<decimal> profit = owner.TryGetProperty("static_pnl", out JsonElement given) && given.ValueKind == JsonValueKind.Array
            ? [.. given.EnumerateArray().Select(one => one.GetDecimal())]
            : [.. new decimal[moves.Count]];
        Require(profit.Length == moves.Count, $"static_pnl has {profit.Length} entries for {moves.Count} scenarios");
        return new InstanceScenarios(moves.ToImmutable(), profit);
    }

    private InstanceRoute ReadRoute(JsonElement route) => new(
        Index(venues, Text(route, "venue"), "venue"),
        Index(subaccounts, Text(route, "subaccount"), "subaccount"),
        Optional(route, "fixed_cost") ?? 0m,
        Optional(route, "carry_per_unit") ?? 0m,
        Optional(route, "free_qty") ?? 0m,
        Optional(route, "borrow_per_unit") ?? 0m,
        Optional(route, "max_qty"),
        Optional(route, "equity_drag_per_unit") ?? 0m);

    private InstanceCap ReadCap(JsonElement cap)
    {
        string asset = Text(cap, "asset");
        string kind = Text(cap, "kind");
        Require(kind is "net" or "gross", $"cap {Text(cap, "id")}: kind {kind} is not known");
        HashSet<int>? listed = cap.TryGetProperty("instruments", out JsonElement given) && given.ValueKind == JsonValueKind.Array
            ? [.. given.EnumerateArray().Select(one => Index(instruments, one.GetString() ?? "", "instrument"))]
            : null;
        return new InstanceCap(
            Text(cap, "id"),
            kind == "gross",
            [.. Items(cap, "subaccounts").Select(one => Index(subaccounts, one.GetString() ?? "", "subaccount"))],
            [.. Enumerable.Range(0, assets.Count).Where(instrument => assets[instrument] == asset && (listed is null || listed.Contains(instrument)))],
            Number(cap, "limit"));
    }

    private ImmutableArray<decimal> ByInstrument(JsonElement owner, string name)
    {
        var values = new decimal[instruments.Count];
        if (owner.TryGetProperty(name, out JsonElement given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty one in given.EnumerateObject())
                values[Index(instruments, one.Name, "instrument")] = one.Value.GetDecimal();
        }

        return [.. values];
    }

    private static int Index(Dictionary<string, int> table, string name, string what) =>
        table.TryGetValue(name, out int index) ? index : throw new FormatException($"{what} {name} is not listed");

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement member) ? member : throw new FormatException($"member {name} is missing");

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name)
    {
        JsonElement member = Member(owner, name);
        Require(member.ValueKind == JsonValueKind.Array, $"member {name} is no list");
        return member.EnumerateArray();
    }

    private static string Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } member ? member.GetString()! : throw new FormatException($"member {name} is no text");

    private static decimal Number(JsonElement owner, string name) =>
        Optional(owner, name) ?? throw new FormatException($"member {name} is no number");

    private static decimal Positive(JsonElement owner, string name)
    {
        decimal value = Number(owner, name);
        Require(value > 0m, $"member {name} is not positive");
        return value;
    }

    private static decimal? Optional(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null)
            return null;
        Require(member.ValueKind == JsonValueKind.Number && member.TryGetDecimal(out _), $"member {name} is no number");
        return member.GetDecimal();
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new FormatException(message);
    }
}
