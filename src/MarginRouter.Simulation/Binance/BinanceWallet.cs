using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The wallet endpoints, which Binance serves beside spot (developers.binance.com/docs, wallet).</summary>
internal static class BinanceWallet
{
    /// <summary>/sapi/v1/capital/config/getall: every coin with what the account has of it; the simulated venue knows no networks.</summary>
    public static byte[] Coins(SimulatedExchange exchange, AccountStatement statement)
    {
        IEnumerable<string> coins = exchange.Markets.Values
            .SelectMany(market => new[] { market.Instrument.Base.Code, market.Instrument.Quote.Code })
            .Concat(statement.Balances.Select(balance => balance.Asset))
            .Distinct()
            .Order(StringComparer.Ordinal);
        return BinanceJson.Array(coins, (writer, coin) =>
        {
            writer.WriteString("coin", coin);
            writer.WriteBoolean("depositAllEnable", true);
            StatementBalance balance = statement.Balances.FirstOrDefault(one => one.Asset == coin);
            writer.Amount("free", balance.Free);
            writer.Amount("freeze", 0);
            writer.Amount("ipoable", 0);
            writer.Amount("ipoing", 0);
            writer.WriteBoolean("isLegalMoney", false);
            writer.Amount("locked", balance.Locked);
            writer.WriteString("name", coin);
            writer.WriteStartArray("networkList");
            writer.WriteEndArray();
            writer.Amount("storage", 0);
            writer.WriteBoolean("trading", true);
            writer.WriteBoolean("withdrawAllEnable", true);
            writer.Amount("withdrawing", 0);
        });
    }
}
