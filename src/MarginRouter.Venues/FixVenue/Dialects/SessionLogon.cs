using System.Collections.Immutable;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>What the Logons of one session carry beside the standard's fields.</summary>
internal sealed class SessionLogon : IDisposable
{
    private readonly LogonProver prover;
    private readonly ImmutableArray<FixExtraField> fields;

    /// <param name="dialect">The venue's dialect.</param>
    /// <param name="use">What the session carries.</param>
    /// <param name="session">Its user and password.</param>
    /// <param name="cancelOnDisconnect">Whether its orders are to be cancelled with its connection; null leaves that to the venue.</param>
    public SessionLogon(FixLogonDialect dialect, FixSessionUse use, FixVenueSessionOptions session, bool? cancelOnDisconnect)
    {
        prover = new LogonProver(use == FixSessionUse.MarketData ? dialect.MarketDataProof : dialect.Proof, session.Username, session.Password);
        fields = use switch
        {
            FixSessionUse.Orders => dialect.OrderFields,
            FixSessionUse.MarketData => dialect.MarketDataFields,
            FixSessionUse.DropCopy => dialect.DropCopyFields ?? [],
        };
        FixExtraField? fate = cancelOnDisconnect == true ? dialect.CancelOnDisconnect : cancelOnDisconnect == false ? dialect.KeepOnDisconnect : null;
        if (use == FixSessionUse.Orders && fate is { } field)
            fields = fields.Add(field);
    }

    /// <summary>Appends proof and fields.</summary>
    public void Sign(FixMessageWriter message, FixLogonStamp stamp)
    {
        prover.Sign(message, stamp);
        foreach (FixExtraField field in fields)
            message.Append(field.Tag, field.Value);
    }

    public void Dispose() => prover.Dispose();
}
