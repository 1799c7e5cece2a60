using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>
/// Judges an account at every single fill state of some children, lot by lot, by the margin of that one state: nothing of how the
/// router finds its worst states is used.
/// </summary>
internal static class DenseStates
{
    /// <summary>The first state of an account that breaks one of its two limits, as text; null when there is none.</summary>
    public static string? Broken(BasketQuestion question, ReferenceData reference, MarginModelTable models, RouteAccount account, PendingFill[] children)
    {
        models.TryFind(account.Subaccount, out IMarginModel? model, out _);
        AccountEvaluator evaluator = new(
            reference, model!, account.Account!, account.Pending, question.Prices, FillStatePolicy.Final, BreachPolicy.Oracle);
        long[] filled = new long[children.Length];
        do
        {
            PendingFill[] state =
                [.. children.Select((child, i) => child with { Quantity = new QuantityLots(filled[i]) }).Where(child => !child.Quantity.IsZero)];
            MarginAssessment? margin = evaluator.After(state);
            string where = $"account {account.Subaccount.Id.Value} at ({string.Join(' ', filled)})";
            if (margin is null)
                return $"{where}: unknown";
            if (margin.Utilisation is not { } utilisation || utilisation > account.Subaccount.UtilisationLimit)
                return $"{where}: {margin.MaintenanceMargin} of {margin.Equity}";
            if (margin.AcceptanceRequired > margin.AcceptanceAvailable)
                return $"{where}: {margin.AcceptanceRequired} above {margin.AcceptanceAvailable}";
        }
        while (Next(filled, children));
        return null;
    }

    /// <summary>The same for all accounts and all children of a decision.</summary>
    public static string? FirstBroken(BasketQuestion question, ReferenceData reference, MarginModelTable models, BasketDecision decision)
    {
        foreach (RouteAccount account in question.Accounts)
        {
            PendingFill[] own =
            [
                .. decision.Legs.SelectMany(leg => leg.Children).Where(child => child.Terms.Subaccount == account.Subaccount.Id)
                    .Select(child => new PendingFill(child.Terms.Instrument, child.Terms.Side, child.Terms.Quantity, child.Terms.LimitPrice)),
            ];
            if (own.Length > 0 && Broken(question, reference, models, account, own) is { } broken)
                return broken;
        }

        return null;
    }

    private static bool Next(long[] filled, PendingFill[] children)
    {
        for (int i = 0; i < filled.Length; i++)
        {
            if (filled[i]++ < children[i].Quantity.Value)
                return true;
            filled[i] = 0;
        }

        return false;
    }
}
