using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>A subaccount as configured: where it lives, on which margin rules, within which limits.</summary>
/// <param name="Id">Its place in the firm's list.</param>
/// <param name="Name">Its unique name, used in reports.</param>
/// <param name="Venue">The venue that holds it.</param>
/// <param name="RuleSet">Name of its margin rule set, for example binance/usdm-cross.</param>
/// <param name="Reporting">The currency in which its equity and margin are expressed.</param>
/// <param name="UtilisationLimit">Most maintenance utilisation allowed after a trade, in (0, 1]; 1 is the venue's liquidation.</param>
/// <param name="Instruments">The instruments it may trade.</param>
public sealed record Subaccount(
    SubaccountId Id,
    string Name,
    VenueId Venue,
    string RuleSet,
    Asset Reporting,
    decimal UtilisationLimit,
    ImmutableArray<InstrumentId> Instruments)
{
    private const decimal LeastLimit = 0.000001m;
    private const decimal MostReserve = 0.999m;

    /// <summary>
    /// Share of what the venue grants that the router leaves free, in [0, 1): marks move between the decision and the venue's own check.
    /// Zero uses everything.
    /// </summary>
    public decimal AcceptanceReserve { get; init; }

    /// <summary>
    /// How far the local margin has been from the venue's, as a share of equity; the limits here have shrunk by it already. Zero as
    /// configured.
    /// </summary>
    public decimal ErrorBand { get; init; }

    /// <summary>The name under which its limits refuse: it tells when they have shrunk.</summary>
    public string LimitName => ErrorBand == 0m ? Name : $"{Name}, limits less an error band of {ErrorBand.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The same account with limits that leave room for an error of local margin; throws unless it is as configured.</summary>
    /// <param name="band">Share of equity, in (0, 1].</param>
    public Subaccount Buffered(decimal band)
    {
        if (ErrorBand != 0m)
            throw new InvalidOperationException($"{Name} is buffered already");
        return this with
        {
            ErrorBand = band,
            UtilisationLimit = Math.Max(UtilisationLimit - band, Math.Min(LeastLimit, UtilisationLimit)),
            AcceptanceReserve = Math.Max(AcceptanceReserve, Math.Min(AcceptanceReserve + band, MostReserve)),
        };
    }

    /// <summary>Taker fees of its tier that differ from the instruments' listed ones.</summary>
    public ImmutableArray<AccountTakerRate> TakerRates { get; init; } = [];

    /// <summary>What it may borrow and at which rate; an asset that is not named costs nothing and is limited by margin alone.</summary>
    public ImmutableArray<BorrowTerms> Borrow { get; init; } = [];

    /// <summary>Negotiated loans for a term, which the venue's statements do not contain.</summary>
    public ImmutableArray<TermBorrow> TermBorrows { get; init; } = [];

    /// <summary>Its own limits on what it holds as collateral, and the order in which that is used; null for none.</summary>
    public CollateralLimits? Collateral { get; init; }

    /// <summary>Price of a unit of margin tied up for a year, as a plain fraction (0.05 = 5 per cent); not negative, default 0.</summary>
    public decimal CapitalRatePerYear { get; init; }

    /// <summary>
    /// Least relative move of the mark, either way, that it must survive without liquidation after a trade, in (0, 1): 0.1 is 10 per cent.
    /// Null for no such limit.
    /// </summary>
    public decimal? MinimumLiquidationDistance { get; init; }

    /// <summary>The taker fee that it pays on an instrument, as a plain fraction of the notional.</summary>
    public decimal TakerRate(Instrument instrument)
    {
        foreach (AccountTakerRate own in TakerRates)
        {
            if (own.Instrument == instrument.Id)
                return own.Rate;
        }

        return instrument.Fees.TakerRate;
    }

    /// <summary>The terms on which it borrows an asset; null when none are stated.</summary>
    public BorrowTerms? BorrowOf(Asset asset)
    {
        foreach (BorrowTerms terms in Borrow)
        {
            if (terms.Asset == asset)
                return terms;
        }

        return null;
    }
}
