using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Kraken.Rest;

namespace MarginRouter.Venues.Tests.Kraken;

public sealed class KrakenSignatureTests
{
    [SharedDataFact]
    public void Sign_DocumentedExample_GivesThePrintedSignature()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/signing/rest-ws-fix-vectors.json")));
        JsonElement root = vectors.RootElement.ValueKind == JsonValueKind.Array ? vectors.RootElement : vectors.RootElement.GetProperty("vectors");
        JsonElement vector = root.EnumerateArray().Single(one => one.GetProperty("venue").GetString() == "kraken");

        string signature = KrakenSignature.Sign(
            Convert.FromBase64String(vector.GetProperty("secret").GetString()!),
            vector.GetProperty("path").GetString()!,
            vector.GetProperty("nonce").GetString()!,
            vector.GetProperty("body").GetString()!);

        Assert.Equal(vector.GetProperty("expected").GetString(), signature);
    }
}
