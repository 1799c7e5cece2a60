using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The private events of USD-M and its mark price event.</summary>
internal static class BinanceFuturesEvents
{
    private const long FundingPeriodMilliseconds = 8 * 3_600_000L;

    public static byte[] OrderTradeUpdate(ExecutionUpdate update, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "ORDER_TRADE_UPDATE");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteNumber("T", update.Time.ToMilliseconds());
        writer.WriteStartObject("o");
        WriteTerms(writer, update);
        WriteExecution(writer, update);
        writer.WriteEndObject();
    });

    public static byte[] AccountUpdate(ExecutionUpdate update, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "ACCOUNT_UPDATE");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteNumber("T", update.Time.ToMilliseconds());
        writer.WriteStartObject("a");
        writer.WriteString("m", "ORDER");
        writer.WritePropertyName("B");
        writer.Items(update.Statement.Balances, (target, balance) => WriteBalance(target, balance, 0));
        writer.WritePropertyName("P");
        writer.Items(update.Statement.Positions.Where(position => position.Symbol == update.Order.Symbol), WritePosition);
        writer.WriteEndObject();
    });

    public static byte[] DepositUpdate(AccountChange change, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "ACCOUNT_UPDATE");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteNumber("T", change.Time.ToMilliseconds());
        writer.WriteStartObject("a");
        writer.WriteString("m", change.Quantity < 0 ? "WITHDRAW" : "DEPOSIT");
        writer.WritePropertyName("B");
        writer.Items(
            change.Statement.Balances.Where(balance => balance.Asset == change.Subject),
            (target, balance) => WriteBalance(target, balance, change.Quantity));
        writer.WriteStartArray("P");
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static byte[] LeverageUpdate(AccountChange change, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "ACCOUNT_CONFIG_UPDATE");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteNumber("T", change.Time.ToMilliseconds());
        writer.WriteStartObject("ac");
        writer.WriteString("s", change.Subject);
        writer.WriteNumber("l", change.Quantity);
        writer.WriteEndObject();
    });

    public static byte[] MarkPriceUpdate(SimulatedMarket market, decimal mark, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "markPriceUpdate");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteString("s", market.Instrument.Symbol);
        writer.Amount("p", mark);
        writer.Amount("i", mark);
        writer.Amount("P", mark);
        writer.Amount("r", 0);
        writer.WriteNumber("T", NextFunding(now));
    });

    /// <summary>The next multiple of eight hours, UTC; the simulation charges no funding yet.</summary>
    public static long NextFunding(Instant now) =>
        ((now.ToMilliseconds() / FundingPeriodMilliseconds) + 1) * FundingPeriodMilliseconds;

    // bc is what changed for other reasons than profit and commission.
    private static void WriteBalance(Utf8JsonWriter writer, StatementBalance balance, decimal change)
    {
        writer.WriteString("a", balance.Asset);
        writer.Amount("wb", balance.Quantity);
        writer.Amount("cw", balance.Quantity);
        writer.Amount("bc", change);
    }

    private static void WritePosition(Utf8JsonWriter writer, StatementPosition statement)
    {
        SimulatedPosition position = statement.Position;
        string entry = BinanceJson.Fixed(position.EntryPrice, BinanceFuturesReference.AveragePriceDecimals);
        writer.WriteString("s", statement.Symbol);
        writer.WriteString("pa", BinanceFuturesReference.Quantity(position.Instrument, position.Quantity));
        writer.WriteString("ep", entry);
        writer.WriteString("bep", entry);
        writer.WriteString("cr", "0");
        writer.Amount("up", statement.UnrealisedProfit);
        writer.WriteString("mt", "cross");
        writer.WriteString("iw", "0");
        writer.WriteString("ps", "BOTH");
    }

    private static void WriteTerms(Utf8JsonWriter writer, ExecutionUpdate update)
    {
        OrderTerms terms = update.Order.Terms;
        writer.WriteString("s", update.Order.Symbol);
        writer.WriteString("c", update.Order.ClientOrderId);
        writer.WriteString("S", BinanceJson.Name(terms.Side));
        writer.WriteString("o", "LIMIT");
        writer.WriteString("f", "IOC");
        writer.WriteString("q", BinanceFuturesReference.Quantity(terms.Instrument, terms.Quantity));
        writer.WriteString("p", BinanceFuturesReference.Price(terms.Instrument, terms.Price));
        writer.WriteString("ap", BinanceJson.Fixed(update.Order.AveragePrice, BinanceFuturesReference.AveragePriceDecimals));
        writer.WriteString("sp", "0");
        writer.WriteString("x", BinanceOrderWords.ExecutionType(update.Kind));
        writer.WriteString("X", BinanceOrderWords.Status(update.Order.State));
        writer.WriteNumber("i", update.Order.OrderId);
    }

    private static void WriteExecution(Utf8JsonWriter writer, ExecutionUpdate update)
    {
        Instrument instrument = update.Order.Terms.Instrument;
        SimulatedFill? fill = update.Fill;
        writer.WriteString("l", BinanceFuturesReference.Quantity(instrument, fill?.Quantity ?? 0));
        writer.WriteString("z", BinanceFuturesReference.Quantity(instrument, update.Order.CumulativeQuantity));
        writer.WriteString("L", BinanceFuturesReference.Price(instrument, fill?.Price ?? 0));

        // The venue leaves N and n out when there is no commission.
        if (fill is not null)
        {
            writer.WriteString("N", fill.FeeAsset);
            writer.Amount("n", fill.Fee);
        }

        writer.WriteNumber("T", update.Time.ToMilliseconds());
        writer.WriteNumber("t", fill?.TradeId ?? 0);
        writer.WriteString("b", "0");
        writer.WriteString("a", "0");
        writer.WriteBoolean("m", false);
        writer.WriteBoolean("R", update.Order.Terms.Request.ReduceOnly);
        writer.WriteString("wt", "CONTRACT_PRICE");
        writer.WriteString("ot", "LIMIT");
        writer.WriteString("ps", "BOTH");
        writer.WriteBoolean("cp", false);
        writer.WriteBoolean("pP", false);
        writer.WriteNumber("si", 0);
        writer.WriteNumber("ss", 0);
        writer.Amount("rp", fill?.RealisedProfit ?? 0);
        writer.WriteString("V", "NONE");
        writer.WriteString("pm", "NONE");
        writer.WriteNumber("gtd", 0);
    }
}
