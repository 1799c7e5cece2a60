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
        writer.Items(update.Statement.Balances, (target, balance) => WriteBalance(target, balance, update.Statement, 0));
        writer.WritePropertyName("P");
        writer.Items(update.Statement.Positions.Where(position => position.Symbol == update.Order.Symbol), WritePosition);
        writer.WriteEndObject();
    });

    public static byte[] BalanceUpdate(AccountChange change, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "ACCOUNT_UPDATE");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteNumber("T", change.Time.ToMilliseconds());
        writer.WriteStartObject("a");
        writer.WriteString("m", Reason(change));
        writer.WritePropertyName("B");
        writer.Items(
            change.Statement.Balances.Where(balance => balance.Asset == change.Subject),
            (target, balance) => WriteBalance(target, balance, change.Statement, change.Quantity));

        // Funding of a cross position is told by the balance alone, of an isolated one with its position.
        writer.WritePropertyName("P");
        writer.Items(change.Statement.Positions.Where(position => change.Account.IsIsolated && position.Symbol == change.Symbol), WritePosition);
        writer.WriteEndObject();
    });

    /// <summary>The positions of the account, or the isolated one, with the maintenance margin that each needs.</summary>
    public static byte[] MarginCall(AccountChange change, BinanceFuturesAccount accounts, Instant now) => BinanceJson.Object(writer =>
    {
        AccountStatement statement = change.Statement;
        writer.WriteString("e", "MARGIN_CALL");
        writer.WriteNumber("E", now.ToMilliseconds());
        if (!change.Account.IsIsolated)
            writer.Amount("cw", statement.Balance(statement.Margin!.Asset));
        writer.WritePropertyName("p");
        writer.Items(
            statement.Positions.Where(held => held.Quantity != 0m && (!change.Account.IsIsolated || held.Symbol == change.Subject)),
            (target, held) =>
            {
                target.WriteString("s", held.Symbol);
                target.WriteString("ps", "BOTH");
                target.WriteString("pa", BinanceFuturesReference.Quantity(held.Position.Instrument, held.Quantity));
                target.WriteString("mt", change.Account.IsIsolated ? "ISOLATED" : "CROSSED");
                target.Amount("iw", held.Position.IsolatedMargin);
                target.Amount("mp", held.MarkPrice ?? 0m);
                target.Amount("up", held.UnrealisedProfit);
                target.Amount("mm", accounts.Maintenance(statement, held.Symbol));
            });
    });

    private static string Reason(AccountChange change) => change.Kind switch
    {
        AccountChangeKind.Funding => "FUNDING_FEE",
        AccountChangeKind.Insurance => "INSURANCE_CLEAR",
        AccountChangeKind.Interest => "MARGIN_TRANSFER",
        _ => change.Quantity < 0 ? "WITHDRAW" : "DEPOSIT",
    };

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
        writer.Amount("r", market.Funding?.Rate ?? 0);
        writer.WriteNumber("T", NextFunding(market, now));
    });

    /// <summary>When the market charges funding next; the next multiple of eight hours, UTC, where it charges none.</summary>
    public static long NextFunding(SimulatedMarket market, Instant now)
    {
        long period = market.Funding is { } terms ? (long)(terms.IntervalHours * 3_600_000m) : FundingPeriodMilliseconds;
        long first = market.Funding?.Next.ToMilliseconds() ?? 0L;
        return first + (((long)Math.Floor((decimal)(now.ToMilliseconds() - first) / period) + 1L) * period);
    }

    // wb holds what stands for isolated positions too, cw does not; bc is what changed for other reasons than profit and commission.
    private static void WriteBalance(Utf8JsonWriter writer, StatementBalance balance, AccountStatement statement, decimal change)
    {
        writer.WriteString("a", balance.Asset);
        writer.Amount("wb", BinanceFuturesAccount.Wallet(statement, balance.Asset));
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
        writer.WriteString("mt", position.IsIsolated ? "isolated" : "cross");
        writer.Amount("iw", position.IsolatedMargin);
        writer.WriteString("ps", "BOTH");
    }

    private static string Type(OrderTerms terms) => terms.Request.IsLiquidation ? "LIQUIDATION" : "LIMIT";

    private static void WriteTerms(Utf8JsonWriter writer, ExecutionUpdate update)
    {
        OrderTerms terms = update.Order.Terms;
        writer.WriteString("s", update.Order.Symbol);
        writer.WriteString("c", update.Order.ClientOrderId);
        writer.WriteString("S", BinanceJson.Name(terms.Side));
        writer.WriteString("o", Type(terms));
        writer.WriteString("f", BinanceOrderWords.TimeInForce(update.Order, spot: false));
        writer.WriteString("q", BinanceFuturesReference.Quantity(terms.Instrument, terms.Quantity));
        writer.WriteString("p", BinanceFuturesReference.Price(terms.Instrument, terms.Price));
        writer.WriteString("ap", BinanceJson.Fixed(update.Order.AveragePrice, BinanceFuturesReference.AveragePriceDecimals));
        writer.WriteString("sp", "0");
        writer.WriteString("x", BinanceOrderWords.ExecutionType(update.Kind));
        writer.WriteString("X", BinanceOrderWords.Status(update.Order));
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
        writer.WriteBoolean("m", fill?.IsMaker ?? false);
        writer.WriteBoolean("R", update.Order.Terms.Request.ReduceOnly);
        writer.WriteString("wt", "CONTRACT_PRICE");
        writer.WriteString("ot", Type(update.Order.Terms));
        writer.WriteString("ps", "BOTH");
        writer.WriteBoolean("cp", false);
        writer.WriteBoolean("pP", false);
        writer.WriteNumber("si", 0);
        writer.WriteNumber("ss", 0);
        writer.Amount("rp", fill?.RealisedProfit ?? 0);
        writer.WriteString("V", BinanceOrderWords.SelfMatch(update.Order));
        writer.WriteString("pm", "NONE");
        writer.WriteNumber("gtd", 0);
    }
}
