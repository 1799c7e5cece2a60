using MarginRouter.Fix.Codec;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>The dialects of the shipped venue files, as config/venues has them, and a key made for these tests.</summary>
internal static class TestDialects
{
    /// <summary>An Ed25519 private key that signs nothing outside of tests.</summary>
    public const string PrivateKey = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIEuDryCjzkPWBj+HBZ43zKSB2LNPk7qnEK5q3kEXJxa\n-----END PRIVATE KEY-----\n";

    /// <summary>Its public key, 32 bytes in base 64.</summary>
    public const string PublicKey = "8S2SkcGVfMUVYo1fwtvvZxRpHhK0wAFDPiXPYU0rrr0=";

    public static FixDialect Binance { get; } = new()
    {
        Timestamps = FixTimestampPrecision.Microseconds,
        Statements = FixStatementSource.Reader,
        Logon = new FixLogonDialect
        {
            Proof = FixLogonProof.Ed25519RawData,
            MarketDataProof = FixLogonProof.Ed25519RawData,
            ResetsNumbers = true,
            OrderFields = [new FixExtraField(25035, "2")],
            MarketDataFields = [new FixExtraField(25035, "2")],
            DropCopyFields = [new FixExtraField(25035, "2"), new FixExtraField(9406, "Y")],
        },
        Orders = new FixOrderDialect
        {
            LongestId = 36,
            SendsAccount = false,
            SendsHandlInst = false,
            SendsTransactTime = false,
            CancelNamesSide = false,
            CancelNamesQuantity = false,
            Day = null,
            GoodTillDate = null,
            ReduceOnly = null,
            Status = FixStatusQuestion.None,
            Replaces = false,
            ListsByMassStatus = false,
        },
        Reports = new FixReportDialect { TradeIdTags = [1003, 17], LiquidityTag = 1057, ErrorCodeTag = 25016, NothingStandsCode = "-2011" },
        Books = new FixBookDialect
        {
            Continuity = FixContinuity.BookUpdateIds,
            DepthRange = (2, 5000),
            SendsUpdateType = false,
            SendsAggregatedBook = true,
            UnsubscribesById = true,
            MarksFromBook = true,
        },
    };

    public static FixDialect Kraken { get; } = new()
    {
        Timestamps = FixTimestampPrecision.Milliseconds,
        Statements = FixStatementSource.Reader,
        Logon = new FixLogonDialect
        {
            Proof = FixLogonProof.HmacSha512Password,
            MarketDataProof = FixLogonProof.None,
            CancelOnDisconnect = new FixExtraField(8674, "0"),
            KeepOnDisconnect = new FixExtraField(8674, "1"),
        },
        Orders = new FixOrderDialect
        {
            Ids = FixOrderIdForm.TimeUuid,
            LongestId = 36,
            SendsAccount = false,
            SendsHandlInst = false,
            CancelNamesQuantity = false,
            Day = null,
            PostOnly = 'P',
            ReduceOnly = null,
            Status = FixStatusQuestion.ByOrderId,
            AnswersMassCancel = false,
            ListsByMassStatus = false,
        },
        Reports = new FixReportDialect { TradeIdTags = [1003, 17], StatesFees = false },
        Books = new FixBookDialect
        {
            Continuity = FixContinuity.Checksum,
            Depths = [10, 25, 100, 500, 1000],
            SendsAggregatedBook = true,
            CutsToDepth = true,
            MarksFromBook = true,
        },
    };
}
