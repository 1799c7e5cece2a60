using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Venues.Bybit.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.WhatIf;

/// <summary>
/// Asks what an order would do to the account's margin rates, and in portfolio mode for the scenario grid of what is held. The venue reckons
/// with the account as it is, so that the account is read again afterwards: an answer counts only when nothing has moved.
/// </summary>
internal sealed class OrderPreCheck(BybitRest rest)
{
    private const string Isolated = "ISOLATED_MARGIN";
    private const string Portfolio = "PORTFOLIO_MARGIN";
    private string? mode;

    /// <summary>Asks; empty in isolated mode and when the account changed meanwhile.</summary>
    /// <param name="held">The account as it was just read.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="order">The order as it would be sent.</param>
    /// <param name="read">Reads the account again.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<WhatIfAnswer>> AskAsync(
        AccountSnapshot held, WhatIfQuestion question, string order, Func<CancellationToken, Task<AccountStatement>> read, CancellationToken cancellation)
    {
        mode ??= JsonFigure.Text(await rest.DemandAsync("/v5/account/info", "", cancellation).ConfigureAwait(false), "marginMode");
        if (mode == Isolated)
            return [];
        PreCheckAnswer answer = PreCheckAnswer.Read(await rest.PostAsync(PreCheckAnswer.Path, order, cancellation).ConfigureAwait(false));
        PortfolioMarginAnswer? grid = mode == Portfolio
            ? PortfolioMarginAnswer.Read(await rest.GetAsync(PortfolioMarginAnswer.Path, "", cancellation).ConfigureAwait(false))
            : null;
        AccountStatement after = await read(cancellation).ConfigureAwait(false);
        if (!held.Balances.SequenceEqual(after.Balances) || !held.Positions.SequenceEqual(after.Positions))
            return [];
        List<WhatIfAnswer> answers =
        [
            new WhatIfAnswer
            {
                Account = held with { Margin = answer.After with { Marks = after.Margin?.Marks ?? [] } },
                Question = question.Text,
                Orders = [new PendingFill(question.Instrument.Id, question.Side, question.Quantity, question.Price)],
                InitialRate = answer.InitialRateAfter,
            },
        ];
        if (grid is not null)
        {
            answers.Add(new WhatIfAnswer
            {
                Account = held with { Margin = grid.Margin with { Marks = after.Margin?.Marks ?? [] } },
                Question = "nothing changes (scenario grid)",
                WorstLosses = [.. grid.Units.Select(unit => new UnderlyingLoss(unit.BaseCoin, unit.WorstLoss))],
            });
        }

        return answers;
    }
}
