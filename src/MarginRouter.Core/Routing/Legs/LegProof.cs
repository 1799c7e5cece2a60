using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Search;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>Asks every account once more about all children of all legs together; what one of them refuses does not leave.</summary>
internal sealed class LegProof
{
    private readonly ReferenceData reference;
    private readonly MarginModelTable models;
    private readonly BasketQuestion question;

    public LegProof(ReferenceData reference, MarginModelTable models, BasketQuestion question, RouteDecision?[] legs)
    {
        this.reference = reference;
        this.models = models;
        this.question = question;
        ImmutableArray<AccountMargin>.Builder margins = ImmutableArray.CreateBuilder<AccountMargin>(question.Accounts.Length);
        foreach (RouteAccount account in question.Accounts)
        {
            PendingFill[] fills =
            [
                .. legs.Where(leg => leg is not null).SelectMany(leg => leg!.Children)
                    .Where(child => child.Terms.Subaccount == account.Subaccount.Id).Select(LegDecider.Fill),
            ];
            margins.Add(Ask(account, fills));
        }

        Margins = margins.MoveToImmutable();
    }

    /// <summary>Margin of every account around all children.</summary>
    public ImmutableArray<AccountMargin> Margins { get; }

    /// <summary>The first limit that the children break together; null when there is none.</summary>
    public BasketBlock? Broken { get; private set; }

    /// <summary>The limits hold under today's prices and under those of each leg's own moves.</summary>
    private AccountMargin Ask(RouteAccount account, PendingFill[] fills)
    {
        Refusal? unusable = account.Unavailable;
        if (!models.TryFind(account.Subaccount, out IMarginModel? model, out Refusal? missing))
            unusable ??= missing;
        if (account.Account is null)
            unusable ??= new Refusal(RefusalReason.AccountSnapshotMissing, account.Subaccount.Name);
        if (model is null || account.Account is null)
            return Unknown(account, fills, unusable!);
        AccountMargin? margin = null;
        foreach (Asset traded in question.Legs.Select(leg => reference[leg.Product].Base).Distinct())
        {
            AccountEvaluator evaluator = new(
                reference, model, account.Account, account.Pending, question.Prices, question.Policy.FillStates, question.Policy.Breach,
                AccountFloors.Of(models.Stress, reference, question.Policy, account, (traded, question.Prices)));
            Refusal? refusal = fills.Length == 0 ? null : unusable ?? evaluator.Check(fills);
            if (refusal is not null)
                Broken ??= new BasketBlock(null, account.Subaccount.Id, refusal);
            margin ??= Describe(account, evaluator, fills, unusable);
        }

        return margin!;
    }

    private AccountMargin Unknown(RouteAccount account, PendingFill[] fills, Refusal refusal)
    {
        if (fills.Length > 0)
            Broken ??= new BasketBlock(null, account.Subaccount.Id, refusal);
        return new AccountMargin(
            account.Subaccount.Id, account.Account?.Version ?? 0, null, null, null, account.Subaccount.UtilisationLimit, refusal);
    }

    private static AccountMargin Describe(RouteAccount account, AccountEvaluator evaluator, PendingFill[] fills, Refusal? unusable) => new(
        account.Subaccount.Id,
        account.Account!.Version,
        evaluator.Before,
        evaluator.After(fills),
        evaluator.WorstUtilisation(fills),
        account.Subaccount.UtilisationLimit,
        evaluator.MarginUnknown ?? unusable)
    {
        ErrorBand = account.Subaccount.ErrorBand,
        ReduceOnly = account.Account.ReduceOnly,
    };
}
