using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Makes the book of a margin case before its fills.</summary>
internal static class BookBuilder
{
    private const int LongestCode = 5;

    /// <summary>The book; null with the refusal when its amounts have no one currency.</summary>
    public static MarginBook? Build(MarginCase margin, BookRules rules, out Refusal? refusal)
    {
        refusal = null;
        if (rules.Scope == MarginScope.Isolated && IsSpotMargin(margin))
            return Build(margin with { Rules = margin.Rules with { Model = MarginModelKind.TieredLiability } }, rules with { Scope = MarginScope.Cross, PerSettlement = false }, out refusal);
        ImmutableArray<BookPosition> positions = [.. margin.Positions.Select(position => Position(margin, position))];
        Asset reporting = margin.Rules.Reporting;
        if (rules.PerSettlement)
        {
            Asset[] coins = [.. positions.Where(position => !position.IsSpot).Select(position => position.Settlement).Distinct()];
            if (coins.Length > 1)
            {
                refusal = new Refusal(RefusalReason.CurrencyMissing, $"{string.Join(" and ", coins.Select(coin => coin.Code))} in one case of {margin.Rules.Name}");
                return null;
            }

            reporting = coins.Length == 1 ? coins[0] : reporting;
        }

        return Spot(new MarginBook
        {
            Rules = margin.Rules,
            Book = rules,
            Reporting = reporting,
            Balances = [.. margin.Balances.Select(balance => new AssetBalance(balance.Asset, balance.Quantity))],
            Positions = positions,
            Orders = [.. margin.Orders.Where(order => !order.ReduceOnly)],
            Values = Values(margin, positions, reporting, rules.PerSettlement),
        });
    }

    /// <summary>True when a case holds or owes assets and no contracts: isolated margin of a spot pair.</summary>
    private static bool IsSpotMargin(MarginCase margin) =>
        margin.Positions.All(position => position.Kind == InstrumentKind.Spot)
        && (margin.Balances.Any(balance => balance.Quantity < 0m) || margin.Positions.Any(position => position.Quantity != 0m));

    /// <summary>A spot position has been bought from the balances: its base asset is there and its quote asset has gone.</summary>
    private static MarginBook Spot(MarginBook book)
    {
        foreach (BookPosition pair in book.Positions.Where(position => position.IsSpot && position.Quantity != 0m))
        {
            decimal bought = pair.Quantity * pair.Multiplier;
            book = book.Booked(pair.Underlying, bought).Booked(pair.Quote, -bought * pair.Entry);
        }

        return book;
    }

    private static ImmutableSortedDictionary<string, decimal> Values(
        MarginCase margin, ImmutableArray<BookPosition> positions, Asset reporting, bool perSettlement)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        values[reporting.Code] = 1m;
        if (perSettlement)
            return values.ToImmutable();
        foreach ((string code, decimal price) in margin.Prices)
            values[code] = price;
        foreach (CaseBalance balance in margin.Balances)
        {
            if (balance.Price is { } price)
                values[balance.Asset.Code] = price;
        }

        values[reporting.Code] = 1m;
        foreach (BookPosition pair in positions.Where(position => position.IsSpot && position.Price > 0m))
        {
            if (!values.ContainsKey(pair.Underlying.Code) && values.TryGetValue(pair.Quote.Code, out decimal quote))
                values[pair.Underlying.Code] = pair.Price * quote;
        }

        return values.ToImmutable();
    }

    private static BookPosition Position(MarginCase margin, CasePosition position) => new()
    {
        Instrument = position.Instrument,
        Underlying = position.Underlying,
        Quote = Quote(position) ?? margin.Rules.Reporting,
        IsInverse = position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture,
        IsSpot = position.Kind == InstrumentKind.Spot,
        Quantity = position.Quantity,
        Multiplier = position.Multiplier,
        Entry = position.EntryPrice,
        Mark = position.Mark,
        Leverage = position.Leverage,
        IsolatedMargin = position.IsolatedMargin,
        Option = position.Option is { } option
            ? new BookOption(option.IsCall, option.Strike, Spot(margin, position.Underlying), position.Years ?? 0m, option.Volatility)
            : null,
    };

    /// <summary>Price of an underlying: stated, else the mark of a contract on it; zero when there is neither.</summary>
    private static decimal Spot(MarginCase margin, Asset underlying)
    {
        if (margin.Prices.TryGetValue(underlying.Code, out decimal stated))
            return stated;
        return margin.Balances.FirstOrDefault(balance => balance.Asset == underlying && balance.Price is not null)?.Price
            ?? margin.Positions.FirstOrDefault(other => other.Underlying == underlying && other.Option is null && other.Mark is not null)?.Mark
            ?? 0m;
    }

    /// <summary>
    /// The quote asset as the instrument's name has it after its underlying (BTCUSDT-PERP, BTC-USDT-SWAP, BTC/USDT, XBTUSDTM); null where
    /// the name does not say it. An M after a dollar or a coin pegged to it marks a contract and is no part of the asset.
    /// </summary>
    public static Asset? Quote(CasePosition position)
    {
        string underlying = position.Underlying.Code;
        if (!position.Instrument.StartsWith(underlying, StringComparison.Ordinal))
            return null;
        string rest = position.Instrument[underlying.Length..].TrimStart('-', '/', '_');
        int end = rest.IndexOfAny(['-', '/', '_']);
        string code = end < 0 ? rest : rest[..end];
        if (position.Kind != InstrumentKind.Spot && code is ['U', 'S', 'D', .., 'M'])
            code = code[..^1];
        bool named = code.Length is >= 3 and <= LongestCode && code.All(char.IsAsciiLetterUpper) && code is not ("PERP" or "SWAP" or "SPOT");
        return named ? new Asset(code) : null;
    }
}
