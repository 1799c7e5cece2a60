using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>The figures of a rule set that an evaluation needs beside its tables, in the number type of the evaluation.</summary>
internal sealed class KernelRules<T>
    where T : struct, INumber<T>
{
    public KernelRules(MarginRuleSet rules, BookRules book, bool beyondTables)
    {
        RatioRule ratio = rules.Ratio!;
        Book = book;
        HaircutUnit = rules.HaircutUnit;
        TierUnit = rules.TierUnit;
        Reading = new TierReading(book.Application, beyondTables);
        Loans = new TierReading(TierApplication.Marginal, beyondTables);
        Form = ratio.Form;
        LiquidateAt = T.CreateChecked(ratio.LiquidateAt);
        AcceptKnown = ratio.AcceptAt is not null;
        AcceptAt = T.CreateChecked(ratio.AcceptAt ?? 1m);
        HasTaker = book.Taker is not null;
        Taker = T.CreateChecked(book.Taker ?? 0m);
        FixedRequirement = T.CreateChecked(book.FixedRequirement);
        HasBorrowCap = book.BorrowCap is not null;
        BorrowCap = T.CreateChecked(book.BorrowCap ?? 0m);
        FeeWithin = book.ClosingFee == ClosingFeeRule.AtBankruptcy;
        BuyPrices = [.. rules.Orders.BuyPrice.Select(price => (price.Of, T.CreateChecked(price.Times)))];
        SellPrices = [.. rules.Orders.SellPrice.Select(price => (price.Of, T.CreateChecked(price.Times)))];
    }

    /// <summary>The choices of the rule set; its numbers are taken from here only.</summary>
    public BookRules Book { get; }

    /// <summary>What collateral bounds count.</summary>
    public HaircutUnit HaircutUnit { get; }

    /// <summary>What tier bounds count.</summary>
    public TierUnit TierUnit { get; }

    /// <summary>How tier tables of contracts are read.</summary>
    public TierReading Reading { get; }

    /// <summary>How tier tables of debts are read.</summary>
    public TierReading Loans { get; }

    /// <summary>Which way round the venue's ratio is.</summary>
    public RatioForm Form { get; }

    /// <summary>Where it liquidates.</summary>
    public T LiquidateAt { get; }

    /// <summary>True when the venue demands a ratio of its own before it takes an order.</summary>
    public bool AcceptKnown { get; }

    /// <summary>That ratio; 1 when there is none.</summary>
    public T AcceptAt { get; }

    /// <summary>True when the taker fee is known.</summary>
    public bool HasTaker { get; }

    /// <summary>Taker fee as a plain fraction.</summary>
    public T Taker { get; }

    /// <summary>Fixed part of the requirement.</summary>
    public T FixedRequirement { get; }

    /// <summary>True when one user may borrow only so much.</summary>
    public bool HasBorrowCap { get; }

    /// <summary>How much.</summary>
    public T BorrowCap { get; }

    /// <summary>True when the closing fee is part of initial and maintenance margin.</summary>
    public bool FeeWithin { get; }

    /// <summary>Prices that are compared when a buy is reserved for.</summary>
    public (AssumedPriceKind Of, T Times)[] BuyPrices { get; }

    /// <summary>The same for a sell.</summary>
    public (AssumedPriceKind Of, T Times)[] SellPrices { get; }

    /// <summary>An amount, no more than one user may borrow.</summary>
    public T Capped(T amount) => HasBorrowCap ? T.Min(BorrowCap, amount) : amount;

    /// <summary>An amount by the value of a ratio: the equity that a requirement needs so that the ratio is just reached.</summary>
    public T Rescaled(T amount, T at)
    {
        if (at == T.One)
            return amount;
        return Form switch
        {
            RatioForm.RequirementOverEquity => amount / at,
            RatioForm.EquityOverRequirement => amount * at,
        };
    }
}
