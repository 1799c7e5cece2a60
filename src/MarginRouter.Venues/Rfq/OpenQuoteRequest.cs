using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Rfq;

/// <summary>A request for quotes that is open, and what came of it. Guarded by the lock of its <see cref="QuoteBoard"/>.</summary>
/// <param name="command">What was asked.</param>
/// <param name="instrument">Its instrument.</param>
/// <param name="subaccount">The one account that may take its quotes; null for all that it names.</param>
internal sealed class OpenQuoteRequest(RequestQuotes command, Instrument instrument, SubaccountId? subaccount)
{
    /// <summary>What was asked.</summary>
    public RequestQuotes Command { get; } = command;

    /// <summary>Its instrument.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>The one account that may take its quotes; null for all that it names.</summary>
    public SubaccountId? Subaccount { get; } = subaccount;

    /// <summary>Every quote that came, those that ended included: a late repetition does not bring one back.</summary>
    public Dictionary<string, BoardQuote> Quotes { get; } = new(StringComparer.Ordinal);

    /// <summary>Makers from which no more is expected.</summary>
    public HashSet<string> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>True when nothing more is expected at all.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>True when only one quote of it can be taken, and one was.</summary>
    public bool IsUsedUp { get; set; }

    /// <summary>True for one of the makers that were asked.</summary>
    public bool Asked(string maker) => Command.Makers.Contains(maker, StringComparer.Ordinal);
}
