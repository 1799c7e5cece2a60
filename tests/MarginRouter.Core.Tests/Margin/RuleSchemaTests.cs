using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Testing.Schemas;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Holds config/margin/schema.json against the rule files, the code's words and the reader.</summary>
public sealed class RuleSchemaTests
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSchema Schema = JsonSchema.Parse(File.ReadAllText(Path.Combine(RuleFiles.Folder, "schema.json")));

    [Fact]
    public void Schema_EveryRuleFile_IsValid()
    {
        int seen = 0;
        foreach (string name in RuleFiles.Names())
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(RuleFiles.Folder, name + ".json")), Options);
            Assert.True(Schema.Check(document.RootElement) is [], $"{name}: {string.Join("; ", Schema.Check(document.RootElement))}");
            seen++;
        }

        Assert.True(seen >= 29, $"only {seen} rule files");
    }

    [Fact]
    public void Schema_EveryClosedList_IsThatOfTheCode()
    {
        Same<MarginModelKind>("model");
        Same<RuleConfidence>("confidence");
        Same<PositionKeeping>("positions");
        Same<RatioForm>("ratio", "form");
        Same<LadderAction>("ladder", "[]", "action");
        Same<AssumedPriceKind>("orders", "buyPrice", "[]", "of");
        Same<TierUnit>("tierUnit");
        Same<HaircutUnit>("haircutUnit");
        Same<TableSource>("live", "tablesFrom");
        Same<PartialLiquidation>("liquidation", "partial");
        Same<DeleveragingPrice>("liquidation", "deleveraging", "price");
        Same<MarginScope>("book", "scope");
        Same<TierApplication>("book", "application");
        Same<RequirementBasis>("book", "basis");
        Same<ClosingFeeRule>("book", "closingFee");
        Same<OrderNetting>("book", "orders");
        Same<ScenarioResult>("scenario", "gridIs");
        Same<ScenarioGap>("scenario", "gaps", "[]");
    }

    /// <summary>
    /// Every place of every rule file damaged in every way: a member taken away, a stranger added, a value of another kind, a number that
    /// is no number. What the schema refuses the reader must refuse too, and say where.
    /// </summary>
    [Fact]
    public void Read_EveryStructuralDamage_IsRefusedWithItsPlace()
    {
        int damages = 0;
        int refused = 0;
        foreach (string name in RuleFiles.Names())
        {
            JsonNode good = JsonNode.Parse(File.ReadAllText(Path.Combine(RuleFiles.Folder, name + ".json")), documentOptions: Options)!;
            foreach ((string label, JsonNode bad) in JsonDamage.Of(good))
            {
                damages++;
                using JsonDocument document = JsonDocument.Parse(bad.ToJsonString());
                bool valid = Schema.Check(document.RootElement) is [];
                MarginRuleSet? read = MarginRuleSetJson.Read("file.json", name, Encoding.UTF8.GetBytes(bad.ToJsonString()), out ImmutableArray<RuleSetError> errors);
                Assert.True(valid || read is null, $"{name}: the schema refuses {label} and the reader takes it");
                Assert.True(read is not null || errors.Any(error => error.Path.StartsWith('$') && error.Message.Length > 0), $"{name}: {label} is refused without a place");
                refused += read is null ? 1 : 0;
            }
        }

        Assert.True(damages > 3_000, $"only {damages} damages");
        Assert.True(refused > damages * 4 / 5, $"only {refused} of {damages} refused");
    }

    private static void Same<T>(params string[] path)
        where T : struct, Enum =>
        Assert.Equal(Enum.GetNames<T>().Select(word => char.ToLowerInvariant(word[0]) + word[1..]).Order(StringComparer.Ordinal), Schema.Words(path).Order(StringComparer.Ordinal));
}
