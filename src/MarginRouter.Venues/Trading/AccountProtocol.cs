using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// What is a venue's own about one account: requests over REST, the private stream, and how both are read. Requests throw what
/// <see cref="Connectivity.ConnectionFault"/> calls transient when they get no answer.
/// </summary>
internal abstract class AccountProtocol
{
    /// <summary>Why an order cannot be expressed at this venue, or null when it can.</summary>
    public abstract string? Objection(ChildOrderTerms terms, Instrument instrument);

    /// <summary>The venue's time.</summary>
    public abstract Task<Instant> ReadTimeAsync(CancellationToken cancellation);

    /// <summary>Opens the private stream, calls <paramref name="opened"/> once events flow, and reads it until it breaks.</summary>
    public abstract Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation);

    /// <summary>Why an order cannot stand as wanted at this venue, or null when it can.</summary>
    public virtual string? Objection(OrderStanding standing) => null;

    /// <summary>Places a limit order and reads the answer.</summary>
    public abstract Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation);

    /// <summary>
    /// Changes an order in place. Refused where the venue can only cancel it and place another, which would end the child on its stream.
    /// </summary>
    public virtual Task<PlaceAnswer> ReplaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderChange change, CancellationToken cancellation) =>
        Task.FromResult(PlaceAnswer.Refused("unsupported", "the venue does not change orders in place"));

    /// <summary>Cancels every order of the account in an instrument; false when the venue did not grant it. Nothing to do where none can stand.</summary>
    public virtual Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation) => Task.FromResult(true);

    /// <summary>The orders of the account that stand in an instrument; none where none can.</summary>
    public virtual Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<OpenOrder>>([]);

    /// <summary>
    /// Tells the venue that the account is alive: unless it is told again within <paramref name="limit"/>, the venue cancels all orders of
    /// the account. Called now and then once the stream is open. Throws <see cref="VenueProtocolException"/> for a refusal.
    /// </summary>
    public virtual Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation) =>
        throw new VenueConfigurationException("the venue has no switch that cancels the orders of an account that is silent");

    /// <summary>Asks for a cancel; false when the venue did not grant it, for example because the order has ended.</summary>
    public abstract Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation);

    /// <summary>Asks what became of an order, its executions included; null when the venue does not know it.</summary>
    public abstract Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation);

    /// <summary>
    /// True where the stream states new values of what changed in the account, so that it need not be read again after each change.
    /// </summary>
    public virtual bool PushesChanges => false;

    /// <summary>The account with what was pushed since it was last taken; null when nothing was.</summary>
    public virtual AccountStatement? TakePushed() => null;

    /// <summary>Reads the whole account.</summary>
    public abstract Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation);

    /// <summary>
    /// Asks the venue what margin would be if the account held more; empty where the venue has no such question for an account like this, or
    /// the account changed while it was asked.
    /// </summary>
    public virtual Task<IReadOnlyList<WhatIfAnswer>> AskAsync(AccountSnapshot held, WhatIfQuestion question, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<WhatIfAnswer>>([]);

    /// <summary>Reads the taker fees that the account pays on the adapter's instruments; null at a venue that does not state them.</summary>
    public virtual Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>>? Fees => null;

    /// <summary>Reads the margin tables that hold for the account; none in a market without any.</summary>
    public virtual Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<InstrumentTiers>.Empty);

    /// <summary>Asks makers for quotes; what comes of it are events. False where the venue has no makers, or none are configured.</summary>
    public virtual Task<bool> RequestQuotesAsync(RequestQuotes command, Instrument instrument, CancellationToken cancellation) => Task.FromResult(false);

    /// <summary>Ends a request for quotes.</summary>
    public virtual Task EndQuotesAsync(EndQuoteRequest command, CancellationToken cancellation) => Task.CompletedTask;
}
