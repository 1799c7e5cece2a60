using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Binance;

/// <summary>The account and position answers of USD-M.</summary>
/// <param name="rule">The venue's margin rule, for the figures of single positions.</param>
internal sealed class BinanceFuturesAccount(RuleSetMargin rule)
{
    /// <summary>/fapi/v3/account: totals, the wallet assets, the positions that are open.</summary>
    public void WriteAccount(Utf8JsonWriter writer, AccountStatement statement)
    {
        MarginFigures margin = Figures(statement);
        writer.Amount("totalInitialMargin", margin.InitialMargin);
        writer.Amount("totalMaintMargin", margin.MaintenanceMargin);
        writer.Amount("totalWalletBalance", margin.Wallet);
        writer.Amount("totalUnrealizedProfit", margin.Equity - margin.Wallet);
        writer.Amount("totalMarginBalance", margin.Equity);
        writer.Amount("totalPositionInitialMargin", margin.InitialMargin);
        writer.Amount("totalOpenOrderInitialMargin", 0);
        writer.Amount("totalCrossWalletBalance", margin.Wallet);
        writer.Amount("totalCrossUnPnl", margin.Equity - margin.Wallet);
        writer.Amount("availableBalance", margin.Available);
        writer.Amount("maxWithdrawAmount", Math.Min(margin.Available, Math.Max(0, margin.Wallet)));
        writer.WritePropertyName("assets");
        writer.Items(statement.Balances, (target, balance) => WriteAsset(target, balance, statement));
        writer.WritePropertyName("positions");
        writer.Items(statement.Positions.Where(position => position.Quantity != 0), (target, position) => WriteAccountPosition(target, position, margin));
    }

    /// <summary>One entry of /fapi/v3/positionRisk; a flat symbol states its leverage.</summary>
    public void WritePositionRisk(Utf8JsonWriter writer, StatementPosition statement, AccountStatement account)
    {
        SimulatedPosition position = statement.Position;
        string entry = BinanceJson.Fixed(position.EntryPrice, BinanceFuturesReference.AveragePriceDecimals);
        writer.WriteString("symbol", statement.Symbol);
        writer.WriteString("positionSide", "BOTH");
        writer.WriteString("positionAmt", BinanceFuturesReference.Quantity(position.Instrument, position.Quantity));
        writer.WriteString("entryPrice", entry);
        writer.WriteString("breakEvenPrice", entry);
        writer.Amount("markPrice", statement.MarkPrice ?? 0);
        writer.Amount("unRealizedProfit", statement.UnrealisedProfit);
        writer.Amount("liquidationPrice", LiquidationPrice(statement, account));
        writer.WriteString("leverage", Plain(position.Leverage));
        writer.WriteString("maxNotionalValue", Plain(LargestNotional(statement.Symbol, position.Leverage)));
        writer.WriteString("marginType", "cross");
        writer.Amount("isolatedMargin", 0);
        writer.WriteString("isAutoAddMargin", "false");
        writer.Amount("notional", SignedNotional(statement));
        writer.WriteString("isolatedWallet", "0");
        writer.WriteString("marginAsset", position.Instrument.Settlement.Code);
        writer.WriteNumber("adl", 0);
        writer.WriteNumber("updateTime", position.Quantity == 0 && position.EntryPrice == 0 ? 0 : statement.UpdatedAt.ToMilliseconds());
    }

    /// <summary>One entry of /fapi/v1/symbolConfig.</summary>
    public void WriteSymbolConfig(Utf8JsonWriter writer, string symbol, decimal leverage)
    {
        writer.WriteString("symbol", symbol);
        writer.WriteString("marginType", "CROSSED");
        writer.WriteBoolean("isAutoAddMargin", false);
        writer.WriteNumber("leverage", leverage);
        writer.WriteString("maxNotionalValue", Plain(LargestNotional(symbol, leverage)));
    }

