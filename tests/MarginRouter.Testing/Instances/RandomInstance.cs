using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MarginRouter.Testing.Instances;

/// <summary>
/// Random splitting instances in the format of the solve command: books, pools and quotes; accounts on one venue or several, with
/// positions either way, standard or scenario margin, stress floors, distance to liquidation and caps. The same seed and shape give the
/// same instance.
/// </summary>
public sealed class RandomInstance
{
    private const double Mark = 40_000.0;

    private readonly Random random;
    private readonly InstanceShape shape;
    private readonly bool isBuy;
    private readonly double quantity;
    private readonly string[] instruments;
    private readonly string[] kinds;

    private RandomInstance(int seed, InstanceShape shape)
    {
        random = new Random(seed);
        this.shape = shape;
        isBuy = random.Next(2) == 0;
        quantity = Math.Round(random.NextDouble() * 40.0, 3) + 5.0;
        kinds = [.. Enumerable.Range(0, shape.Venues).Select(venue => Kind(venue))];
        instruments = [.. kinds.Select((kind, venue) => kind == "perpetual" ? $"BTC-PERP@V{venue}" : "BTC-SPOT")];
    }

    /// <summary>Makes one.</summary>
    public static JsonObject Make(int seed, InstanceShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new RandomInstance(seed, shape).Make($"random-{seed}");
    }

    /// <summary>The document as the solver reads it.</summary>
    public static byte[] Utf8(JsonObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Encoding.UTF8.GetBytes(instance.ToJsonString());
    }

    private JsonObject Make(string name)
    {
        var venues = new JsonArray([.. Enumerable.Range(0, shape.Venues).Select(Venue)]);
        var routes = new JsonArray();
        var accounts = new JsonArray();
        for (int account = 0; account < shape.Accounts; account++)
        {
            int[] reached = Reached(account);
            accounts.Add(Account(account, reached));
            foreach (int venue in reached)
                routes.Add(Route(venue, account));
        }

        return new JsonObject
        {
            ["format"] = "marginrouter-oracle/1",
            ["name"] = name,
            ["class"] = "random",
            ["size"] = "M",
            ["seed"] = 0,
            ["parent"] = new JsonObject
            {
                ["side"] = isBuy ? "buy" : "sell",
                ["asset"] = "BTC",
                ["quantity"] = Number(quantity),
                ["reference_price"] = Number(Mark),
                ["max_children"] = shape.HasChoices && random.Next(3) == 0 ? JsonValue.Create(random.Next(2, 3 + shape.Accounts)) : null,
                ["limit_price"] = null,
            },
            ["instruments"] = new JsonArray([.. instruments.Distinct().Append("ETH-PERP").Select(Instrument)]),
            ["scenario_sets"] = new JsonObject { ["pm"] = Scenarios(0.12), ["stress"] = Scenarios(0.25) },
            ["venues"] = venues,
            ["subaccounts"] = accounts,
            ["routes"] = routes,
            ["caps"] = Caps(),
        };
    }

    private string Kind(int venue) => (shape.HasChoices && venue > 0 ? random.Next(6) : random.Next(2)) switch
    {
        0 => "spot",
        2 => "pool",
        3 => "quote",
        _ => "perpetual",
    };

    private JsonNode Instrument(string id) => new JsonObject
    {
        ["id"] = id,
        ["asset"] = id.StartsWith("BTC", StringComparison.Ordinal) ? "BTC" : "ETH",
        ["mark"] = Number(id.StartsWith("BTC", StringComparison.Ordinal) ? Mark + random.Next(-40, 40) : 2_500.0),
    };

    private JsonArray Scenarios(double most) => new([.. Enumerable.Range(0, shape.Scenarios).Select(k => (JsonNode)new JsonObject
    {
        ["id"] = $"s{k}",
        ["shocks"] = new JsonObject { ["BTC"] = Number(most * Move(k)), ["ETH"] = Number(most * Move(k) * (0.8 + (0.4 * random.NextDouble()))) },
    })]);

    /// <summary>From -1 to 1 over the scenarios.</summary>
    private double Move(int scenario) => (scenario - ((shape.Scenarios - 1) / 2.0)) * 2.0 / (shape.Scenarios - 1);

    private JsonNode? Venue(int venue)
    {
        int sign = isBuy ? 1 : -1;
        var made = new JsonObject
        {
            ["id"] = $"V{venue}",
            ["instrument"] = instruments[venue],
            ["lot_size"] = Number(random.Next(3) == 0 ? 0.01 : 0.001),
            ["min_qty"] = Number(0.01),
            ["min_notional"] = Number(shape.HasChoices && random.Next(3) == 0 ? Mark * quantity * 0.02 : 10.0),
        };
        switch (kinds[venue])
        {
            case "pool":
                double depth = quantity * (20.0 + (100.0 * random.NextDouble()));
                made["type"] = "amm_cpmm";
                made["pool_fee_rate"] = Number(random.Next(2) == 0 ? 0.0005 : 0.003);
                made["reserve_base"] = Number(depth);
                made["reserve_quote"] = Number(depth * Mark);
                return made;
            case "quote":
                made["type"] = "rfq";
                made["price"] = Number(Math.Round(Mark + (sign * random.Next(0, 60)), 1));
                made["size"] = Number(Math.Round(quantity * (0.1 + (0.3 * random.NextDouble())), 2));
                made["all_or_nothing"] = random.Next(2) == 0;
                made["taker_fee_rate"] = Number(0.0);
                return made;
            default:
                made["type"] = "clob";
                made["taker_fee_rate"] = Number(0.0002 + (0.00005 * random.Next(9)));
                made["levels"] = Levels(sign);
                return made;
        }
    }

