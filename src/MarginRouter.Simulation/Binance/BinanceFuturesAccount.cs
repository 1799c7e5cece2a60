using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Binance;

/// <summary>The account and position answers of USD-M.</summary>
/// <param name="rule">The venue's margin rule, for the figures of single positions.</param>
internal sealed class BinanceFuturesAccount(RuleSetMargin rule)
{
    private const int Fifths = 5;

    /// <summary>/fapi/v3/account: totals, the wallet assets, the positions that are open.</summary>
    public void WriteAccount(Utf8JsonWriter writer, AccountStatement statement)
    {
        MarginFigures margin = Figures(statement);
        writer.Amount("totalInitialMargin", margin.InitialMargin);
        writer.Amount("totalMaintMargin", margin.MaintenanceMargin);
        writer.Amount("totalWalletBalance", Wallet(statement, margin.Asset));
        writer.Amount("totalUnrealizedProfit", Profit(statement, margin.Asset, isolated: null));
        writer.Amount("totalMarginBalance", Wallet(statement, margin.Asset) + Profit(statement, margin.Asset, isolated: null));
        writer.Amount("totalPositionInitialMargin", margin.InitialMargin);
        writer.Amount("totalOpenOrderInitialMargin", 0);
        writer.Amount("totalCrossWalletBalance", statement.Balance(margin.Asset));
        writer.Amount("totalCrossUnPnl", Profit(statement, margin.Asset, isolated: false));
        writer.Amount("availableBalance", margin.Available);
        writer.Amount("maxWithdrawAmount", Math.Min(margin.Available, Math.Max(0, statement.Balance(margin.Asset))));
        writer.WritePropertyName("assets");
        writer.Items(statement.Balances, (target, balance) => WriteAsset(target, balance, statement));
        writer.WritePropertyName("positions");
        writer.Items(statement.Positions.Where(position => position.Quantity != 0), (target, position) => WriteAccountPosition(target, position, margin));
    }

