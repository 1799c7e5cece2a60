using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Private;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>The private REST calls: token, balances, margin, positions, orders and trades.</summary>
internal sealed class KrakenPrivateRest(KrakenPrivateDesk desk, SimulatedExchange exchange, RuleSetMargin margin)
{
    private const int FiatDecimals = 4;
    private const int CoinDecimals = 10;
    private readonly KrakenOrderRest orders = new(desk, exchange);

    /// <summary>Answers an admitted call; null when there is no such call.</summary>
    public byte[]? Answer(KrakenRestCall call, SimulatedAccount account) => call.Name switch
    {
        "GetWebSocketsToken" => Token(account),
        "Balance" => Balance(account),
        "BalanceEx" => ExtendedBalance(account),
        "TradeBalance" => TradeBalance(account),
        "TradeVolume" => TradeVolume(call),
        "OpenPositions" => call.Field("consolidation") == "market" ? ConsolidatedPositions(account) : OpenPositions(account),
        "QueryOrders" => orders.Query(call, account),
        "OpenOrders" => orders.Open(call, account),
        "ClosedOrders" => orders.Closed(call, account),
        "TradesHistory" => orders.Trades(call, account),
        _ => null,
    };

    private byte[] Token(SimulatedAccount account)
    {
        string token = desk.IssueToken(account);
        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteString("token", token);
            json.WriteNumber("expires", KrakenTokens.LifetimeSeconds);
        });
    }

    /// <summary>The fees of the asked pairs in per cent; there is one tier, and nobody's volume is counted.</summary>
    private byte[] TradeVolume(KrakenRestCall call)
    {
        List<KrakenPair> asked = [];
        foreach (string name in call.Field("pair")?.Split(',') ?? [])
        {
            if (desk.Pairs.FirstOrDefault(pair => pair.Name == name || pair.AlternativeName == name) is not { } found)
                return KrakenRestAnswer.Error("EQuery:Unknown asset pair");
            asked.Add(found);
        }

        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteString("currency", "ZUSD");
            json.WriteString("volume", "0.0000");
            WriteFees(json, "fees", asked, fees => fees.TakerRate);
            WriteFees(json, "fees_maker", asked, fees => fees.MakerRate);
        });
    }

    private static void WriteFees(Utf8JsonWriter json, string name, List<KrakenPair> pairs, Func<FeeSchedule, decimal> rate)
    {
        json.WriteStartObject(name);
        foreach (KrakenPair pair in pairs)
        {
            string fee = KrakenNumber.ExactText(rate(pair.Instrument.Fees) * 100m, FiatDecimals);
            json.WriteStartObject(pair.Name);
            json.WriteString("fee", fee);
            json.WriteString("minfee", fee);
            json.WriteString("maxfee", fee);
            json.WriteNull("nextfee");
            json.WriteNull("nextvolume");
            json.WriteString("tiervolume", "0.0000");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private byte[] Balance(SimulatedAccount account)
    {
        AccountStatement statement = desk.Statement(account);
        return KrakenRestAnswer.OfObject(json =>
        {
            foreach (StatementBalance balance in statement.Balances)
            {
                string name = KrakenAssetNames.Rest(balance.Asset);
                json.WriteString(name, KrakenNumber.ExactText(balance.Quantity, name.StartsWith('Z') ? FiatDecimals : CoinDecimals));
            }
        });
    }

    /// <summary>Balances with what lies in orders and, where the account has one, the credit line.</summary>
    private byte[] ExtendedBalance(SimulatedAccount account)
    {
        AccountStatement statement = desk.Statement(account);
        return KrakenRestAnswer.OfObject(json =>
        {
            foreach (StatementBalance balance in statement.Balances)
            {
                string name = KrakenAssetNames.Rest(balance.Asset);
                int decimals = name.StartsWith('Z') ? FiatDecimals : CoinDecimals;
                json.WriteStartObject(name);
                json.WriteString("balance", KrakenNumber.ExactText(balance.Quantity, decimals));
                if (balance.Borrowable is { } free)
                {
                    json.WriteString("credit", KrakenNumber.ExactText(free + balance.Borrowed, decimals));
                    json.WriteString("credit_used", KrakenNumber.ExactText(balance.Borrowed, decimals));
                }

                json.WriteString("hold_trade", KrakenNumber.Text(balance.Locked, decimals));
                json.WriteEndObject();
            }
        });
    }

    private byte[] TradeBalance(SimulatedAccount account) => exchange.Locked(() =>
    {
        AccountStatement statement = desk.Statement(account);
        MarginFigures figures = Figures(statement);
        decimal cost = statement.Positions.Sum(position => position.Position.Notional(position.Position.EntryPrice));
        decimal unrealised = statement.Positions.Sum(position => position.UnrealisedProfit);
        decimal equivalent = EquivalentBalance(statement, figures);
        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteString("eb", Money(equivalent));
            json.WriteString("tb", Money(figures.Wallet));
            json.WriteString("m", Money(figures.InitialMargin));
            json.WriteString("uv", Money(0));
            json.WriteString("n", Money(unrealised));
            json.WriteString("c", Money(cost));
            json.WriteString("v", Money(cost + unrealised));
            json.WriteString("e", Money(figures.Equity));
            json.WriteString("mf", Money(figures.Equity - figures.InitialMargin));
            if (figures.InitialMargin > 0)
                json.WriteString("ml", KrakenNumber.Text(figures.Equity / figures.InitialMargin * 100, 2));
        });
    });

    private static MarginFigures Figures(AccountStatement statement) =>
        statement.Margin ?? throw new InvalidOperationException($"account {statement.Account} has no margin figures");

    /// <summary>Value of all balances at market, collateral or not; what the venue cannot price counts nothing.</summary>
    private decimal EquivalentBalance(AccountStatement statement, MarginFigures figures) => statement.Balances.Sum(balance =>
        figures.Picture!.Prices.TryConvert(new Asset(balance.Asset), margin.Rules.Reporting, out decimal rate, out _) ? balance.Quantity * rate : 0m);

    private byte[] OpenPositions(SimulatedAccount account)
    {
        AccountStatement statement = desk.Statement(account);
        MarginFigures figures = Figures(statement);
        return KrakenRestAnswer.OfObject(json =>
        {
            for (int index = 0; index < statement.Positions.Length; index++)
            {
                if (statement.Positions[index].Quantity != 0)
                    WritePosition(json, statement.Positions[index], figures, index + 1);
            }
        });
    }

    /// <summary>With consolidation=market the answer is a list with one entry for each pair and side.</summary>
    private byte[] ConsolidatedPositions(SimulatedAccount account)
    {
        AccountStatement statement = desk.Statement(account);
        MarginFigures figures = Figures(statement);
        return KrakenRestAnswer.Of(json =>
        {
            json.WriteStartArray();
            foreach (StatementPosition held in statement.Positions.Where(position => position.Quantity != 0))
            {
                json.WriteStartObject();
                json.WriteString("pair", desk.Pair(held.Symbol).Name);
                json.WriteString("positions", "1");
                json.WriteString("type", held.Quantity > 0 ? "buy" : "sell");
                json.WriteString("leverage", KrakenNumber.Text(held.Position.Leverage, KrakenPair.CostDecimals));
                WriteSums(json, held, figures);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>
    /// The venue lists one position per opening order and closes them first in, first out; this one keeps a single average position
    /// per pair, whose cost, size and used margin are the sums of those.
    /// </summary>
    private void WritePosition(Utf8JsonWriter json, StatementPosition held, MarginFigures figures, int number)
    {
        SimulatedPosition position = held.Position;
        KrakenPair pair = desk.Pair(held.Symbol);
        json.WriteStartObject(KrakenIds.Trade(number));
        json.WriteString("ordertxid", KrakenIds.Order(number));
        json.WriteString("posstatus", "open");
        json.WriteString("pair", pair.Name);
        json.WriteNumber("time", KrakenTime.Seconds(held.UpdatedAt));
        json.WriteString("type", position.Quantity > 0 ? "buy" : "sell");
        json.WriteString("ordertype", "limit");
        WriteSums(json, held, figures);
        json.WriteString("terms", "0.0000% per 4 hours");
        json.WriteString("rollovertm", "0");
        json.WriteString("misc", string.Empty);
        json.WriteString("oflags", string.Empty);
        json.WriteEndObject();
    }

    private void WriteSums(Utf8JsonWriter json, StatementPosition held, MarginFigures figures)
    {
        SimulatedPosition position = held.Position;
        decimal cost = position.Notional(position.EntryPrice);
        json.WriteString("cost", Money(cost));
        json.WriteString("fee", Money(0));
        json.WriteString("vol", KrakenNumber.Text(Math.Abs(position.Quantity), KrakenPair.LotDecimals));
        json.WriteString("vol_closed", KrakenNumber.Text(0, KrakenPair.LotDecimals));
        json.WriteString("margin", Money(margin.OfPosition(figures, held.Symbol).InitialMargin));
        json.WriteString("value", Money(cost + (Math.Sign(position.Quantity) * held.UnrealisedProfit)));
        json.WriteString("net", (held.UnrealisedProfit < 0 ? string.Empty : "+") + KrakenNumber.Text(held.UnrealisedProfit, FiatDecimals));
    }

    private static string Money(decimal value) => KrakenNumber.ExactText(value, FiatDecimals);
}
