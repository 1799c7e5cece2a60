using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Answers a margin case whose rule set is evaluated as a book.</summary>
internal static class BookCase
{
    /// <summary>Evaluates a case; null with the refusal when a figure is missing.</summary>
    public static MarginFigures? Evaluate(MarginCase margin, BookRules rules, out Refusal? refusal)
    {
        if (BookBuilder.Build(margin, rules, out refusal) is not { } before)
            return null;
        MarginBook book = BookFills.Apply(before, margin.Fills);
        IBookModel model = Model(margin.Rules.Model);
        BookTally tally = model.Evaluate(book);
        refusal = tally.Unknown;
        if (refusal is not null)
            return null;
        bool marked = book.Held.All(position => position.Mark is not null);
        MarginAssessment found = tally.Assessment();
        decimal? ratio = Ratio(margin.Rules.Ratio!, tally);
        MarginBook hypothetical = book with { BeyondTables = true };
        return new MarginFigures
        {
            Rules = margin.Rules.Name,
            Margin = marked ? found : null,
            InitialKnown = tally.InitialKnown,
            VenueRatio = marked ? ratio : null,
            VenueRatioName = margin.Rules.Ratio!.Name,
            Action = marked ? MarginCaseEvaluator.Action(margin.Rules, found, ratio) : LadderAction.None,
            LiquidationPrices = Prices(model, hypothetical),
            LiquidationDistance = marked ? Distance(model, hypothetical) : null,
        };
    }

    private static IBookModel Model(MarginModelKind kind) => kind switch
    {
        MarginModelKind.TieredDerivative => new TieredDerivativeBook(),
        MarginModelKind.DebtRatio => new DebtRatio(),
        MarginModelKind.TieredLiability => new TieredLiability(),
        MarginModelKind.PooledMaintenance => new PooledMaintenance(),
        MarginModelKind.CollateralLtv => new CollateralLtv(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "has no book model"),
    };

    private static decimal? Ratio(RatioRule rule, BookTally tally)
    {
        if (tally.RatioRequirement == 0m)
            return null;
        return rule.Form switch
        {
            RatioForm.RequirementOverEquity => tally.RatioEquity == 0m ? null : tally.RatioRequirement / tally.RatioEquity,
            RatioForm.EquityOverRequirement => tally.RatioEquity / tally.RatioRequirement,
        };
    }

    private static ImmutableSortedDictionary<string, decimal?> Prices(IBookModel model, MarginBook book)
    {
        var prices = ImmutableSortedDictionary.CreateBuilder<string, decimal?>(StringComparer.Ordinal);
        foreach (BookPosition position in book.Held)
        {
            MarginBook alone = book.Book.Scope == MarginScope.Isolated ? book with { Positions = [position], Orders = [] } : book;
            decimal price = position.Price;
            prices[position.Instrument] = BookLiquidation.Nearest(factor => Excess(model, alone.WithPrice(position, price * factor))) * price;
        }

        foreach (BookPosition pair in book.Positions.Where(position => position.IsSpot))
        {
            if (book.Values.TryGetValue(pair.Underlying.Code, out decimal value) && book.Values.TryGetValue(pair.Quote.Code, out decimal quote))
                prices[pair.Instrument] = BookLiquidation.Nearest(factor => Excess(model, book.Moved(pair.Underlying, factor))) * value / quote;
        }

        if (book.Positions.IsEmpty)
        {
            foreach (Asset asset in Moving(book))
                prices[asset.Code] = BookLiquidation.Nearest(factor => Excess(model, book.Moved(asset, factor))) * book.Values[asset.Code];
        }

        return prices.ToImmutable();
    }

    private static decimal? Distance(IBookModel model, MarginBook book)
    {
        decimal? nearest = null;
        foreach (Asset asset in Moving(book))
        {
            if (BookLiquidation.Nearest(factor => Excess(model, book.Moved(asset, factor))) is { } factor)
                nearest = Math.Min(nearest ?? decimal.MaxValue, Math.Abs(factor - 1m));
        }

        return nearest;
    }

    /// <summary>The underlyings of the positions; without any, the assets that are held or owed.</summary>
    private static Asset[] Moving(MarginBook book) => book.Positions.IsEmpty
        ? [.. book.Net.Select(balance => balance.Asset).Where(asset => asset != book.Reporting && book.Values.ContainsKey(asset.Code))]
        : [.. book.Positions.Select(position => position.Underlying).Distinct()];

    /// <summary>Requirement less equity; null where a rule is missing.</summary>
    private static decimal? Excess(IBookModel model, MarginBook book)
    {
        BookTally tally = model.Evaluate(book);
        if (tally.Unknown is not null)
            return null;
        MarginAssessment found = tally.Assessment();
        decimal requirement = found.LiquidationRequirement ?? found.MaintenanceMargin;
        decimal equity = found.LiquidationEquity ?? found.Equity;
        return requirement == 0m && equity >= 0m ? -1m : requirement - equity;
    }
}