    /// <summary>One entry of /fapi/v3/positionRisk; a flat symbol states its leverage.</summary>
    public void WritePositionRisk(Utf8JsonWriter writer, StatementPosition statement, AccountStatement account, QueuePlace? place)
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
        writer.WriteString("marginType", position.IsIsolated ? "isolated" : "cross");
        writer.Amount("isolatedMargin", IsolatedMargin(statement));
        writer.WriteString("isAutoAddMargin", "false");
        writer.Amount("notional", SignedNotional(statement));
        writer.Amount("isolatedWallet", position.IsolatedMargin);
        writer.WriteString("marginAsset", position.Instrument.Settlement.Code);
        writer.WriteNumber("adl", Quantile(place));
        writer.WriteNumber("updateTime", position.Quantity == 0 && position.EntryPrice == 0 ? 0 : statement.UpdatedAt.ToMilliseconds());
    }

    /// <summary>One entry of /fapi/v1/symbolConfig.</summary>
    public void WriteSymbolConfig(Utf8JsonWriter writer, string symbol, decimal leverage, bool isIsolated)
    {
        writer.WriteString("symbol", symbol);
        writer.WriteString("marginType", isIsolated ? "ISOLATED" : "CROSSED");
        writer.WriteBoolean("isAutoAddMargin", false);
        writer.WriteNumber("leverage", leverage);
        writer.WriteString("maxNotionalValue", Plain(LargestNotional(symbol, leverage)));
    }

    /// <summary>One entry of /fapi/v1/adlQuantile in one-way mode.</summary>
    public static void WriteAdlQuantile(Utf8JsonWriter writer, string symbol, QueuePlace? place)
    {
        writer.WriteString("symbol", symbol);
        writer.WriteStartObject("adlQuantile");
        writer.WriteNumber("LONG", 0);
        writer.WriteNumber("SHORT", 0);
        writer.WriteNumber("BOTH", Quantile(place));
        writer.WriteEndObject();
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

    /// <summary>Maintenance margin that one position needs.</summary>
    public decimal Maintenance(AccountStatement statement, string symbol) => rule.OfPosition(Figures(statement), symbol).MaintenanceMargin;

    /// <summary>Balance of an asset with what stands for isolated positions; without profit.</summary>
    public static decimal Wallet(AccountStatement statement, string asset) => statement.Balance(asset)
        + statement.Positions.Where(held => held.Position.Instrument.Settlement.Code == asset).Sum(held => held.Position.IsolatedMargin);

    /// <summary>Unrealised profit in an asset: of all positions, or of those in one margin mode.</summary>
    private static decimal Profit(AccountStatement statement, string asset, bool? isolated) => statement.Positions
        .Where(held => held.Position.Instrument.Settlement.Code == asset && (isolated is null || held.Position.IsIsolated == isolated))
        .Sum(held => held.UnrealisedProfit);

    /// <summary>The venue's figure holds the position's own profit, isolatedWallet does not.</summary>
    private static decimal IsolatedMargin(StatementPosition statement) =>
        statement.Position.IsIsolated && statement.Quantity != 0m ? statement.Position.IsolatedMargin + statement.UnrealisedProfit : 0m;

    private TierTable Tiers(string symbol) =>
        rule.Rules.FindTiers(symbol) ?? throw new InvalidOperationException($"{symbol} has no maintenance brackets");

    private decimal LargestNotional(string symbol, decimal leverage) => Tiers(symbol).LargestAt(leverage) ?? long.MaxValue;

    private decimal LiquidationPrice(StatementPosition statement, AccountStatement account) =>
        statement.Quantity == 0m ? 0m : rule.LiquidationPrice(Figures(account), statement.Symbol) ?? 0m;

    private static int Quantile(QueuePlace? place) => place is { } known ? known.Part(Fifths) - 1 : 0;

    private static string Plain(decimal value) => BinanceJson.Fixed(value, BinanceJson.DecimalsOf(value));

    private static MarginFigures Figures(AccountStatement statement) =>
        statement.Margin ?? throw new InvalidOperationException($"account {statement.Account} has no margin figures");

    private static void WriteAsset(Utf8JsonWriter writer, StatementBalance balance, AccountStatement statement)
    {
        MarginFigures total = Figures(statement);

        // Single-asset mode: positions are margined in one asset; any other asset only lies there.
        bool isMargin = balance.Asset == total.Asset;
        decimal wallet = Wallet(statement, balance.Asset);
        decimal initial = isMargin ? total.InitialMargin : 0m;
        writer.WriteString("asset", balance.Asset);
        writer.Amount("walletBalance", wallet);
        writer.Amount("unrealizedProfit", Profit(statement, balance.Asset, isolated: null));
        writer.Amount("marginBalance", wallet + Profit(statement, balance.Asset, isolated: null));
        writer.Amount("maintMargin", isMargin ? total.MaintenanceMargin : 0m);
        writer.Amount("initialMargin", initial);
        writer.Amount("positionInitialMargin", initial);
        writer.Amount("openOrderInitialMargin", 0);
        writer.Amount("crossWalletBalance", balance.Quantity);
        writer.Amount("crossUnPnl", Profit(statement, balance.Asset, isolated: false));
        writer.Amount("availableBalance", isMargin ? total.Available : balance.Quantity);
        writer.Amount("maxWithdrawAmount", Math.Min(isMargin ? total.Available : balance.Quantity, Math.Max(0, balance.Quantity)));
        writer.WriteNumber("updateTime", statement.ChangedAt.ToMilliseconds());
    }

    private void WriteAccountPosition(Utf8JsonWriter writer, StatementPosition statement, MarginFigures account)
    {
        SimulatedPosition position = statement.Position;
        writer.WriteString("symbol", statement.Symbol);
        writer.WriteString("positionSide", "BOTH");
        writer.WriteString("positionAmt", BinanceFuturesReference.Quantity(position.Instrument, position.Quantity));
        writer.Amount("unrealizedProfit", statement.UnrealisedProfit);
        writer.Amount("isolatedMargin", IsolatedMargin(statement));
        writer.Amount("notional", SignedNotional(statement));
        writer.Amount("isolatedWallet", position.IsolatedMargin);
        MarginAssessment margin = rule.OfPosition(account, statement.Symbol);
        writer.Amount("initialMargin", margin.InitialMargin);
        writer.Amount("maintMargin", margin.MaintenanceMargin);
        writer.WriteNumber("updateTime", statement.UpdatedAt.ToMilliseconds());
    }

    /// <summary>Value at mark, negative for a short position.</summary>
    private static decimal SignedNotional(StatementPosition statement) =>
        statement.MarkPrice is decimal mark ? statement.Position.Notional(mark) * Math.Sign(statement.Quantity) : 0;
}