    /// <summary>One entry of /fapi/v1/leverageBracket.</summary>
    public void WriteBrackets(Utf8JsonWriter writer, string symbol)
    {
        writer.WriteString("symbol", symbol);
        writer.WritePropertyName("brackets");
        writer.Items(Tiers(symbol).Tiers.Select((tier, index) => (Tier: tier, Number: index + 1)), (target, bracket) =>
        {
            target.WriteNumber("bracket", bracket.Number);
            target.WriteNumber("initialLeverage", bracket.Tier.MaximumLeverage ?? 1m);
            target.WriteNumber("notionalCap", bracket.Tier.To ?? long.MaxValue);
            target.WriteNumber("notionalFloor", bracket.Tier.From);
            target.WriteNumber("maintMarginRatio", bracket.Tier.MaintenanceRate);
            target.WriteNumber("cum", bracket.Tier.Deduction);
        });
    }

    private TierTable Tiers(string symbol) =>
        rule.Rules.FindTiers(symbol) ?? throw new InvalidOperationException($"{symbol} has no maintenance brackets");

    private decimal LargestNotional(string symbol, decimal leverage) => Tiers(symbol).LargestAt(leverage) ?? long.MaxValue;

    private decimal LiquidationPrice(StatementPosition statement, AccountStatement account) =>
        statement.Quantity == 0m ? 0m : rule.LiquidationPrice(Figures(account), statement.Symbol) ?? 0m;

    private static string Plain(decimal value) => BinanceJson.Fixed(value, BinanceJson.DecimalsOf(value));

    private static MarginFigures Figures(AccountStatement statement) =>
        statement.Margin ?? throw new InvalidOperationException($"account {statement.Account} has no margin figures");

    private static void WriteAsset(Utf8JsonWriter writer, StatementBalance balance, AccountStatement statement)
    {
        MarginFigures total = Figures(statement);

        // Single-asset mode: positions are margined in one asset; any other asset only lies there.
        MarginFigures margin = balance.Asset == total.Asset
            ? total
            : new MarginFigures(balance.Asset, balance.Quantity, balance.Quantity, 0, 0, balance.Quantity);
        writer.WriteString("asset", balance.Asset);
        writer.Amount("walletBalance", balance.Quantity);
        writer.Amount("unrealizedProfit", margin.Equity - margin.Wallet);
        writer.Amount("marginBalance", margin.Equity);
        writer.Amount("maintMargin", margin.MaintenanceMargin);
        writer.Amount("initialMargin", margin.InitialMargin);
        writer.Amount("positionInitialMargin", margin.InitialMargin);
        writer.Amount("openOrderInitialMargin", 0);
        writer.Amount("crossWalletBalance", balance.Quantity);
        writer.Amount("crossUnPnl", margin.Equity - margin.Wallet);
        writer.Amount("availableBalance", margin.Available);
        writer.Amount("maxWithdrawAmount", Math.Min(margin.Available, Math.Max(0, margin.Wallet)));
        writer.WriteNumber("updateTime", statement.ChangedAt.ToMilliseconds());
    }

    private void WriteAccountPosition(Utf8JsonWriter writer, StatementPosition statement, MarginFigures account)
    {
        SimulatedPosition position = statement.Position;
        writer.WriteString("symbol", statement.Symbol);
        writer.WriteString("positionSide", "BOTH");
        writer.WriteString("positionAmt", BinanceFuturesReference.Quantity(position.Instrument, position.Quantity));
        writer.Amount("unrealizedProfit", statement.UnrealisedProfit);
        writer.Amount("isolatedMargin", 0);
        writer.Amount("notional", SignedNotional(statement));
        writer.WriteString("isolatedWallet", "0");
        MarginAssessment margin = rule.OfPosition(account, statement.Symbol);
        writer.Amount("initialMargin", margin.InitialMargin);
        writer.Amount("maintMargin", margin.MaintenanceMargin);
        writer.WriteNumber("updateTime", statement.UpdatedAt.ToMilliseconds());
    }

    /// <summary>Value at mark, negative for a short position.</summary>
    private static decimal SignedNotional(StatementPosition statement) =>
        statement.MarkPrice is decimal mark ? statement.Position.Notional(mark) * Math.Sign(statement.Quantity) : 0;
}
