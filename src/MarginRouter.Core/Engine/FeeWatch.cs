using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>
/// The taker fees that venues state for accounts: they hold from the next decision on, in the place of the configured ones. A rate outside the
/// band is told, not applied, and closes the account until the venue states one that may be taken.
/// </summary>
internal sealed class FeeWatch
{
    private readonly Firm firm;
    private readonly Subaccount[] charged;
    private readonly Refusal?[] refusals;
    private readonly Instant?[] readAt;

    public FeeWatch(Firm firm)
    {
        this.firm = firm;
        charged = [.. firm.Subaccounts];
        refusals = new Refusal?[charged.Length];
        readAt = new Instant?[charged.Length];
    }

    /// <summary>The account with the fees that it pays now.</summary>
    public Subaccount this[SubaccountId account] => charged[account.Value];

    /// <summary>Why an account may not trade: a fee that was refused; null otherwise.</summary>
    public Refusal? Refusal(SubaccountId account) => refusals[account.Value];

    /// <summary>Why nothing may be sent to a venue: the fees of one of its accounts are not known, or were read too long ago.</summary>
    public Refusal? Refusal(VenueId venue, Instant now)
    {
        foreach (Subaccount account in charged)
        {
            if (account.Venue == venue && InstrumentWatch.Age(firm, venue, readAt[account.Id.Value], now) is { } age)
                return new Refusal(RefusalReason.FeeRatesMissing, $"fees of {account.Name}, age in ms", age.Age, null, age.Limit);
        }

        return null;
    }

    /// <summary>Takes the rates of an account.</summary>
    public void Apply(Instant at, FeeRatesReceived received, CommandList commands)
    {
        int place = received.Subaccount.Value;
        Subaccount account = charged[place];
        readAt[place] = at;
        Refusal? refused = null;
        ImmutableArray<AccountTakerRate> rates = account.TakerRates;
        foreach (AccountTakerRate stated in received.Rates)
        {
            Instrument instrument = firm.Reference[stated.Instrument];
            decimal used = account.TakerRate(instrument);
            if (TermsBand.Judge(account.Name, instrument, stated.Rate, used) is { } wrong)
                refused ??= wrong;
            else if (stated.Rate != used)
                rates = rates.RemoveAll(rate => rate.Instrument == stated.Instrument).Add(stated);
        }

        if (refused is not null && refused != refusals[place])
        {
            commands.Add(new RaiseAlarm("feeRatesRefused", string.Create(
                CultureInfo.InvariantCulture,
                $"{refused.Subject}: stated {refused.Required}, in use {refused.Available}, at most {refused.Threshold}: not applied, the account is closed")));
        }

        refusals[place] = refused == refusals[place] ? refusals[place] : refused;
        if (rates != account.TakerRates)
            charged[place] = account with { TakerRates = rates };
    }
}
