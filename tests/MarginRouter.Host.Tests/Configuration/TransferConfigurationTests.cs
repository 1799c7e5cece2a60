using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Transfers;
using MarginRouter.Host.Configuration;
using MarginRouter.Testing;
using MarginRouter.Testing.Schemas;

namespace MarginRouter.Host.Tests.Configuration;

/// <summary>Ways to move collateral: figures from the route or from both venues' sheets, and what is unknown refuses by name.</summary>
public sealed class TransferConfigurationTests
{
    private const string Sheet = "due-diligence/kraken.json";
    private static readonly string Config = Path.Combine(SharedData.Repository, "config");
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void Load_WayBetweenVenues_AddsUpBothSheets()
    {
        using ConfigurationFolder folder = new();

        TransferRoute route = Wire(folder);

        Assert.Null(route.Unavailable);
        Assert.Equal(new TransferFee(4m, 0m, 18_000_000, 345_600_000), route.Fee);
        Assert.Equal((100m, 200_000m, TransferKind.Wire), (route.Minimum, route.Maximum, route.Kind));
        Assert.Equal(Instant.FromMilliseconds(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero).AddDays(3650).ToUnixTimeMilliseconds()), route.ValidUntil);
    }

    [Fact]
    public void Load_InternalWay_HasItsOwnFigures()
    {
        using ConfigurationFolder folder = new();

        TransferRule rule = Load(folder).Rules[0];

        Assert.Equal("BRAVO", Assert.Single(rule.Desks));
        Assert.Null(rule.Route.ValidUntil);
        Assert.Equal((new TransferFee(0m, 0m, 5_000, 60_000), 100m, 200_000m, 100m), (rule.Route.Fee, rule.Route.Minimum, rule.Route.Maximum, rule.Route.Step));
    }

    [Theory]
    [InlineData("\"fixedFee\": \"4\", ", "withdrawal fee of kraken is unknown")]
    [InlineData("\"minimum\": \"100\", ", "least withdrawal of kraken is unknown")]
    [InlineData("\"maximum\": \"250000\", ", "withdrawal limit of kraken is unknown")]
    [InlineData("\"dailyMaximum\": \"500000\",", "withdrawal limit of kraken is unknown")]
    [InlineData("\"expectedSeconds\": 14400, ", "withdrawal time of kraken is unknown")]
    [InlineData("\"worstSeconds\": 259200, ", "withdrawal time of kraken is unknown")]
    [InlineData("\"minimum\": \"1\", ", "least deposit of kraken is unknown")]
    [InlineData("\"worstSeconds\": 86400,", "deposit time of kraken is unknown")]
    [InlineData("\"withdrawals\"", "withdrawal of USD over fedwire from kraken is unknown", "\"deposits\": [], \"unused\"")]
    public void Load_FigureMissing_MakesTheWayUnavailableByName(string taken, string expected, string put = "")
    {
        using ConfigurationFolder folder = new();
        if (put.Length > 0)
            folder.Write(Sheet, """{ "venue": "kraken" }""");
        else
            folder.Replace(Sheet, taken, put);

        Refusal refusal = Wire(folder).Unavailable!;

        Assert.Equal((RefusalReason.TransferUnknown, $"kraken-alpha to kraken-bravo, USD: {expected}"), (refusal.Reason, refusal.Subject));
    }

    [Fact]
    public void Load_TopicRequiredThatNobodyKnows_MakesTheWayUnavailableByName()
    {
        using ConfigurationFolder folder = new();
        folder.Replace("router.json", "\"maximumSheetAgeDays\"", "\"requires\": [ \"custody\" ], \"maximumSheetAgeDays\"");
        Assert.Null(Wire(folder).Unavailable);
        folder.Replace("router.json", "[ \"custody\" ]", "[ \"custody\", \"audit\" ]");
        Assert.EndsWith("audit of kraken is unknown", Wire(folder).Unavailable!.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NotSwitchedOn_IsForbidden()
    {
        using ConfigurationFolder folder = new();
        folder.Replace("router.json", "\"allowed\": true, ", string.Empty);
        Refusal refusal = Load(folder).Rules[0].Route.Unavailable!;
        Assert.Equal((RefusalReason.TransferForbidden, "usdm-alpha to usdm-bravo, USDT"), (refusal.Reason, refusal.Subject));
    }

    [Fact]
    public void Load_NoTransfersAtAll_SuggestsNone()
    {
        using ConfigurationFolder folder = new();
        JsonNode router = JsonNode.Parse(folder.Read("router.json"), documentOptions: Options)!;
        router.AsObject().Remove("transfers");
        folder.Write("router.json", router.ToJsonString());
        Assert.Equal(TransferPolicy.None, Load(folder));
    }

    [Fact]
    public void Schema_EverySheet_IsValidAndDamageThatItRefusesTheReaderRefusesToo()
    {
        JsonSchema schema = JsonSchema.Parse(File.ReadAllText(Path.Combine(Config, "due-diligence", "schema.json")));
        string[] sheets = [.. Directory.EnumerateFiles(Path.Combine(Config, "due-diligence")).Where(file => Path.GetFileName(file) != "schema.json"), Path.Combine(Config, "demo", Sheet)];
        Assert.True(sheets.Length >= 2);
        foreach (string sheet in sheets)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(sheet), Options);
            Assert.True(schema.Check(document.RootElement) is [], $"{sheet}: {string.Join("; ", schema.Check(document.RootElement))}");
        }

        using ConfigurationFolder folder = new();
        int damages = 0;
        foreach (JsonNode damaged in Damages(folder.Read(Sheet)))
        {
            using JsonDocument document = JsonDocument.Parse(damaged.ToJsonString());
            if (schema.Check(document.RootElement) is [])
                continue;
            folder.Write(Sheet, damaged.ToJsonString());
            Assert.True(folder.Errors().Any(error => error.StartsWith(Sheet, StringComparison.Ordinal)), $"the reader takes {damaged.ToJsonString()}");
            damages++;
        }

        Assert.True(damages > 30, $"only {damages} damages");
    }

    /// <summary>A sheet with each member taken away, doubled by a stranger, or made an object, wherever it stands.</summary>
    private static IEnumerable<JsonNode> Damages(string text)
    {
        JsonNode whole = JsonNode.Parse(text, documentOptions: Options)!;
        string[] places = [.. Places(whole)];
        foreach (string place in places)
        {
            foreach (int way in (int[])[0, 1, 2])
            {
                JsonNode copy = whole.DeepClone();
                JsonObject parent = (JsonObject)HolderOf(copy, place);
                string member = place[(place.LastIndexOf('.') + 1)..];
                if (way == 0)
                    parent.Remove(member);
                else if (way == 1)
                    parent.Add("stranger", 1);
                else
                    parent[member] = new JsonObject { ["odd"] = true };
                yield return copy;
            }
        }
    }

    private static IEnumerable<string> Places(JsonNode node, string prefix = "")
    {
        if (node is JsonArray array)
            return array.SelectMany((item, index) => Places(item!, $"{prefix}.{index}"));
        return node is JsonObject members
            ? members.SelectMany(member => Places(member.Value!, $"{prefix}.{member.Key}").Prepend($"{prefix}.{member.Key}"))
            : [];
    }

    /// <summary>The object that holds a place's last name.</summary>
    private static JsonNode HolderOf(JsonNode node, string place)
    {
        foreach (string name in place.Split('.', StringSplitOptions.RemoveEmptyEntries)[..^1])
            node = node is JsonArray array ? array[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!;
        return node;
    }

    private static TransferPolicy Load(ConfigurationFolder folder) => RouterConfigurationLoader.Load(folder.Path).Firm.Transfers;

    private static TransferRoute Wire(ConfigurationFolder folder) => Load(folder).Rules[1].Route;
}
