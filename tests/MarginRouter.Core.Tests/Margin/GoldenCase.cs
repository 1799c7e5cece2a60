using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>One worked example of ../shared/golden/margin.json.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement root;

    private GoldenCase(JsonElement root) => this.root = root;

    public decimal Tolerance => root.GetProperty("tolerance").GetDecimal();

    public JsonElement Inputs => root.GetProperty("inputs");

    public static IReadOnlyList<string> Ids(string prefix)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("golden/margin.json")));
        return [.. document.RootElement.EnumerateArray()
            .Select(one => one.GetProperty("id").GetString()!)
            .Where(id => id.StartsWith(prefix, StringComparison.Ordinal))];
    }

    public static GoldenCase Load(string id)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("golden/margin.json")));
        JsonElement found = document.RootElement.EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        return new GoldenCase(found.Clone());
    }

    public decimal Input(string name) => Inputs.GetProperty(name).GetDecimal();

    public decimal[] Numbers(string name) => [.. Inputs.GetProperty(name).EnumerateArray().Select(one => one.GetDecimal())];

    public decimal[] ExpectedList(string name) => [.. root.GetProperty("expected").GetProperty(name).EnumerateArray().Select(one => one.GetDecimal())];

    public decimal ExpectedNumber(string name) => root.GetProperty("expected").GetProperty(name).GetDecimal();

    public void Expect(string name, decimal? found) => Near(root.GetProperty("expected").GetProperty(name).GetDecimal(), found, name);

    /// <summary>Within the case's tolerance, or cut off to the digits that the venue printed.</summary>
    public void Near(decimal expected, decimal? found, string name)
    {
        decimal margin = Tolerance * Math.Max(1m, Math.Abs(expected));
        decimal cut = Math.Round(found ?? decimal.MaxValue, expected.Scale, MidpointRounding.ToZero);
        Assert.True(found is not null && (Math.Abs(expected - found.Value) <= margin || cut == expected), $"{name}: {found}, published {expected}");
    }
}
