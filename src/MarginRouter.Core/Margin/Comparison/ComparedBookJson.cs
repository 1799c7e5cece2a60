using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Comparison;

/// <summary>
/// Reads a book for the comparison of models: "account", "prices" and "asOf" as in a margin case, and "models", each with its rules and
/// with its own account, prices or tables where its venue names or keeps things otherwise. Strict; all errors are listed with their place.
/// </summary>
public static class ComparedBookJson
{
    // What practitioners quote for portfolio margin; margin-models section 9 finds no data set behind it.
    private const decimal ClaimLow = 0.2m;
    private const decimal ClaimHigh = 0.5m;

    private static readonly string[] Shared = ["account", "prices", "asOf"];
    private static readonly string[] Own = ["rules", "tables"];

    /// <summary>Reads one book.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="json">Its bytes, UTF-8.</param>
    /// <param name="rules">Finds a rule set by name; null when there is none.</param>
    /// <param name="errors">Everything that is wrong; empty when the result is not null.</param>
    public static ComparedBook? Read(
        string file,
        ReadOnlyMemory<byte> json,
        Func<string, MarginRuleSet?> rules,
        out ImmutableArray<RuleSetError> errors)
    {
        List<RuleSetError> found = [];
        ComparedBook? read = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, MarginRuleSetJson.Options);
            read = ReadRoot(new RuleFields(document.RootElement, file, "$", found), file, rules, found);
        }
        catch (JsonException exception)
        {
            found.Add(new RuleSetError(file, "$", exception.Message));
        }

        errors = [.. found];
        return found.Count == 0 ? read : null;
    }

    private static ComparedBook ReadRoot(RuleFields root, string file, Func<string, MarginRuleSet?> rules, List<RuleSetError> found)
    {
        Dictionary<string, JsonElement> shared = Members(root, Shared);
        ImmutableArray<ComparedModel>.Builder models = ImmutableArray.CreateBuilder<ComparedModel>();
        foreach ((JsonElement value, string path) in root.Items("models"))
        {
            RuleFields fields = root.Below(value, path);
            string name = fields.Text("name");
            MarginJudgement judgement = fields.Find("judged") is null ? MarginJudgement.Whole : fields.Word("judged", MarginJudgement.Whole);
            Dictionary<string, JsonElement> members = Members(fields, [.. Own, .. Shared]);
            fields.RefuseOthers();
            if (name.Length > 0 && models.Any(model => model.Name == name))
                fields.Fail("name", $"'{name}' stands twice");
            if (Case(file, path, shared, members, rules, found) is { } read)
                models.Add(new ComparedModel(name, judgement, read));
        }

        ComparedBook book = new(root.Text("book"), root.Text("says"), ClaimLow, ClaimHigh, models.ToImmutable());
        root.RefuseOthers();
        if (book.Models.Length < 2 && found.Count == 0)
            root.Fail("models", "must hold at least two models");
        return book;
    }

    /// <summary>A model's case: the shared members under its own. Errors name the model's place, then the place inside its case.</summary>
    private static MarginCase? Case(
        string file,
        string path,
        Dictionary<string, JsonElement> shared,
        Dictionary<string, JsonElement> own,
        Func<string, MarginRuleSet?> rules,
        List<RuleSetError> found)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            foreach ((string name, JsonElement value) in own.Concat(shared.Where(member => !own.ContainsKey(member.Key))))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        MarginCase? read = MarginCaseJson.Read($"{file}: {path}", text.WrittenMemory, rules, out ImmutableArray<RuleSetError> errors);
        found.AddRange(errors);
        foreach (CasePosition position in read?.Positions.Where(position => position.Mark is null) ?? [])
            found.Add(new RuleSetError(file, $"{path}.account.positions", $"the mark of {position.Instrument} is missing"));
        return read;
    }

    private static Dictionary<string, JsonElement> Members(RuleFields fields, string[] names)
    {
        Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (fields.Find(name) is { } value)
                members[name] = value;
        }

        return members;
    }
}
