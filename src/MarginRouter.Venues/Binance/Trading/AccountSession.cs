using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>What the parts of one account share: who it is, its market's protocol, its children, and the connection in use.</summary>
internal sealed class AccountSession
{
    private volatile ApiConnection? current;

    public AccountSession(BinanceOptions options, BinanceAccount account, Func<ApiIdentity, IAccountProtocol> protocol, FeedContext context)
    {
        Options = options;
        Account = account;
        Context = context;
        Identity = new ApiIdentity(account.ApiKey, new Signing.HmacSha256Signer(account.Secret));
        Protocol = protocol(Identity);
        Instruments = new InstrumentLookup(options.Instruments);
        Children = new OpenChildren(context.Sink);
        StartedAt = context.Clock.Now;
    }

    public BinanceOptions Options { get; }

    public BinanceAccount Account { get; }

    public FeedContext Context { get; }

    public ApiIdentity Identity { get; }

    public IAccountProtocol Protocol { get; }

    public InstrumentLookup Instruments { get; }

    public OpenChildren Children { get; }

    /// <summary>When this process took the account over; children of an earlier process were sent before it.</summary>
    public Instant StartedAt { get; }

    /// <summary>The connection on which orders go out; null while the account is not ready.</summary>
    public ApiConnection? Current
    {
        get => current;
        set => current = value;
    }

    /// <summary>The instrument of a child; throws <see cref="VenueConfigurationException"/> when it does not belong to this venue.</summary>
    public Instrument InstrumentOf(ChildOrderTerms terms) =>
        Instruments.Find(terms.Instrument)
        ?? throw new VenueConfigurationException($"instrument {terms.Instrument.Value} is not one of {Options.Name}");

    /// <summary>The id under which the venue knows a child.</summary>
    public string ClientOrderId(ChildOrderTerms terms) => Options.ClientOrderIds.Format(terms.Id);
}
