using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Tests.Margin.Stress;

public sealed class StressFundingTests
{
    private const string Desk = """
        {"desk": "d", "currency": "USDT", "accounts": [{"name": "a", "rules": "binance/usdm-cross",
          "account": {"collateral": [{"asset": "USDT", "quantity": "50000"}], "positions": [
            {"instrument": "BTCUSDT-PERP", "underlying": "BTC", "kind": "linear", "quantity": "1", "entryPrice": "60000", "mark": "60000", "leverage": "10"},
            {"instrument": "ETHUSDT-PERP", "underlying": "ETH", "kind": "linear", "quantity": "-10", "entryPrice": "3000", "mark": "3000", "leverage": "10"},
            {"instrument": "SOLUSDT-PERP", "underlying": "SOL", "kind": "linear", "quantity": "5", "entryPrice": "150", "mark": "150", "leverage": "10"}]},
          "funding": {"BTCUSDT-PERP": "0.0001", "ETHUSDT-PERP": "0.0002"}, "fundingHours": {"ETHUSDT-PERP": "4"}}]}
        """;

    [Fact]
    public void Of_LongsAndShorts_CountsPaymentsByTheirIntervalAndNamesWhatHasNoRate()
    {
        StressFunding found = StressFunding.Of(Read(Desk, out ImmutableArray<RuleSetError> errors)!.Accounts.Single())!;
        Assert.Empty(errors);
        Assert.Equal(90_000m, found.Exposure);

        // Three payments of 6 on the long coin, six of -6 on the short one.
        Assert.Equal([3L, 6L], found.Forecast.Amounts.Select(amount => amount.Payments));
        Assert.Equal(18m - 36m, found.Forecast.Expected);
        Assert.Equal<IEnumerable<string>>(["SOLUSDT-PERP"], found.Missing);
    }

    [Fact]
    public void Read_HoursWithoutARate_IsAnError()
    {
        Assert.Null(Read(Desk.Replace("\"ETHUSDT-PERP\": \"4\"", "\"SOLUSDT-PERP\": \"4\"", StringComparison.Ordinal), out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.Message.Contains("there is no funding rate of 'SOLUSDT-PERP'", StringComparison.Ordinal));
    }

    private static StressDesk? Read(string text, out ImmutableArray<RuleSetError> errors) =>
        StressDeskJson.Read("desk.json", Encoding.UTF8.GetBytes(text), RuleFiles.Load, out errors);
}
