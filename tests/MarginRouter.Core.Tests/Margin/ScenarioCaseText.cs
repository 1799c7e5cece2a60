using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Runs scenario cases as the margin command does: text in, document out.</summary>
internal static class ScenarioCaseText
{
    public static string Position(string instrument, string underlying, string kind, decimal quantity, decimal entry, decimal mark, decimal multiplier = 1m, string more = "") =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"instrument": "{{instrument}}", "underlying": "{{underlying}}", "kind": "{{kind}}", "quantity": "{{quantity}}", "multiplier": "{{multiplier}}", "entryPrice": "{{entry}}", "mark": "{{mark}}"{{more}}}""");

    public static string Case(string rules, string collateral, string positions, string prices = "{}", string more = "", string inAccount = "") =>
        $$"""{"rules": "{{rules}}", "account": {"collateral": [{{collateral}}], "positions": [{{positions}}]{{inAccount}}}, "prices": {{prices}}{{more}}}""";

    public static MarginCase? Read(string text, out ImmutableArray<RuleSetError> errors) =>
        MarginCaseJson.Read("case.json", Encoding.UTF8.GetBytes(text), RuleFiles.Load, out errors);

    public static MarginFigures Figures(string text)
    {
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(Clean(text), out Refusal? refusal);
        Assert.Null(refusal);
        return figures!;
    }

    public static Refusal Refused(string text)
    {
        Assert.Null(MarginCaseEvaluator.Evaluate(Clean(text), out Refusal? refusal));
        return refusal!;
    }

    public static JsonElement Document(string text)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            MarginFiguresJson.Write(writer, Figures(text));
        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    private static MarginCase Clean(string text)
    {
        MarginCase? read = Read(text, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return read!;
    }
}
