using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Follows what venues state about instruments. Minimums hold from the next decision on. A changed price step closes the instrument by name,
/// waits until none of our orders there is open, lets the adapter change over (<see cref="FollowTick"/>) and opens again with the first book
/// in the new step: no price of one step is ever read in the other. What is outside the band closes the instrument and is not applied.
/// </summary>
internal sealed class InstrumentWatch
{
    private readonly Firm firm;
    private readonly FirmLedger ledger;
    private readonly (MarketState Market, RouteOptimizer Optimizer) users;
    private readonly Standing[] standings;
    private int changing;
    private int version;

    public InstrumentWatch(Firm firm, FirmLedger ledger, MarketState market, RouteOptimizer optimizer)
    {
        this.firm = firm;
        this.ledger = ledger;
        users = (market, optimizer);
        standings = [.. firm.Reference.Instruments.Select(instrument => new Standing(instrument.TickSize))];
    }

    /// <summary>Takes what a venue states of instruments or fees; true when terms have changed: what was prepared from the old ones no longer holds.</summary>
    public bool Apply(Instant at, InboundEvent inbound, FeeWatch fees, CommandList commands)
    {
        int before = version;
        if (inbound is InstrumentTermsReceived terms)
            Apply(at, terms, commands);
        else if (inbound is TickFollowed followed)
            Apply(followed);
        else if (inbound is FeeRatesReceived rates)
            fees.Apply(at, rates, commands);
        return version != before;
    }

    /// <summary>What is refused is told once.</summary>
    private void Apply(Instant at, InstrumentTermsReceived received, CommandList commands)
    {
        Standing standing = standings[received.Instrument.Value];
        Instrument used = firm.Reference[received.Instrument];
        InstrumentTerms terms = received.Terms;
        standing.ReadAt = at;
        Refusal? refused = TermsBand.Judge(used, terms);
        if (refused is not null && refused != standing.Refused)
            commands.Add(new RaiseAlarm("instrumentTermsRefused", Told(used, $"{refused.Subject}, stated {refused.Required}, in use {refused.Available}: not applied, nothing is sent there")));
        if (terms.Closed != standing.Closed)
            commands.Add(new RaiseAlarm(terms.Closed is null ? "instrumentOpened" : "instrumentClosed", Told(used, terms.Closed ?? "it trades again")));
        standing.Refused = refused;
        standing.Closed = terms.Closed;
        if (refused is not null)
            return;
        TakeMinimums(used, terms);
        Want(standing, terms.TickSize == used.TickSize ? null : terms.TickSize);
        Advance(commands);
    }

    /// <summary>The adapter has changed over.</summary>
    private void Apply(TickFollowed followed)
    {
        Standing standing = standings[followed.Instrument.Value];
        standing.IsAsked = false;
        users.Market.Forget(followed.Instrument);
        Instrument used = firm.Reference[followed.Instrument];
        if (followed.TickSize != used.TickSize)
            Replace(used with { TickSize = followed.TickSize });
        if (standing.Wanted == followed.TickSize)
            Want(standing, null);
    }

    /// <summary>Asks for the change of every price step whose instrument has no open order of ours any more.</summary>
    public void Advance(CommandList commands)
    {
        if (changing == 0)
            return;
        for (int i = 0; i < standings.Length; i++)
        {
            if (standings[i] is not { Wanted: { } wanted, IsAsked: false } standing || HasOpenOrders(new InstrumentId(i)))
                continue;
            standing.IsAsked = true;
            commands.Add(new FollowTick(new InstrumentId(i), wanted));
        }
    }

    /// <summary>After a restart adapters stand on the configured steps again: they are asked to follow once more, whatever is open at the venue.</summary>
    public void Restart(CommandList commands)
    {
        for (int i = 0; i < standings.Length; i++)
        {
            decimal used = firm.Reference.Instruments[i].TickSize;
            standings[i].IsAsked = used != standings[i].Configured;
            if (standings[i].IsAsked)
                commands.Add(new FollowTick(new InstrumentId(i), used));
        }
    }

    /// <summary>True while books of an instrument may be of either step.</summary>
    public bool IsChanging(InstrumentId instrument) => standings[instrument.Value].IsAsked;

    /// <summary>Why nothing may be sent to an instrument now; null when its terms are known and it trades.</summary>
    public Refusal? Refusal(Instrument instrument, Instant now)
    {
        Standing standing = standings[instrument.Id.Value];
        if (standing.Closed is { } word)
            return new Refusal(RefusalReason.InstrumentClosed, $"{instrument.Symbol}: {word}");
        if (standing.Refused is { } refused)
            return refused;
        if (standing.Wanted is not null || standing.IsAsked)
            return new Refusal(RefusalReason.InstrumentChanging, $"price step of {instrument.Symbol}", standing.Wanted, instrument.TickSize);
        return Age(firm, instrument.Venue, standing.ReadAt, now) is { } age
            ? new Refusal(RefusalReason.InstrumentTermsMissing, $"terms of {instrument.Symbol}, age in ms", age.Age, null, age.Limit)
            : null;
    }

    /// <summary>The age of a reading that is too old, or was never made, where the venue's must be read and the configured values no longer serve.</summary>
    public static (decimal? Age, decimal Limit)? Age(Firm firm, VenueId venue, Instant? readAt, Instant now)
    {
        VenueTerms? terms = venue.Value < firm.VenueTerms.Length ? firm.VenueTerms[venue.Value] : null;
        if (terms?.ReferenceMilliseconds is not { } limit || now <= terms.ConfiguredUntil)
            return null;
        long? age = readAt is { } read ? now.NanosecondsSince(read) / Instant.NanosecondsPerMillisecond : null;
        return age <= limit ? null : (age, limit);
    }

    private void TakeMinimums(Instrument used, InstrumentTerms terms)
    {
        QuantityLots least = terms.MinimumQuantity is { } stated ? new(Math.Max(1L, (long)decimal.Ceiling(stated / used.LotSize))) : used.MinimumQuantity;
        decimal value = terms.MinimumNotional ?? used.MinimumNotional;
        if (least != used.MinimumQuantity || value != used.MinimumNotional)
            Replace(used with { MinimumQuantity = least, MinimumNotional = value });
    }

    private void Replace(Instrument instrument)
    {
        firm.Reference.Replace(instrument);
        users.Optimizer.Forget();
        version++;
    }

    private void Want(Standing standing, decimal? tick)
    {
        changing += (tick is null ? 0 : 1) - (standing.Wanted is null ? 0 : 1);
        standing.Wanted = tick;
    }

    private bool HasOpenOrders(InstrumentId instrument)
    {
        for (int account = 0; account < ledger.Count; account++)
        {
            foreach (ChildOrder child in ledger.Reservations(new SubaccountId(account)))
            {
                if (child.Terms.Instrument == instrument)
                    return true;
            }
        }

        return false;
    }

    private string Told(Instrument instrument, string text) =>
        string.Create(CultureInfo.InvariantCulture, $"{firm.Reference[instrument.Venue].Name}:{instrument.Symbol}: {text}");

    private sealed class Standing(decimal configured)
    {
        public decimal Configured => configured;

        public Instant? ReadAt { get; set; }

        public string? Closed { get; set; }

        public Refusal? Refused { get; set; }

        public decimal? Wanted { get; set; }

        public bool IsAsked { get; set; }
    }
}
