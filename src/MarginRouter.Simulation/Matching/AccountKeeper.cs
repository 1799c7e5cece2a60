using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>What a venue does to its accounts as time passes: funding and interest by its rules. Used under the venue's gate.</summary>
internal sealed class AccountKeeper
{
    private readonly SimulatedExchangeOptions options;
    private readonly IReadOnlyDictionary<string, SimulatedMarket> markets;
    private readonly AccountStatements statements;
    private readonly Action<AccountChange> publish;
    private Instant keptUntil;

    /// <summary>Begins at the venue's present time.</summary>
    public AccountKeeper(
        SimulatedExchangeOptions options, IReadOnlyDictionary<string, SimulatedMarket> markets, AccountStatements statements, Action<AccountChange> publish)
    {
        this.options = options;
        this.markets = markets;
        this.statements = statements;
        this.publish = publish;
        keptUntil = options.Clock.Now;
    }

    private InterestRule? InterestRule => (options.MarginRule as RuleSetMargin)?.Rules.Interest;

    /// <summary>Charges what has fallen due since the last call.</summary>
    public void Accrue(IEnumerable<SimulatedAccount> accounts)
    {
        (Instant After, Instant Until) span = (keptUntil, options.Clock.Now);
        if (span.Until <= span.After)
            return;
        keptUntil = span.Until;
        foreach (SimulatedAccount account in accounts)
        {
            foreach (SimulatedMarketOptions market in options.Markets)
            {
                if (market.Funding is { } terms)
                    Fund(account, market.Instrument, terms, span);
            }

            if (InterestRule is { } rule)
                ChargeInterest(account, rule, span);
        }
    }

    private void Fund(SimulatedAccount account, Instrument instrument, FundingTerms terms, (Instant After, Instant Until) span)
    {
        decimal quantity = account.PositionQuantity(instrument.Symbol);
        if (quantity == 0m || markets[instrument.Symbol].MarkPrice is not { } mark)
            return;
        decimal value = quantity * instrument.Multiplier * mark;
        FundingForecast due = FundingForecast.Of([(instrument.Symbol, value)], [terms], span, out Refusal? missing)
            ?? throw new InvalidOperationException($"{instrument.Symbol}: {missing}");
        if (due.Amounts[0].Payments == 0L)
            return;
        decimal received = -Math.Round(due.Expected, options.FeeDecimals, MidpointRounding.ToEven);
        Instant at = account.Stamp(options.Clock.Now);
        if (account.IsIsolated)
            account.AddIsolatedMargin(instrument.Symbol, received, at);
        else
            account.Credit(instrument.Settlement.Code, received, at);
        publish(Change(AccountChangeKind.Funding, account, instrument.Settlement.Code, received, at) with { Symbol = instrument.Symbol });
    }

    private void ChargeInterest(SimulatedAccount account, InterestRule rule, (Instant After, Instant Until) span)
    {
        foreach (DebtLot lot in account.Debts.Lots.ToArray())
        {
            decimal rate = rule.PeriodRate ?? rule.RatePerPeriod(options.YearlyInterest.GetValueOrDefault(lot.Asset));
            decimal charged = Interest.Charged(rule, lot.Owed, rate, lot.Since, (lot.Since > span.After ? Before(lot.Since) : span.After, span.Until));
            decimal rounded = Math.Round(charged, options.FeeDecimals, MidpointRounding.ToEven);
            if (rounded == 0m)
                continue;
            Instant at = account.Stamp(options.Clock.Now);
            if (lot.Symbol is null)
                account.Charge(lot.Asset, rounded, at);
            else
                account.Credit(lot.Asset, -rounded, at);
            publish(Change(AccountChangeKind.Interest, account, lot.Asset, -rounded, at) with { Symbol = lot.Symbol });
        }
    }

    // The first period is charged at the very moment at which a debt begins.
    private static Instant Before(Instant time) => new(time.Nanoseconds - 1);

    private AccountChange Change(AccountChangeKind kind, SimulatedAccount account, string subject, decimal quantity, Instant at) =>
        new(kind, account, subject, quantity, statements.At(account, at), at);
}
