using System.Buffers;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Binance;

public sealed class ApiParametersTests
{
    private static readonly ApiIdentity Identity = new("the-key", ApiSigner.Of("the-secret"));

    [Fact]
    public void SignForApi_SignsAllParametersInAlphabeticalOrder()
    {
        ApiParameters parameters = new ApiParameters().Add("symbol", "BTCUSDT").Add("price", 61602.010m).Add("orderId", 7);
        parameters.Stamp(Instant.FromMilliseconds(1_700_000_000_123), TimeSpan.FromSeconds(5));
        parameters.SignForApi(Identity);

        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes))
        {
            writer.WriteStartObject();
            parameters.WriteTo(writer);
            writer.WriteEndObject();
        }

        const string signed = "apiKey=the-key&orderId=7&price=61602.01&recvWindow=5000&symbol=BTCUSDT&timestamp=1700000000123";
        string signature = Identity.Signer.Sign(signed);
        Assert.Equal(
            $$"""{"apiKey":"the-key","orderId":7,"price":"61602.01","recvWindow":5000,"signature":"{{signature}}","symbol":"BTCUSDT","timestamp":1700000000123}""",
            Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    [Fact]
    public void SignedQuery_EscapesBeforeSigning()
    {
        string query = new ApiParameters().Add("symbol", "币安USDT").SignedQuery(Identity);
        const string escaped = "symbol=%E5%B8%81%E5%AE%89USDT";
        Assert.Equal($"{escaped}&signature={Identity.Signer.Sign(escaped)}", query);
    }

    /// <summary>The key of RFC 8032, section 7.1, test 1; the signer itself is held to the venue's own vector elsewhere.</summary>
    [Fact]
    public void Sign_WithAnEd25519Key_IsThatOfTheSystemsLibrary()
    {
        const string pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";
        using Ed25519Signer reference = new(pem);
        Assert.Equal(reference.SignBase64("timestamp=1"u8), ApiSigner.Of(pem).Sign("timestamp=1"));
    }

    [Theory]
    [InlineData("0.00100000", "0.001")]
    [InlineData("1000", "1000")]
    [InlineData("0.000000010", "0.00000001")]
    public void Add_Decimal_IsPlainAndShort(string value, string expected)
    {
        string query = new ApiParameters()
            .Add("q", decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).SignedQuery(Identity);
        Assert.StartsWith($"q={expected}&", query, StringComparison.Ordinal);
    }
}
