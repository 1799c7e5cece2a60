using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>All small structural damages of a JSON document, one at a time, with what was done.</summary>
internal static class JsonDamage
{
    private const int MostItems = 2;

    public static IEnumerable<(string Label, JsonNode Bad)> Of(JsonNode good) => Below(good, "$", good, []);

    private static IEnumerable<(string Label, JsonNode Bad)> Below(JsonNode root, string path, JsonNode? node, object[] steps)
    {
        if (node is JsonObject found)
        {
            yield return ($"{path} + stranger", With(root, steps, parent => parent.AsObject()["stranger"] = 1));
            foreach ((string name, JsonNode? member) in Members(found))
            {
                yield return ($"{path}.{name} taken away", With(root, steps, parent => parent.AsObject().Remove(name)));
                foreach ((string what, JsonNode? value) in Others(member))
                    yield return ($"{path}.{name} = {what}", With(root, steps, parent => parent.AsObject()[name] = value?.DeepClone()));
                foreach ((string Label, JsonNode Bad) deeper in Below(root, $"{path}.{name}", member, [.. steps, name]))
                    yield return deeper;
            }
        }
        else if (node is JsonArray list)
        {
            for (int i = 0; i < Math.Min(list.Count, MostItems); i++)
            {
                int index = i;
                foreach ((string what, JsonNode? value) in Others(list[index]))
                    yield return ($"{path}[{index}] = {what}", With(root, steps, parent => parent.AsArray()[index] = value?.DeepClone()));
                foreach ((string Label, JsonNode Bad) deeper in Below(root, $"{path}[{index}]", list[index], [.. steps, index]))
                    yield return deeper;
            }
        }
    }

    /// <summary>Members to damage: all, or of a long table of like ones the first few.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonObject found) =>
        found.Count > MostItems && found.Select(member => member.Value?.GetValueKind()).Distinct().Count() == 1 && found.First().Value is JsonArray or JsonValue
            ? found.Take(MostItems)
            : found;

    /// <summary>Values of another kind than the one that stands there.</summary>
    private static IEnumerable<(string What, JsonNode? Value)> Others(JsonNode? node)
    {
        JsonValueKind kind = node?.GetValueKind() ?? JsonValueKind.Null;
        if (kind != JsonValueKind.Object)
            yield return ("object", new JsonObject());
        if (kind != JsonValueKind.Array)
            yield return ("list", new JsonArray());
        if (kind is not (JsonValueKind.True or JsonValueKind.False))
            yield return ("true", JsonValue.Create(true));
        yield return ("no word", JsonValue.Create("%&"));
        yield return ("empty", JsonValue.Create(""));
    }

    private static JsonNode With(JsonNode root, object[] steps, Action<JsonNode> change)
    {
        JsonNode copy = root.DeepClone();
        JsonNode place = copy;
        foreach (object step in steps)
            place = step is int index ? place[index]! : place[(string)step]!;
        change(place);
        return copy;
    }
}
