using System.Text;

namespace MarginRouter.LoadTests.Fuzz;

/// <summary>One message of a made-up session.</summary>
/// <param name="Text">The venue's text as UTF-8.</param>
/// <param name="Url">Address of the REST request that it answers; null for a frame of a socket.</param>
internal sealed record FuzzMessage(byte[] Text, string? Url)
{
    /// <summary>A frame of a socket.</summary>
    public static FuzzMessage Frame(string text) => new(Encoding.UTF8.GetBytes(text), null);

    /// <summary>The answer to a REST request.</summary>
    public static FuzzMessage Answer(string url, string text) => new(Encoding.UTF8.GetBytes(text), url);
}
