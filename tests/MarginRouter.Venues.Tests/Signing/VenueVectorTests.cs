using System.Text;
using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Signing;

/// <summary>Every vector of data/signing, by the recipe of its venue.</summary>
public sealed class VenueVectorTests
{
    private const int Known = 11;

    public static TheoryData<int> Vectors() => SharedData.Folder is null ? [0] : [.. Enumerable.Range(0, Known)];

    [SharedDataFact]
    public void Vectors_AreAllCovered() => Assert.Equal(Known, Read().Length);

    [SharedDataTheory]
    [MemberData(nameof(Vectors))]
    public void Sign_VectorOfTheVenue_IsExact(int index)
    {
        JsonElement vector = Read()[index];
        Assert.Equal(Text(vector, "expected"), Signature(vector));
        if (vector.TryGetProperty("expected_passphrase", out JsonElement passphrase))
            Assert.Equal(passphrase.GetString(), new HmacSha256Signer(Text(vector, "secret")).SignBase64(Text(vector, "passphrase")));
    }

    private static string Signature(JsonElement vector) => Text(vector, "venue") switch
    {
        "kraken" => KrakenSignature.Sign(Secret(vector), Text(vector, "path"), Text(vector, "nonce"), Text(vector, "body")),
        "kraken-futures" => KrakenSignature.SignFutures(
            Secret(vector), Text(vector, "endpointPath"), Text(vector, "nonce"), Text(vector, "postData")),
        "kraken-fix" => KrakenSignature.SignLogon(Secret(vector), Fix(Text(vector, "messageInput")), Text(vector, "nonce_5025")),
        "binance" => new HmacSha256Signer(Text(vector, "secret")).Sign(Text(vector, "payload")),
        "binance-fix" => Ed25519(vector),
        "bybit" => new HmacSha256Signer(Text(vector, "secret")).Sign(Text(vector, "prehash")),
        "okx" or "kucoin" => new HmacSha256Signer(Text(vector, "secret")).SignBase64(Text(vector, "prehash")),
        { } venue => throw new InvalidOperationException($"no recipe for {venue}"),
    };

    private static string Ed25519(JsonElement vector)
    {
        using Ed25519Signer signer = new(Text(vector, "private_key_pem_documentation_only"));
        return signer.SignBase64(Encoding.ASCII.GetBytes(Fix(Text(vector, "payload"))));
    }

    private static string Fix(string text) => text.Replace('|', '\u0001');

    private static byte[] Secret(JsonElement vector) => Convert.FromBase64String(Text(vector, "secret"));

    private static string Text(JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    private static JsonElement[] Read() =>
        [.. JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("data/signing/rest-ws-fix-vectors.json"))).EnumerateArray()];
}