    private JsonArray Levels(int sign)
    {
        var levels = new JsonArray();
        double price = Mark + (sign * random.Next(1, 100) * 0.1);
        for (int i = 0; i < shape.Levels; i++)
        {
            double size = Math.Round(quantity * 2.5 / shape.Levels * Math.Pow(random.NextDouble(), 2.0) * 3.0, 2) + 0.01;
            levels.Add(new JsonArray(Number(price), Number(size)));
            price += sign * random.Next(1, 80) * 0.1;
        }

        return levels;
    }

    private int[] Reached(int account)
    {
        int home = account % shape.Venues;
        return [.. Enumerable.Range(0, shape.Venues).Where(venue => venue == home || (!shape.IsSingleHome && random.Next(4) == 0)).Order()];
    }

    private JsonObject Account(int account, int[] reached)
    {
        string[] held = [.. reached.Select(venue => instruments[venue]).Distinct()];
        bool isPortfolio = random.Next(3) == 0 || shape.IsPortfolio;
        double share = quantity * shape.HeadRoom / shape.Accounts;
        double equity = share * Mark * 0.15 * (0.5 + random.NextDouble());
        bool hasPosition = random.Next(2) == 0;
        var made = new JsonObject
        {
            ["id"] = $"S{account}",
            ["strategy"] = $"strat{account % 3}",
            ["equity"] = Number(Math.Round(equity, 2)),
            ["margin_method"] = isPortfolio ? "portfolio" : "standard",
            ["util_limit"] = Number(0.6 + (0.1 * random.Next(4))),
            ["margin_cost_rate"] = Number(random.Next(3) == 0 ? 0.0005 : 0.0),
            ["im_rate"] = Rates(held, 0.1),
            ["mm_rate"] = Rates(held, 0.05),
            ["positions"] = new JsonObject([.. held.Select(id => KeyValuePair.Create(id, (JsonNode?)Number(hasPosition ? Math.Round(share * (random.NextDouble() - 0.5), 3) : 0.0)))]),
            ["min_liq_distance"] = random.Next(4) == 0 ? Number(0.05) : null,
            ["stress"] = random.Next(4) == 0
                ? new JsonObject { ["scenario_set"] = "stress", ["static_pnl"] = Profits(equity), ["min_equity"] = Number(Math.Round(-2.0 * equity, 2)) }
                : null,
        };
        if (isPortfolio)
        {
            made["scenario_set"] = "pm";
            made["static_pnl"] = Profits(equity);
            made["contingency_rate"] = Rates(held, 0.01);
        }

        return made;
    }

    private JsonArray Profits(double equity) => new([.. Enumerable.Range(0, shape.Scenarios).Select(_ => (JsonNode)Number(Math.Round(equity * 0.1 * (random.NextDouble() - 0.5), 2)))]);

    private JsonObject Rates(string[] held, double rate) =>
        new([.. held.Select(id => KeyValuePair.Create(id, (JsonNode?)Number(Math.Round(rate * (0.7 + (0.6 * random.NextDouble())), 3))))]);

    private JsonObject Route(int venue, int account) => new JsonObject
    {
        ["venue"] = $"V{venue}",
        ["subaccount"] = $"S{account}",
        ["fixed_cost"] = Number(shape.HasChoices && random.Next(2) == 0 ? random.Next(1, 40) : 0.0),
        ["carry_per_unit"] = Number(Math.Round(random.NextDouble() * 8.0, 2) - 4.0),
        ["free_qty"] = Number(Math.Round(quantity * 0.2 * random.NextDouble(), 3)),
        ["borrow_per_unit"] = Number(instruments[venue] == "BTC-SPOT" ? Math.Round(6.0 * random.NextDouble(), 2) : 0.0),
        ["max_qty"] = random.Next(5) == 0 ? Number(Math.Round(quantity * 0.3, 3)) : null,
        ["equity_drag_per_unit"] = Number(Math.Round(20.0 * random.NextDouble(), 3)),
    };

    private JsonArray Caps()
    {
        var caps = new JsonArray();
        for (int strategy = 0; strategy < 3 && strategy < shape.Accounts; strategy++)
        {
            if (random.Next(3) > 0)
                continue;
            JsonNode[] members = [.. Enumerable.Range(0, shape.Accounts).Where(account => account % 3 == strategy).Select(account => JsonValue.Create($"S{account}"))];
            caps.Add(new JsonObject
            {
                ["id"] = $"cap{strategy}",
                ["kind"] = random.Next(2) == 0 ? "net" : "gross",
                ["asset"] = "BTC",
                ["subaccounts"] = new JsonArray(members),
                ["limit"] = Number(Math.Round(quantity * Mark * (0.2 + (0.6 * random.NextDouble())), 2)),
            });
        }

        return caps;
    }

    private static JsonValue Number(double value) => JsonValue.Create(decimal.Parse(value.ToString("0.##########", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
