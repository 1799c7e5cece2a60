using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Kraken.Trading;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Statements from ledger entries: whole trades only, by the trade's own time, on top of the newest full statement.</summary>
public sealed class BalanceStreamTests
{
    private static readonly SubaccountId Account = new(4);

    private readonly TradeTimes trades = new();
    private readonly BalanceStream stream;

    public BalanceStreamTests() => stream = new BalanceStream(Account, trades);

    [Fact]
    public void Take_BeforeAnyStatement_SaysNothing() => Assert.Null(stream.Take(Frame(Entry("USD", 90, "trade", "T1", 5), Entry("BTC", 1, "trade", "T1", 5))));

    [Fact]
    public void Take_HalfATrade_SaysNothingUntilTheOtherHalf()
    {
        Base(1, ("USD", 100));
        Assert.Null(stream.Take(Frame(Entry("BTC", 1, "trade", "T1", 5))));
        AccountSnapshot whole = stream.Take(Frame(Entry("USD", 90, "trade", "T1", 5)))!;
        Assert.Equal((Account, Seconds(5)), (whole.Subaccount, whole.AsOf));
        Assert.Equal([("BTC", 1m), ("USD", 90m)], Amounts(whole));
    }

    [Fact]
    public void Take_EntryOfTheStatement_IsNotAppliedAgain()
    {
        Base(10, ("USD", 90), ("BTC", 1));
        Assert.Null(stream.Take(Frame(Entry("USD", 80, "trade", "T1", 5), Entry("BTC", 2, "trade", "T1", 5))));
        Assert.Equal([("BTC", 1m), ("USD", 70m)], Amounts(stream.Take(Frame(Entry("USD", 70, "withdrawal", "W1", 11)))!));
    }

    [Fact]
    public void Rebase_EntriesThatCameMeanwhile_AreAppliedOnTop()
    {
        Base(1, ("USD", 100));
        stream.Take(Frame(Entry("USD", 90, "trade", "T1", 5), Entry("BTC", 1, "trade", "T1", 5)));
        stream.Take(Frame(Entry("USD", 80, "trade", "T2", 7), Entry("BTC", 2, "trade", "T2", 7)));
        Base(6, ("USD", 90), ("BTC", 1));
        AccountSnapshot next = stream.Take(Frame(Entry("EUR", 3, "deposit", "D1", 8)))!;
        Assert.Equal([("BTC", 2m), ("EUR", 3m), ("USD", 80m)], Amounts(next));
        Assert.Equal(Seconds(8), next.AsOf);
    }

    [Fact]
    public void Take_TradeWhoseExecutionIsKnown_CarriesTheExecutionsTime()
    {
        Base(1, ("USD", 100));
        trades.Note("T1", new Instant(Seconds(5).Nanoseconds + 123_000));
        AccountSnapshot whole = stream.Take(Frame(Entry("USD", 90, "trade", "T1", 5), Entry("XXBT", 1, "trade", "T1", 5)))!;
        Assert.Equal(Seconds(5).Nanoseconds + 123_000, whole.AsOf.Nanoseconds);
        Assert.Equal([("BTC", 1m), ("USD", 90m)], Amounts(whole));
    }

    private static Instant Seconds(int seconds) => Instant.FromMilliseconds(1_700_000_000_000 + (seconds * 1_000L));

    private static IEnumerable<(string Asset, decimal Quantity)> Amounts(AccountSnapshot snapshot) =>
        snapshot.Balances.Select(balance => (balance.Asset.Code, balance.Quantity));

    private static string Entry(string asset, decimal balance, string type, string reference, int seconds) =>
        $$"""{"asset":"{{asset}}","balance":{{balance}},"amount":0,"fee":0,"type":"{{type}}","ref_id":"{{reference}}","timestamp":"{{DateTime.UnixEpoch.AddTicks(Seconds(seconds).Nanoseconds / 100):yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}}"}""";

    private static JsonElement Frame(params string[] entries) =>
        JsonElement.Parse($$"""{"channel":"balances","type":"update","data":[{{string.Join(',', entries)}}],"sequence":2}""");

    private void Base(int seconds, params (string Asset, decimal Quantity)[] balances) => stream.Rebase(new AccountSnapshot(
        Account,
        Seconds(seconds),
        [.. balances.Select(balance => new AssetBalance(new Asset(balance.Asset), balance.Quantity))],
        []));
}
