using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken;

/// <summary>
/// Spot and spot margin of Kraken: used margin = cost of the open positions over their leverage, equity = trade balance plus
/// unrealised profit, margin level = equity over used margin. No order may open exposure that takes the level below 100 %;
/// liquidation starts at 40 %. Source: support.kraken.com 203325763 and 203325693.
/// </summary>
/// <param name="reporting">The currency of the figures, for example USD.</param>
/// <param name="collateralWeights">
/// Share of the value of an asset that counts as collateral, in (0, 1]; assets not listed do not count. The reporting currency
/// always counts in full.
/// </param>
internal sealed class KrakenMarginRule(string reporting, IReadOnlyDictionary<string, decimal> collateralWeights) : IMarginRule
{
    private const decimal LiquidationLevel = 0.4m;
    private readonly SpotBalanceRule balances = new(feeFromQuote: true);

    /// <inheritdoc />
    public MarginFigures Measure(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        decimal trade = 0;
        foreach ((string asset, decimal quantity) in account.Balances)
            trade += quantity * CollateralPrice(asset, markets);
        decimal used = 0;
        decimal unrealised = 0;
        foreach (SimulatedPosition position in account.Positions.Values)
        {
            if (position.Quantity == 0)
                continue;
            used += UsedMargin(position);
            unrealised += position.UnrealisedProfit(Mark(position.Instrument.Symbol, markets));
        }

        decimal equity = trade + unrealised;
        return new MarginFigures(reporting, trade, equity, used, used * LiquidationLevel, Math.Max(0, equity - used));
    }

    /// <inheritdoc />
    public OrderRejection? Judge(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets) =>
        order.MovesPosition ? JudgeMargined(account, order, markets) : JudgeSpot(account, order, markets);

    /// <summary>Value of all balances at market, collateral or not: the equivalent balance of TradeBalance.</summary>
    public decimal EquivalentBalance(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        decimal total = 0;
        foreach ((string asset, decimal quantity) in account.Balances)
            total += quantity * (PriceOf(asset, markets) ?? 0);
        return total;
    }

    /// <summary>Cost of a position over its leverage.</summary>
    public static decimal UsedMargin(SimulatedPosition position) => position.Notional(position.EntryPrice) / position.Leverage;

    private OrderRejection? JudgeMargined(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        account.Positions.TryGetValue(order.Instrument.Symbol, out SimulatedPosition? held);
        decimal before = held?.Quantity ?? 0;
        bool adds = before == 0 || Math.Sign(before) == order.Side.Sign();
        decimal closed = adds ? 0 : Math.Min(order.Quantity, Math.Abs(before));
        decimal opened = order.Quantity - closed;
        if (opened == 0)
            return null;
        decimal leverage = before == 0 ? order.Leverage : held!.Leverage;
        decimal freed = closed == 0 ? 0 : UsedMargin(held!) * closed / Math.Abs(before);
        decimal required = (opened * order.Price / leverage) + (order.Notional * order.Instrument.Fees.TakerRate);
        MarginFigures figures = Measure(account, markets);
        decimal free = figures.Equity - figures.InitialMargin + freed;
        return required <= free
            ? null
            : new OrderRejection(RejectionReason.InsufficientMargin, $"needs {required} {reporting}, free {free}");
    }

    private OrderRejection? JudgeSpot(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        OrderRejection? lacking = balances.Judge(account, order, markets);
        if (lacking is not null)
            return lacking;
        MarginFigures figures = Measure(account, markets);
        if (figures.InitialMargin == 0)
            return null;
        Instrument instrument = order.Instrument;
        decimal quoteChange = (-order.Side.Sign() * order.Notional) - (order.Notional * instrument.Fees.TakerRate);
        decimal equity = figures.Equity
            + (order.SignedQuantity * CollateralPrice(instrument.Base.Code, markets))
            + (quoteChange * CollateralPrice(instrument.Quote.Code, markets));
        return equity >= figures.InitialMargin || equity >= figures.Equity
            ? null
            : new OrderRejection(RejectionReason.InsufficientMargin, $"leaves an equity of {equity} {reporting} for a used margin of {figures.InitialMargin}");
    }

    private decimal CollateralPrice(string asset, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        if (asset == reporting)
            return 1;
        return collateralWeights.TryGetValue(asset, out decimal weight) ? weight * (PriceOf(asset, markets) ?? 0) : 0;
    }

    private decimal? PriceOf(string asset, IReadOnlyDictionary<string, SimulatedMarket> markets) =>
        asset == reporting ? 1 : markets.TryGetValue($"{asset}/{reporting}", out SimulatedMarket? market) ? market.MarkPrice : null;

    private static decimal Mark(string symbol, IReadOnlyDictionary<string, SimulatedMarket> markets) =>
        markets[symbol].MarkPrice ?? throw new InvalidOperationException($"{symbol}: no mark price, the book is empty");
}
