using System.Text;
using System.Text.Json;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>Proofs of identity against the vectors that venues print or that were computed from their recipes.</summary>
public sealed class SessionLogonTests
{
    [SharedDataFact]
    public void Sign_Ed25519_IsThatOfTheDocumentedLogon()
    {
        JsonElement vector = Vector("binance-fix");
        FixVenueSessionOptions session = Session("EXAMPLE", "SPOT", "sBRXrJx2", vector.GetProperty("private_key_pem_documentation_only").GetString()!);
        FixLogonDialect dialect = new() { Proof = FixLogonProof.Ed25519RawData, ResetsNumbers = true, OrderFields = [new FixExtraField(25035, "2")] };
        using SessionLogon logon = new(dialect, FixSessionUse.Orders, session, null);
        string body = Signed(logon, new FixLogonStamp("EXAMPLE", "SPOT", 1, new DateTime(2024, 6, 27, 11, 17, 25, 223, DateTimeKind.Utc), "20240627-11:17:25.223"));
        Assert.Equal($"95=88|96={vector.GetProperty("expected").GetString()}|553=sBRXrJx2|25035=2|", body);
    }

    [SharedDataFact]
    public void Sign_Hmac_IsThatOfTheRecipe()
    {
        JsonElement vector = Vector("kraken-fix");
        FixVenueSessionOptions session = Session("TEST-CLIENT", "KRAKEN-TRD", "APIKEY", vector.GetProperty("secret").GetString()!);
        FixLogonDialect dialect = new() { Proof = FixLogonProof.HmacSha512Password, MarketDataProof = FixLogonProof.None, CancelOnDisconnect = new FixExtraField(8674, "0"), KeepOnDisconnect = new FixExtraField(8674, "1") };
        DateTime at = DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_000);
        FixLogonStamp stamp = new("TEST-CLIENT", "KRAKEN-TRD", 1, at, "20231114-22:13:20.000");
        using SessionLogon cancelling = new(dialect, FixSessionUse.Orders, session, cancelOnDisconnect: true);
        using SessionLogon keeping = new(dialect, FixSessionUse.Orders, session, cancelOnDisconnect: false);
        using SessionLogon prices = new(dialect, FixSessionUse.MarketData, session, cancelOnDisconnect: true);
        string proof = $"553=APIKEY|554={vector.GetProperty("expected").GetString()}|5025=1700000000000|";
        Assert.Equal(proof + "8674=0|", Signed(cancelling, stamp));
        Assert.Equal(proof + "8674=1|", Signed(keeping, stamp));
        Assert.Equal("", Signed(prices, stamp));
        Assert.Contains("5025=1700000000001|", Signed(cancelling, stamp), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FixLogonProof.Ed25519RawData, "key", "no key at all")]
    [InlineData(FixLogonProof.HmacSha512Password, "key", "%%%")]
    [InlineData(FixLogonProof.HmacSha512Password, null, "c2VjcmV0")]
    public void Construct_KeyThatCannotSign_IsRefusedByName(FixLogonProof proof, string? user, string password) =>
        Assert.Throws<VenueConfigurationException>(() => new SessionLogon(
            new FixLogonDialect { Proof = proof }, FixSessionUse.Orders, Session("A", "B", user, password), null));

    private static string Signed(SessionLogon logon, FixLogonStamp stamp)
    {
        FixMessageWriter writer = new();
        writer.Begin(FixMsgType.Logon);
        logon.Sign(writer, stamp);
        return Encoding.ASCII.GetString(writer.Body).Replace('\u0001', '|');
    }

    private static FixVenueSessionOptions Session(string sender, string target, string? user, string password) =>
        new() { Host = "x", Port = 1, SenderCompId = sender, TargetCompId = target, Username = user, Password = password };

    private static JsonElement Vector(string venue)
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("data/signing/rest-ws-fix-vectors.json")));
        return vectors.RootElement.EnumerateArray().Single(one => one.GetProperty("venue").GetString() == venue).Clone();
    }
}
