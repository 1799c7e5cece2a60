using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>A margin case put together as the `margin` command reads it, and the document that it answers.</summary>
internal sealed class BookFigures
{
    private readonly JsonObject tiers = [];
    private readonly JsonObject haircuts = [];
    private readonly JsonObject fees = [];
    private readonly JsonArray collateral = [];
    private readonly JsonArray liabilities = [];
    private readonly JsonArray positions = [];
    private readonly JsonArray orders = [];
    private readonly JsonArray fills = [];
    private readonly JsonObject prices = [];
    private readonly string rules;

    public BookFigures(string rules) => this.rules = rules;

    public BookFigures Collateral(string asset, decimal quantity, decimal? price = null)
    {
        collateral.Add((JsonNode)Balance(asset, quantity, price));
        return this;
    }

    public BookFigures Liability(string asset, decimal quantity, decimal? price = null)
    {
        liabilities.Add((JsonNode)Balance(asset, quantity, price));
        return this;
    }

    /// <summary>Holds a position; further members as they stand in a case.</summary>
    public BookFigures Hold(string instrument, string underlying, string kind, decimal quantity, decimal entry, decimal? mark, decimal? leverage, decimal? isolated = null, decimal multiplier = 1m)
    {
        JsonObject position = new()
        {
            ["instrument"] = instrument,
            ["underlying"] = underlying,
            ["kind"] = kind,
            ["quantity"] = quantity,
            ["multiplier"] = multiplier,
            ["entryPrice"] = entry,
        };
        Set(position, "mark", mark);
        Set(position, "leverage", leverage);
        Set(position, "isolatedMargin", isolated);
        positions.Add((JsonNode)position);
        return this;
    }

    public BookFigures Order(string instrument, string side, decimal quantity, decimal price)
    {
        orders.Add((JsonNode)new JsonObject { ["instrument"] = instrument, ["side"] = side, ["quantity"] = quantity, ["price"] = price });
        return this;
    }

    public BookFigures Fill(string instrument, string side, decimal quantity, decimal price, decimal fee = 0m)
    {
        fills.Add((JsonNode)new JsonObject { ["instrument"] = instrument, ["side"] = side, ["quantity"] = quantity, ["price"] = price, ["fee"] = fee });
        return this;
    }

    /// <summary>A tier table of the case by upper bounds; a deduction stands for a table cut out of a longer one.</summary>
    public BookFigures Tiers(string name, params (decimal? To, decimal Rate, decimal? Initial, decimal? Deduction)[] rows)
    {
        JsonArray table = [];
        decimal from = 0m;
        foreach ((decimal? to, decimal rate, decimal? initial, decimal? deduction) in rows)
        {
            JsonObject row = new() { ["from"] = from, ["to"] = to, ["maintenanceRate"] = rate };
            Set(row, "initialRate", initial);
            Set(row, "maintenanceDeduction", deduction);
            table.Add((JsonNode)row);
            from = to ?? 0m;
        }

        tiers[name] = table;
        return this;
    }

    public BookFigures Flat(string name, decimal rate, decimal? deduction = null) => Tiers(name, (null, rate, null, deduction));

    public BookFigures Haircut(string asset, params (decimal? To, decimal Weight)[] rows)
    {
        JsonArray table = [];
        decimal from = 0m;
        foreach ((decimal? to, decimal weight) in rows)
        {
            table.Add((JsonNode)new JsonObject { ["from"] = from, ["to"] = to, ["weight"] = weight });
            from = to ?? 0m;
        }

        haircuts[asset] = table;
        return this;
    }

    public BookFigures Taker(decimal rate)
    {
        fees["taker"] = rate;
        return this;
    }

    public BookFigures Price(string asset, decimal price)
    {
        prices[asset] = price;
        return this;
    }

    /// <summary>The answer as written by the command.</summary>
    public JsonElement Answer()
    {
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(Read(), out Refusal? refusal);
        Assert.Null(refusal);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            MarginFiguresJson.Write(writer, figures!);
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    /// <summary>What the command refuses for.</summary>
    public Refusal Refusal()
    {
        Assert.Null(MarginCaseEvaluator.Evaluate(Read(), out Refusal? refusal));
        return refusal!;
    }

    /// <summary>A figure by the path of its members; null where the answer has null.</summary>
    public static decimal? Number(JsonElement answer, params string[] path)
    {
        foreach (string name in path)
            answer = answer.GetProperty(name);
        return answer.ValueKind == JsonValueKind.Null ? null : decimal.Parse(answer.GetString()!, CultureInfo.InvariantCulture);
    }

    private static JsonObject Balance(string asset, decimal quantity, decimal? price)
    {
        JsonObject balance = new() { ["asset"] = asset, ["quantity"] = quantity };
        Set(balance, "price", price);
        return balance;
    }

    private static void Set(JsonObject target, string name, decimal? value)
    {
        if (value is not null)
            target[name] = value;
    }

    private MarginCase Read()
    {
        JsonObject root = new()
        {
            ["rules"] = rules,
            ["tables"] = new JsonObject { ["tiers"] = tiers.DeepClone(), ["haircuts"] = haircuts.DeepClone(), ["fees"] = fees.DeepClone() },
            ["account"] = new JsonObject
            {
                ["collateral"] = collateral.DeepClone(),
                ["liabilities"] = liabilities.DeepClone(),
                ["positions"] = positions.DeepClone(),
                ["orders"] = orders.DeepClone(),
            },
            ["fills"] = fills.DeepClone(),
            ["prices"] = prices.DeepClone(),
        };
        MarginCase? read = MarginCaseJson.Read(
            "case.json",
            Encoding.UTF8.GetBytes(root.ToJsonString()),
            name => RuleFiles.Names().Contains(name) ? RuleFiles.Load(name) : null,
            out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return read!;
    }
}
