using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>
/// Cases of our own over the rule files: other sizes, sides, tiers and several positions than the worked examples have. Their figures were
/// computed apart from the program, in exact fractions, from the formulas; <c>variations.json</c> gives the sum beside each.
/// </summary>
public sealed class VariationTests
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip };

    public static TheoryData<string> Names => [.. Read().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_CaseComputedByHand_GivesItsFigures(string name)
    {
        JsonElement variation = Read()[name];
        byte[] text = Encoding.UTF8.GetBytes(variation.GetProperty("case").GetRawText());
        MarginCase? read = MarginCaseJson.Read(name, text, RuleFiles.Load, out ImmutableArray<RuleSetError> errors);
        Assert.True(read is not null, string.Join('\n', errors));
        MarginFigures? found = MarginCaseEvaluator.Evaluate(read, out Refusal? refusal);
        Assert.True(found is not null, $"{name}: {refusal}");

        foreach (JsonProperty expected in variation.GetProperty("expected").EnumerateObject())
        {
            if (expected.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty price in expected.Value.EnumerateObject())
                    Near(name, price.Name, price.Value, found.LiquidationPrices[price.Name]);
            }
            else if (expected.Name == "action")
            {
                Assert.Equal(expected.Value.GetString(), found.Action.ToString(), ignoreCase: true);
            }
            else
            {
                Near(name, expected.Name, expected.Value, Figure(found, expected.Name));
            }
        }
    }

    private static decimal? Figure(MarginFigures found, string name) => name switch
    {
        "equity" => found.Margin!.Equity,
        "initialMargin" => found.Margin!.InitialMargin,
        "maintenanceMargin" => found.Margin!.MaintenanceMargin,
        "venueRatio" => found.VenueRatio,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no figure of a variation"),
    };

    private static void Near(string name, string figure, JsonElement expected, decimal? found)
    {
        decimal wanted = decimal.Parse(expected.GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(found is { } got && Math.Abs(got - wanted) <= 0.000000001m * Math.Max(1m, Math.Abs(wanted)), $"{name}: {figure} is {found}, by hand {wanted}");
    }

    private static Dictionary<string, JsonElement> Read()
    {
        string path = Path.Combine(SharedData.Repository, "tests", "MarginRouter.Core.Tests", "Margin", "variations.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Options);
        return document.RootElement.EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.Clone());
    }
}
