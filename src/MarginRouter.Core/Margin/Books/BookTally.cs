using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Adds up one evaluation of a book, with the addends, and notes the first thing that is missing.</summary>
internal sealed class BookTally
{
    private readonly MarginBook book;
    private readonly ImmutableArray<MarginTerm>.Builder terms = ImmutableArray.CreateBuilder<MarginTerm>();

    public BookTally(MarginBook book) => this.book = book;

    /// <summary>The first thing that is missing; null while everything is known.</summary>
    public Refusal? Unknown { get; private set; }

    /// <summary>What the venue counts as equity.</summary>
    public decimal Equity { get; private set; }

    /// <summary>Maintenance margin as the venue shows it.</summary>
    public decimal Maintenance { get; private set; }

    /// <summary>What stands beside the maintenance margin in the venue's ratio.</summary>
    public decimal Beside { get; private set; }

    /// <summary>Initial margin of positions, debts and orders.</summary>
    public decimal Initial { get; set; }

    /// <summary>True when initial margin is known.</summary>
    public bool InitialKnown { get; set; } = true;

    /// <summary>What may be used for initial margin beyond (or, negative, short of) equity.</summary>
    public decimal AvailableBeside { get; set; }

    /// <summary>Requirement and equity of the part that is nearest to liquidation; null when the account is one part.</summary>
    public (decimal Requirement, decimal Equity)? Worst { get; set; }

    /// <summary>The addends.</summary>
    public ImmutableArray<MarginTerm> Terms => terms.ToImmutable();

    /// <summary>Requirement of the venue's ratio: of the worst part, or of the whole account.</summary>
    public decimal RatioRequirement => Worst?.Requirement ?? (Maintenance + Beside);

    /// <summary>Equity of the venue's ratio.</summary>
    public decimal RatioEquity => Worst?.Equity ?? Equity;

    /// <summary>Notes that something is missing; the first note stays.</summary>
    public void Miss(RefusalReason reason, string subject) => Unknown ??= new Refusal(reason, subject);

    /// <summary>Adds to equity.</summary>
    public void AddEquity(string name, decimal value)
    {
        Equity += value;
        Explain(name, value);
    }

    /// <summary>Adds to the maintenance margin.</summary>
    public void AddMaintenance(string name, decimal value)
    {
        Maintenance += value;
        Explain(name, value);
    }

    /// <summary>Adds to what stands beside the maintenance margin.</summary>
    public void AddBeside(string name, decimal value)
    {
        Beside += value;
        Explain(name, value);
    }

    /// <summary>Value of an amount in the reporting currency; zero with a note when there is no price.</summary>
    public decimal Value(Asset asset, decimal quantity)
    {
        if (book.Values.TryGetValue(asset.Code, out decimal value))
            return quantity * value;
        if (quantity != 0m)
            Miss(RefusalReason.CurrencyMissing, $"{asset.Code} in {book.Reporting.Code}");
        return 0m;
    }

    /// <summary>Value that counts of a positive balance; refused when the rule set has no weight for the asset.</summary>
    public decimal Counted(Asset asset, decimal quantity)
    {
        if (quantity <= 0m)
            return Value(asset, quantity);
        if (!book.Rules.Haircuts.TryGetValue(asset.Code, out HaircutTable? table) && !book.Rules.Haircuts.TryGetValue("*", out table))
        {
            Miss(RefusalReason.CurrencyMissing, $"{asset.Code} as collateral in {book.Rules.Name}");
            return 0m;
        }

        return book.Rules.HaircutUnit switch
        {
            HaircutUnit.Value => table.Counted(Value(asset, quantity)),
            HaircutUnit.Coins => Value(asset, table.Counted(quantity)),
        };
    }

    /// <summary>The figures; utilisation is rescaled so that 1 is liquidation (margin-models section 10.1).</summary>
    public MarginAssessment Assessment()
    {
        RatioRule ratio = book.Rules.Ratio!;
        decimal requirement = ratio.Form switch
        {
            RatioForm.RequirementOverEquity => RatioRequirement / ratio.LiquidateAt,
            RatioForm.EquityOverRequirement => RatioRequirement * ratio.LiquidateAt,
        };
        return new MarginAssessment(Equity, Initial, Maintenance, Initial, Equity + AvailableBeside, Terms)
        {
            LiquidationRequirement = requirement,
            LiquidationEquity = RatioEquity,
        };
    }

    private void Explain(string name, decimal value)
    {
        if (value != 0m)
            terms.Add(new MarginTerm(name, value));
    }
}
