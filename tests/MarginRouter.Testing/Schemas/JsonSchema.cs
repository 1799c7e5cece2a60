using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MarginRouter.Testing.Schemas;

/// <summary>
/// The part of JSON Schema (draft 2020-12) that our schemas use, written apart from the readers so that it cannot share their mistakes.
/// A keyword that it does not know throws: a schema must not promise what nobody checks.
/// </summary>
public sealed class JsonSchema
{
    private static readonly HashSet<string> Silent = ["$schema", "$id", "$defs", "title", "description"];
    private readonly JsonElement root;

    private JsonSchema(JsonElement root) => this.root = root;

    /// <summary>Parses a schema.</summary>
    public static JsonSchema Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return new JsonSchema(document.RootElement.Clone());
    }

    /// <summary>Every violation as "path: keyword"; empty when the document is valid.</summary>
    public IReadOnlyList<string> Check(JsonElement document)
    {
        List<string> found = [];
        Check(document, root, "$", found);
        return found;
    }

    /// <summary>The words of the closed list at a path of property names and array items below the schema's root; "#" steps into a definition.</summary>
    public IReadOnlyList<string> Words(params string[] path)
    {
        JsonElement schema = root;
        foreach (string step in path)
        {
            schema = step == "[]" ? schema.GetProperty("items") : schema.GetProperty("properties").GetProperty(step);
            if (schema.TryGetProperty("$ref", out JsonElement reference))
                schema = Resolve(reference.GetString()!);
        }

        return [.. schema.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!)];
    }

    private static bool IsType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"type {type}"),
    };

    private void Check(JsonElement value, JsonElement schema, string path, List<string> found)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (!Silent.Contains(keyword.Name) && !Holds(value, schema, keyword, path, found))
                found.Add($"{path}: {keyword.Name}");
        }
    }

    /// <summary>True when one keyword holds at this place; what is wrong below it is added.</summary>
    private bool Holds(JsonElement value, JsonElement schema, JsonProperty keyword, string path, List<string> found)
    {
        switch (keyword.Name)
        {
            case "$ref":
                Check(value, Resolve(keyword.Value.GetString()!), path, found);
                return true;
            case "type":
                return IsType(value, keyword.Value.GetString()!);
            case "const":
                return JsonElement.DeepEquals(value, keyword.Value);
            case "enum":
                return keyword.Value.EnumerateArray().Any(word => JsonElement.DeepEquals(value, word));
            case "anyOf":
                return keyword.Value.EnumerateArray().Any(one => Fits(value, one, path));
            case "pattern":
                return value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!);
            case "minItems":
                return value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= keyword.Value.GetInt32();
            case "required":
                return value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _));
            case "items":
                CheckItems(value, keyword.Value, path, found);
                return true;
            case "properties":
                CheckProperties(value, keyword.Value, path, found);
                return true;
            case "additionalProperties":
                return CheckOthers(value, schema, keyword.Value, path, found);
            default:
                throw new NotSupportedException($"keyword {keyword.Name}");
        }
    }

    private bool Fits(JsonElement value, JsonElement schema, string path)
    {
        List<string> found = [];
        Check(value, schema, path, found);
        return found.Count == 0;
    }

    private void CheckItems(JsonElement value, JsonElement schema, string path, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return;
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
            Check(item, schema, $"{path}[{(index++).ToString(CultureInfo.InvariantCulture)}]", found);
    }

    private void CheckProperties(JsonElement value, JsonElement schemas, string path, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty schema in schemas.EnumerateObject())
        {
            if (value.TryGetProperty(schema.Name, out JsonElement member))
                Check(member, schema.Value, $"{path}.{schema.Name}", found);
        }
    }

    private bool CheckOthers(JsonElement value, JsonElement parent, JsonElement schema, string path, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return true;
        bool known = true;
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (parent.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(member.Name, out _))
                continue;
            if (schema.ValueKind == JsonValueKind.Object)
                Check(member.Value, schema, $"{path}.{member.Name}", found);
            else
                known &= schema.ValueKind == JsonValueKind.True;
        }

        return known;
    }

    private JsonElement Resolve(string reference)
    {
        const string prefix = "#/$defs/";
        if (!reference.StartsWith(prefix, StringComparison.Ordinal))
            throw new NotSupportedException($"reference {reference}");
        return root.GetProperty("$defs").GetProperty(reference[prefix.Length..]);
    }
}
