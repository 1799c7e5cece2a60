using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>Puts the firm's, the desk's and the parent's wishes and limits together into what a routing decision is asked.</summary>
internal sealed class RouteRules(Firm firm, OrderRates rates, MarketState market)
{
    private static readonly RouteInstructions None = new();

    /// <summary>The desk's policy with what the parent states instead.</summary>
    public static RoutePolicy Policy(Desk desk, RouteInstructions? own)
    {
        RoutePolicy policy = desk.Policy;
        return own is null ? policy : policy with
        {
            MaximumChildren = Math.Min(own.MaximumChildren ?? policy.MaximumChildren, policy.MaximumChildren),
            FillToleranceBasisPoints = own.FillToleranceBasisPoints ?? policy.FillToleranceBasisPoints,
            MaximumMarginalCostBasisPoints = own.MaximumMarginalCostBasisPoints ?? policy.MaximumMarginalCostBasisPoints,
            HoldingMilliseconds = own.HoldingMilliseconds ?? policy.HoldingMilliseconds,
        };
    }

    /// <summary>Why an instrument of this kind may not serve a parent; null when it may.</summary>
    public static Refusal? KindRefusal(Instrument instrument, Desk desk, RouteInstructions? own)
    {
        bool allowed = Allows(desk.Instructions.Kinds, instrument.Kind) && Allows((own ?? None).Kinds, instrument.Kind);
        return allowed ? null : new Refusal(RefusalReason.InstrumentKindExcluded, $"{instrument.Symbol}, {instrument.Kind}");
    }

    /// <summary>What holds for each venue that is special for this parent now.</summary>
    public ImmutableArray<RouteVenue> Venues(ParentOrder parent, Desk desk, Instant now)
    {
        RouteInstructions own = parent.Request.Instructions ?? None;
        bool plain = firm.VenueTerms.IsEmpty && IsPlain(own) && IsPlain(desk.Instructions);
        if (plain)
            return [];
        ImmutableArray<RouteVenue>.Builder venues = ImmutableArray.CreateBuilder<RouteVenue>();
        foreach (Venue venue in firm.Reference.Venues)
        {
            RouteVenue rule = Rule(venue, parent, desk, now);
            if (rule != new RouteVenue(venue.Id))
                venues.Add(rule);
        }

        return venues.ToImmutable();
    }

    /// <summary>The exposure caps of groups to which an account of the request belongs.</summary>
    public ImmutableArray<ExposureCap> Caps(ParentOrder parent, ImmutableArray<RouteAccount> accounts, AccountView states)
    {
        if (firm.ExposureLimits.IsEmpty)
            return [];
        ImmutableArray<ExposureCap>.Builder caps = ImmutableArray.CreateBuilder<ExposureCap>();
        foreach (ExposureLimit limit in firm.ExposureLimits)
        {
            if (limit.Asset != parent.Product.Base)
                continue;
            ImmutableArray<SubaccountId> inside =
                [.. accounts.Where(account => limit.Members.Contains(account.Subaccount.Id)).Select(account => account.Subaccount.Id)];
            if (inside.IsEmpty)
                continue;
            decimal elsewhere = 0m;
            Refusal? unknown = null;
            foreach (SubaccountId member in limit.Members)
            {
                RouteAccount state = states.Of(firm.Subaccounts[member.Value]);
                if (state.Account is null)
                    unknown ??= new Refusal(RefusalReason.AccountSnapshotMissing, state.Subaccount.Name);
                if (!inside.Contains(member))
                    elsewhere += AccountExposure.Worst(firm.Reference, state.Account, state.Pending.AsSpan(), limit.Asset, (parent.Request.Side, limit.Kind));
            }

            caps.Add(new ExposureCap(limit.Name, limit.Kind, limit.Asset, limit.Limit, elsewhere, inside, unknown));
        }

        return caps.ToImmutable();
    }

