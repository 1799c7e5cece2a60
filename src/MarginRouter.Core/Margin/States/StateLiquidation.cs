using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.States;

/// <summary>How far prices must move until an account that is judged as a whole is liquidated. Where a figure is missing on the way, nothing is claimed beyond it.</summary>
internal static class StateLiquidation
{
    /// <summary>The lowest factor looked at.</summary>
    public const decimal NearZero = 0.000000001m;

    /// <summary>The highest factor looked at.</summary>
    public const decimal FarUp = 1000m;

    /// <summary>Smallest relative move of one underlying, others unchanged; zero when it is due already; null when none liquidates.</summary>
    public static decimal? Distance(IStateRules rules, AccountQuestion question)
    {
        decimal? nearest = null;
        foreach (Asset underlying in Underlyings(question))
        {
            decimal? factor = BookLiquidation.Nearest(
                move => Excess(rules, question with { Prices = question.Prices.Moved(question.Reference, underlying, move), BeyondTables = true }),
                within: nearest);
            if (factor is { } found)
                nearest = Math.Min(nearest ?? decimal.MaxValue, Math.Abs(found - 1m));
        }

        return nearest;
    }

    /// <summary>The mark of a held instrument at which its part of the account is liquidated, all other prices unchanged; null when there is none.</summary>
    public static decimal? Price(IStateRules rules, AccountQuestion question, Instrument instrument)
    {
        MarginAccount account = question.Account;
        PositionSnapshot[] held = [.. account.Positions.Where(position => position.Instrument == instrument.Id && !position.Quantity.IsFlat)];
        if (held.Length == 0 || question.Prices.Mark(instrument.Id) is not { } mark)
            return null;
        AccountQuestion alone = rules.Rules.Book?.Scope == MarginScope.Isolated
            ? question with { Account = account with { Positions = [.. held] } }
            : question;
        return mark.Value * BookLiquidation.Nearest(factor =>
            Excess(rules, alone with { Prices = question.Prices.WithMark(instrument.Id, mark.Value * factor), BeyondTables = true }));
    }

    /// <summary>Requirement less equity of the part nearest to liquidation; null when a figure is missing.</summary>
    public static decimal? Excess(IStateRules rules, AccountQuestion question)
    {
        IStateMargin margin = rules.Open(question);
        if (margin.Unknown is not null)
            return null;
        StateReading<decimal> reading = new();
        margin.Read([], [], reading);
        return Excess(reading);
    }

    /// <summary>Requirement less equity of the part nearest to liquidation in a state; null when a figure is missing.</summary>
    public static decimal? Excess(StateReading<decimal> reading)
    {
        if (reading.Lacks)
            return null;
        decimal worst = -1m;
        bool any = false;
        foreach (PartReading<decimal> part in reading.Parts)
        {
            if (part.Requirement == 0m && part.Equity >= 0m)
                continue;
            worst = any ? Math.Max(worst, part.Against(1m)) : part.Against(1m);
            any = true;
        }

        return worst;
    }

    /// <summary>Base assets of what is held as positions; in accounts with balances only, what is held or owed.</summary>
    public static IEnumerable<Asset> Underlyings(AccountQuestion question)
    {
        Asset[] bases = [.. question.Account.Positions
            .Where(position => !position.Quantity.IsFlat)
            .Select(position => question.Reference[position.Instrument].Base)];
        IEnumerable<Asset> assets = question.Account.Balances
            .Where(balance => balance.Quantity != 0m || balance.Net != 0m)
            .Select(balance => balance.Asset)
            .Where(asset => asset != question.Account.Subaccount.Reporting && question.Prices.Value(asset) is not null);
        return (bases.Length > 0 ? bases : assets).Distinct();
    }
}
