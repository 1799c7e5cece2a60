using MarginRouter.Core.Engine.Commands;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Each input that a child depends on, missing in turn: refused by name, and nothing leaves.</summary>
public sealed class MissingInputScenarioTests
{
    /// <summary>How the market is opened, what happens next, and the refusal of a buy at alpha.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        { "open no BTCUSDT", "", "BookUnavailable(book of BTCUSDT is Empty)" },
        { "open", "book BTCUSDT Gapped", "BookUnavailable(book of BTCUSDT is Gapped)" },
        { "open", "book BTCUSDT Crossed", "BookUnavailable(book of BTCUSDT is Crossed)" },
        { "open", "book BTCUSDT Stale", "BookUnavailable(book of BTCUSDT is Stale)" },
        { "open", "wait 5001; mark BTCUSDT 60000; book USDT/USD 0.9999x1 / 1.0001x1", "BookStale(book of BTCUSDT, age in ms)" },
        { "open", "book BTCUSDT / 60010x1", "PriceMissing(arrival price of BTC-USD)" },
        { "open no mark", "", "PriceMissing(mark of BTCUSDT)" },
        { "open", "wait 5001; book BTCUSDT 59990x1 / 60010x1; book USDT/USD 0.9999x1 / 1.0001x1", "PriceStale(mark of BTCUSDT, age in ms)" },
        { "open no USDT/USD", "", "CurrencyMissing(USDT in USD: beta:USDT/USD OwnBook Missing)" },
        { "open", "wait 5001; book BTCUSDT 59990x1 / 60010x1; mark BTCUSDT 60000", "CurrencyMissing(USDT in USD: beta:USDT/USD OwnBook Stale)" },
        { "open no alpha-1", "", "AccountSnapshotMissing(alpha-1)" },
        { "open", "down alpha; up alpha", "AccountSnapshotMissing(alpha-1)" },
        { "open no leverage", "", "LeverageMissing(BTCUSDT of alpha-1)" },
        { "open no alpha", "", "VenueDisconnected(alpha)" },
        { "open", "down alpha", "VenueDisconnected(alpha)" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_OneInputMissing_RefusesByNameAndSendsNothing(string open, string then, string refusal)
    {
        // Only alpha's book gives prices, so that the missing one shows.
        TestSession session = EngineScript.Check($"> {open.Replace("open no", "open no BTC/USD BTC-USD", StringComparison.Ordinal)}");
        if (open == "open")
            EngineScript.Check(session, "> book BTC/USD Empty\n> book BTC-USD Empty");
        foreach (string step in then.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            EngineScript.Check(session, $"> {step}");
        EngineScript.Check(session, $"""
            > buy A1 0.5 desk SOLO
            decide 1.1: 0 planned, 0.5 left, held back by {refusal}
            report 1 A1 Rejected Rejected 0+0 of 0.5 avg 0, {refusal}
            ? reserved
            """);
        Assert.DoesNotContain(session.Apply(new Core.Engine.Events.TimeAdvanced()), command => command is SendChild);
    }

    [Fact]
    public void Apply_NothingMissing_Sends() => EngineScript.Check("""
        > open no BTC/USD BTC-USD
        > wait 4900
        > buy A1 0.5 desk SOLO
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        """);

    [Fact]
    public void Apply_TierTableMissing_RefusesByName() => EngineScript.Check("""
        > open
        > buy A1 0.5 desk SOLO symbol NEW-USD
        decide 1.1: 0 planned, 0.5 left, held back by TierMissing(NEWUSDT in binance/usdm-cross)
        report 1 A1 Rejected Rejected 0+0 of 0.5 avg 0, TierMissing(NEWUSDT in binance/usdm-cross)
        """);

    [Fact]
    public void Apply_StatementThatCannotBe_IsNotTakenAndTheAccountIsRefusedUntilTheNext() => EngineScript.Check("""
        > open
        > state alpha-1 USDT=5000 BTCUSDT=0.5@0*10
        alarm invalidStatement
        ? account alpha-1
        USDT 1000000
        > buy A1 0.5 desk SOLO
        decide 1.1: 0 planned, 0.5 left, held back by AccountSnapshotMissing(alpha-1)
        report 1 A1 Rejected Rejected 0+0 of 0.5 avg 0, AccountSnapshotMissing(alpha-1)
        > state alpha-1 USDT=1000000 BTCUSDT=0.5@60000*10
        > sell A2 0.5 desk SOLO
        decide 2.1: 0.5 planned, 0 left
        report 2 A2 New New 0+0.5 of 0.5 avg 0
        send 2.1.0 alpha-1 Sell 0.5 BTCUSDT @ 59990
        """);

    [Fact]
    public void Apply_InputMissingAtOneVenueOnly_UsesTheOthers() => EngineScript.Check("""
        > open no mark
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 beta-1 Buy 0.5 BTC/USD @ 60110
        """);

    [Fact]
    public void Apply_MarkMissingAndPositionShrinks_SendsReduceOnly() => EngineScript.Check("""
        > open no mark
        > state alpha-1 USDT=1000000 BTCUSDT=0.4@60000*10
        > sell A1 0.5 desk SOLO
        decide 1.1: 0.4 planned, 0.1 left, held back by PriceMissing(mark of BTCUSDT)
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Sell 0.4 BTCUSDT @ 59990 reduce-only
        """);
}
