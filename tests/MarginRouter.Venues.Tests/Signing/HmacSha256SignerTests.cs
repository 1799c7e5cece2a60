using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Signing;

public sealed class HmacSha256SignerTests
{
    /// <summary>Every vector in which the secret is plain text and the signature 64 hexadecimal digits: Binance and Bybit.</summary>
    [SharedDataFact]
    public void Sign_PublishedVectors_Agree()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/signing/rest-ws-fix-vectors.json")));
        int compared = 0;
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            string? text = Text(vector, "payload") ?? Text(vector, "prehash");
            string? expected = Text(vector, "expected");
            if (text is null || expected is not { Length: 64 } || Text(vector, "secret") is not { } secret)
                continue;
            Assert.Equal(expected, new HmacSha256Signer(secret).Sign(text));
            compared++;
        }

        Assert.Equal(4, compared);
    }

    [Fact]
    public void New_EmptySecret_IsRefused() => Assert.Throws<ArgumentException>(() => new HmacSha256Signer(""));

    private static string? Text(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out JsonElement member) ? member.GetString() : null;
}