    private RouteVenue Rule(Venue venue, ParentOrder parent, Desk desk, Instant now)
    {
        RouteInstructions own = parent.Request.Instructions ?? None;
        VenueTerms terms = venue.Id.Value < firm.VenueTerms.Length ? firm.VenueTerms[venue.Id.Value] : new VenueTerms();
        VenuePreference? wanted = Find(own, venue.Name);
        VenuePreference? usual = Find(desk.Instructions, venue.Name);
        decimal penalty = (wanted?.PenaltyBasisPoints ?? 0m) + (usual?.PenaltyBasisPoints ?? 0m) + RankPenalty(venue, desk, own);
        decimal? share = (wanted?.MaximumShare, usual?.MaximumShare) switch
        {
            ({ } left, { } right) => Math.Min(left, right),
            var (left, right) => left ?? right,
        };
        (decimal surcharge, FundState? fund) = terms.Surcharge(market.Fund(venue.Id), now);
        return new RouteVenue(venue.Id)
        {
            RiskBasisPoints = surcharge,
            Fund = fund,
            AdlRankBasisPoints = terms.AdlRankBasisPoints,
            OrdersLeft = rates.Left(venue.Id, now),
            PreferenceBasisPoints = penalty,
            Unavailable = Refuse(venue, terms, own, wanted) ?? Refuse(venue, terms, desk.Instructions, usual),
            Most = share is { } part ? Most(venue, parent, part) : null,
        };
    }

    private static Refusal? Refuse(Venue venue, VenueTerms terms, RouteInstructions instructions, VenuePreference? preference)
    {
        if (preference?.Excluded == true)
            return new Refusal(RefusalReason.VenueExcluded, venue.Name);
        if (instructions.RegulatedOnly && !terms.IsRegulated)
            return new Refusal(RefusalReason.VenueClass, $"{venue.Name} is not regulated");
        bool allowed = instructions.Jurisdictions.IsEmpty || (terms.Jurisdiction is { } place && instructions.Jurisdictions.Contains(place));
        return allowed ? null : new Refusal(RefusalReason.VenueClass, $"{venue.Name} is under {terms.Jurisdiction ?? "no stated jurisdiction"}");
    }

    /// <summary>Venues of an order of preference are set apart by more than any price within the collar can differ.</summary>
    private static decimal RankPenalty(Venue venue, Desk desk, RouteInstructions own)
    {
        RouteInstructions ranking = own.Venues.Any(preference => preference.Rank is not null) ? own : desk.Instructions;
        int last = ranking.Venues.Max(preference => preference.Rank) ?? 0;
        if (last == 0)
            return 0m;
        int rank = Find(ranking, venue.Name)?.Rank ?? last + 1;
        return (rank - 1) * 4m * desk.Policy.CollarBasisPoints;
    }

    /// <summary>What is left of a venue's share of the whole parent.</summary>
    private QuantityLots Most(Venue venue, ParentOrder parent, decimal share)
    {
        long left = (long)(parent.Quantity.Value * share);
        foreach (ChildOrder child in parent.Children)
        {
            Instrument instrument = firm.Reference[child.Terms.Instrument];
            if (instrument.Venue == venue.Id)
                left -= (child.Filled.Value + child.Open.Value) * parent.Product.LotsPer(instrument);
        }

        return new QuantityLots(Math.Max(0, left));
    }

    private static VenuePreference? Find(RouteInstructions instructions, string venue)
    {
        foreach (VenuePreference preference in instructions.Venues)
        {
            if (preference.Venue == venue)
                return preference;
        }

        return null;
    }

    private static bool Allows(ImmutableArray<InstrumentKind> kinds, InstrumentKind kind) => kinds.IsEmpty || kinds.Contains(kind);

    private static bool IsPlain(RouteInstructions instructions) =>
        instructions.Venues.IsEmpty && !instructions.RegulatedOnly && instructions.Jurisdictions.IsEmpty;
}
