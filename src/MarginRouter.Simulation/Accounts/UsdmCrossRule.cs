using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Accounts;

/// <summary>
/// Cross margin of a linear futures venue in single-asset mode, as Binance USD-M states it: initial margin = notional at mark over
/// leverage, maintenance = notional times the bracket's rate less its deduction, equity = wallet plus unrealised profit.
/// </summary>
/// <param name="asset">The wallet asset, for example USDT.</param>
/// <param name="tiers">Brackets per symbol, smallest first.</param>
public sealed class UsdmCrossRule(string asset, IReadOnlyDictionary<string, ImmutableArray<MaintenanceTier>> tiers) : IMarginRule
{
    /// <inheritdoc />
    public MarginFigures? Measure(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        decimal wallet = account.Balance(asset);
        decimal equity = wallet;
        decimal initial = 0;
        decimal maintenance = 0;
        foreach (SimulatedPosition position in account.Positions.Values)
        {
            if (position.Quantity == 0)
                continue;
            decimal mark = Mark(position.Instrument, markets);
            equity += position.UnrealisedProfit(mark);
            initial += position.Notional(mark) / position.Leverage;
            maintenance += Maintenance(position.Instrument.Symbol, position.Notional(mark));
        }

        return new MarginFigures(asset, wallet, equity, initial, maintenance, Math.Max(0, equity - initial));
    }

    /// <summary>Maintenance requirement of a notional; throws when the symbol has no table or the notional is beyond it.</summary>
    public decimal Maintenance(string symbol, decimal notional)
    {
        MaintenanceTier tier = Tier(symbol, notional)
            ?? throw new InvalidOperationException($"{symbol}: no maintenance tier for a notional of {notional}");
        return (notional * tier.Rate) - tier.Deduction;
    }

    /// <summary>The brackets of a symbol, smallest first; throws <see cref="KeyNotFoundException"/> when it has none.</summary>
    public ImmutableArray<MaintenanceTier> Tiers(string symbol) => tiers[symbol];

    /// <summary>The largest notional that a leverage allows; zero when it is higher than every bracket allows.</summary>
    public decimal LargestNotional(string symbol, decimal leverage)
    {
        decimal largest = 0;
        foreach (MaintenanceTier tier in tiers[symbol])
        {
            if (leverage <= tier.MaximumLeverage)
                largest = tier.NotionalCap;
        }

        return largest;
    }

    /// <summary>
    /// The mark at which the account's maintenance equals its equity when every other mark stays, within the bracket of the current
    /// notional (it is not solved again over brackets). Null when flat or when no positive price does it.
    /// </summary>
    public decimal? LiquidationPrice(StatementPosition statement, MarginFigures account)
    {
        SimulatedPosition position = statement.Position;
        if (position.Quantity == 0 || statement.MarkPrice is not decimal mark)
            return null;
        string symbol = position.Instrument.Symbol;
        MaintenanceTier? tier = Tier(symbol, position.Notional(mark));
        if (tier is null)
            return null;
        decimal size = position.Quantity * position.Instrument.Multiplier;
        decimal otherEquity = account.Equity - statement.UnrealisedProfit;
        decimal otherMaintenance = account.MaintenanceMargin - Maintenance(symbol, position.Notional(mark));
        decimal numerator = otherEquity - otherMaintenance + tier.Value.Deduction - (size * position.EntryPrice);
        decimal price = numerator / ((Math.Abs(size) * tier.Value.Rate) - size);
        return price > 0 ? price : null;
    }

    /// <inheritdoc />
    public OrderRejection? Judge(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        string symbol = order.Instrument.Symbol;
        decimal before = Math.Abs(account.PositionQuantity(symbol));
        decimal after = Math.Abs(account.PositionQuantity(symbol) + order.SignedQuantity);
        decimal added = Math.Max(0, after - before);
        if (added == 0)
            return null;

        if (markets[symbol].MarkPrice is not decimal mark)
            return new OrderRejection(RejectionReason.InsufficientMargin, $"{symbol} has no mark price");
        decimal leverage = account.Leverage(symbol);
        MaintenanceTier? tier = Tier(symbol, after * order.Instrument.Multiplier * mark);
        if (tier is null || leverage > tier.Value.MaximumLeverage)
            return new OrderRejection(RejectionReason.PositionLimit, $"leverage {leverage} does not allow a position of {after}");

        decimal perContract = order.Instrument.Multiplier;
        decimal margin = added * perContract * order.Price / leverage;
        decimal openLoss = added * perContract * Math.Max(0, order.Side.Sign() * (order.Price - mark));
        decimal required = margin + openLoss + (order.Notional * order.Instrument.Fees.TakerRate);
        decimal available = Measure(account, markets)?.Available ?? 0;
        return required <= available
            ? null
            : new OrderRejection(RejectionReason.InsufficientMargin, $"needs {required} {asset}, available {available}");
    }

    private MaintenanceTier? Tier(string symbol, decimal notional)
    {
        if (!tiers.TryGetValue(symbol, out ImmutableArray<MaintenanceTier> table))
            return null;
        foreach (MaintenanceTier tier in table)
        {
            if (notional <= tier.NotionalCap)
                return tier;
        }

        return null;
    }

    private static decimal Mark(Instrument instrument, IReadOnlyDictionary<string, SimulatedMarket> markets) =>
        markets[instrument.Symbol].MarkPrice ?? throw new InvalidOperationException($"{instrument.Symbol}: no mark price, the book is empty");
}
