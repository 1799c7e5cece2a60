
namespace MarginRouter.Core.Margin.Rules;

/// <summary>Reads the member "book" of a rule file.</summary>
internal static class BookRulesReader
{
    /// <summary>The rules for evaluation as a book; null when the file has none.</summary>
    public static BookRules? Read(RuleFields parent)
    {
        if (parent.Find("book") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.book");
        BookRules book = new()
        {
            Scope = Word(fields, "scope", MarginScope.Cross),
            Application = Word(fields, "application", TierApplication.Marginal),
            Basis = Word(fields, "basis", RequirementBasis.Mark),
            ClosingFee = Word(fields, "closingFee", ClosingFeeRule.None),
            Orders = Word(fields, "orders", OrderNetting.All),
            InitialFromTier = fields.Flag("initialFromTier"),
            NetsUnderlying = fields.Flag("netsUnderlying"),
            PerSettlement = fields.Flag("perSettlement"),
            OpeningFee = fields.Flag("openingFee"),
            OrderMaintenance = fields.Flag("orderMaintenance"),
            OrderLoss = fields.Flag("orderLoss"),
            BorrowTiers = fields.Flag("borrowTiers"),
            NoInitial = fields.Flag("noInitial"),
            ShortOptions = ShortOptionRule.Read(fields),
            Taker = Share(fields, "taker"),
            FixedRequirement = fields.OptionalNumber("fixedRequirement") ?? 0m,
            BorrowCap = fields.OptionalNumber("borrowCap"),
        };
        fields.RefuseOthers();
        if (book.FixedRequirement < 0m)
            fields.Fail("fixedRequirement", "is negative");
        if (book.BorrowCap < 0m)
            fields.Fail("borrowCap", "is negative");
        return book;
    }

    /// <summary>The rules with the fees of a case. No mode counts the liquidation fee before it liquidates, so it is checked and left aside.</summary>
    public static BookRules? WithFees(BookRules? book, RuleFields tables)
    {
        if (tables.Find("fees") is not { } value)
            return book;
        RuleFields fields = tables.Below(value, tables.PathOf("fees"));
        decimal? taker = Share(fields, "taker");
        Share(fields, "liquidation");
        fields.RefuseOthers();
        return book is null || taker is null ? book : book with { Taker = taker };
    }

    private static T Word<T>(RuleFields fields, string name, T fallback)
        where T : struct, Enum => fields.Find(name) is null ? fallback : fields.Word(name, fallback);

    private static decimal? Share(RuleFields fields, string name)
    {
        decimal? share = fields.OptionalNumber(name);
        if (share is < 0m or > 1m)
            fields.Fail(name, $"{share} is not in [0, 1]");
        return share;
    }
}
