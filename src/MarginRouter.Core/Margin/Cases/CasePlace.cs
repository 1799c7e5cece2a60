using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>Where in its file a case states what an evaluation could not use, so that an error names the place and not only the thing.</summary>
public static class CasePlace
{
    /// <summary>The place, as a path from <c>$</c>; that of the rule set where the refusal is about nothing that the case states.</summary>
    /// <param name="margin">The case.</param>
    /// <param name="refusal">Why it was not evaluated.</param>
    public static string Of(MarginCase margin, Refusal refusal)
    {
        string[] words = refusal.Subject.Split([' ', ',', ':'], StringSplitOptions.RemoveEmptyEntries);
        if (margin.Positions.FirstOrDefault(one => words.Contains(one.Instrument)) is { } held)
            return $"{held.Place}.{Member(refusal)}";
        CaseBalance? balance = margin.Balances.FirstOrDefault(one => words.Contains(one.Asset.Code));
        CasePosition? position = margin.Positions.FirstOrDefault(one => words.Contains(one.Underlying.Code));
        bool price = refusal.Reason == RefusalReason.PriceMissing || (refusal.Reason == RefusalReason.CurrencyMissing && !Named(words, margin.Rules.Name));
        if (position is not null && refusal.Reason == RefusalReason.TierMissing && words[0] != "borrowed")
            return $"{position.Place}.underlying";
        if (balance is not null)
            return $"{balance.Place}.{(price ? "price" : "asset")}";
        return $"{margin.Place}.{(price ? "prices" : "rules")}";
    }

    /// <summary>The member of a position that an instrument's refusal is about.</summary>
    private static string Member(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.LeverageMissing => refusal.Subject.Contains("isolated", StringComparison.Ordinal) ? "isolatedMargin" : "leverage",
        RefusalReason.PriceMissing => "mark",
        RefusalReason.TierMissing when refusal.Available is not null || refusal.Subject.Contains("of this size", StringComparison.Ordinal) => "quantity",
        _ => "instrument",
    };

    private static bool Named(string[] words, string rules) => words.Contains(rules);
}
