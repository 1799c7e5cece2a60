using System.Globalization;

namespace MarginRouter.Simulation.Tests.FixDialects;

/// <summary>A received message as its fields in order.</summary>
internal sealed class RawFixMessage
{
    private readonly string text;

    public RawFixMessage(string text)
    {
        this.text = text;
        Fields = [.. text.Split('\u0001').Select(field => field.Split('=', 2)).Select(parts => (parts[0], parts[1]))];
        string upTo = text[..(text.LastIndexOf('\u0001') + 1)];
        Assert.Equal(Fields[^1].Value, (upTo.Sum(character => character) % 256).ToString("D3", CultureInfo.InvariantCulture));
    }

    public (string Tag, string Value)[] Fields { get; }

    /// <summary>The first value of a tag; null when it is not there.</summary>
    public string? this[string tag] => Array.Find(Fields, field => field.Tag == tag).Value;

    /// <summary>A number.</summary>
    public decimal Number(string tag) => decimal.Parse(this[tag] ?? throw new FormatException($"no {tag} in {this}"), CultureInfo.InvariantCulture);

    /// <summary>The entries of a group, each from its first tag on.</summary>
    public List<Dictionary<string, string>> Group(string first)
    {
        List<Dictionary<string, string>> entries = [];
        foreach ((string tag, string value) in Fields)
        {
            if (tag == first)
                entries.Add([]);
            if (entries.Count > 0)
                entries[^1].TryAdd(tag, value);
        }

        return entries;
    }

    public override string ToString() => text.Replace('\u0001', '|');
}
