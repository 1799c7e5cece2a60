using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>Turns the request's exposure caps, venue shares and borrowing limits into caps over candidates.</summary>
internal sealed class GroupCapBuilder(RouteProblem problem, ReferenceData reference)
{
    /// <summary>All caps that concern some candidate.</summary>
    public List<GroupCap> Build()
    {
        List<GroupCap> caps = [];
        foreach (ExposureCap exposure in problem.Request.Caps)
            AddExposure(caps, exposure);
        foreach (RouteVenue venue in problem.Request.Venues)
            AddShare(caps, venue);
        foreach (AccountProbe account in problem.Accounts)
        {
            foreach (BorrowTerms terms in account.Account.Subaccount.Borrow)
                AddBorrow(caps, account, terms);
        }

        return caps;
    }

    private void AddExposure(List<GroupCap> caps, ExposureCap exposure)
    {
        if (exposure.Asset != problem.Product.Base)
            return;
        Side side = problem.Request.Side;
        decimal before = exposure.Elsewhere;
        foreach (AccountProbe probe in problem.Accounts)
        {
            if (exposure.Members.Contains(probe.Account.Subaccount.Id))
                before += AccountExposure.Worst(reference, probe.Account.Account, probe.Account.Pending.AsSpan(), exposure.Asset, (side, exposure.Kind));
        }

        // Where the exposure is not known nothing may be added to it; what shrinks a position passes.
        var cap = new GroupCap(
            exposure.Unknown is null ? RefusalReason.ExposureCap : exposure.Unknown.Reason,
            exposure.Unknown is null ? $"{exposure.Name} {exposure.Asset.Code}" : $"{exposure.Unknown.Subject} in {exposure.Name}",
            before,
            exposure.Unknown is null ? exposure.Limit : before);
        bool concerns = false;
        foreach (Candidate candidate in problem.Candidates)
        {
            if (candidate.Unusable is not null || !exposure.Members.Contains(candidate.Account.Account.Subaccount.Id))
                continue;
            concerns = true;
            RouteAccount account = candidate.Account.Account;
            Instrument instrument = candidate.Ladder!.Instrument;
            (decimal low, decimal high) = AccountExposure.Range(account.Account!, account.Pending.AsSpan(), instrument, side);

            // What a position gives free it gives once: the instrument's book has it, a quote for the same instrument does not.
            decimal free = candidate.Ladder.Quote is not null ? 0m
                : exposure.Unknown is not null ? Math.Max(0m, -high)
                : exposure.Kind == ExposureKind.Gross ? Math.Max(Math.Abs(low), Math.Abs(high)) - high
                : 0m;
            cap.Add(candidate, instrument.BasePerLot, free);
        }

        if (concerns)
            caps.Add(cap);
    }

    private void AddShare(List<GroupCap> caps, RouteVenue venue)
    {
        if (venue.Most is not { } most)
            return;
        var cap = new GroupCap(RefusalReason.VenueShare, reference[venue.Venue].Name, 0m, problem.Product.Quantity(most));
        bool concerns = false;
        foreach (Candidate candidate in problem.Candidates)
        {
            if (candidate.Unusable is not null || candidate.Ladder!.Instrument.Venue != venue.Venue)
                continue;
            concerns = true;
            cap.Add(candidate, candidate.Ladder.Instrument.BasePerLot, 0m);
        }

        if (concerns)
            caps.Add(cap);
    }

    /// <summary>
    /// Most that an account may owe of an asset: the base when it sells, the quote when it buys, the latter at the worst price that the
    /// parent allows.
    /// </summary>
    private void AddBorrow(List<GroupCap> caps, AccountProbe account, BorrowTerms terms)
    {
        if (terms.Maximum is not { } maximum || account.Account.Account is null || account.Evaluator is not { } evaluator || problem.WorstPrice is null)
            return;
        bool buys = problem.Request.Side == Side.Buy;
        GroupCap? cap = null;
        foreach (Candidate candidate in account.Candidates)
        {
            Instrument instrument = candidate.Ladder!.Instrument;
            if (instrument.Kind != InstrumentKind.Spot || AccountDebt.Paid(instrument, problem.Request.Side) != terms.Asset)
                continue;
            decimal price = problem.WorstPrice.Value / (candidate.Ladder.Scale.PricePerTick / instrument.TickSize);
            decimal unit = buys ? instrument.BasePerLot * price * (1m + account.Account.Subaccount.TakerRate(instrument)) : instrument.BasePerLot;
            decimal owed = AccountDebt.Owed(reference, account.Account, terms.Asset, (instrument, unit), evaluator.Keeping);
            cap ??= new GroupCap(RefusalReason.MaximumBorrow, $"{account.Account.Subaccount.Name} {terms.Asset.Code}", owed, maximum);
            cap.Add(candidate, unit, 0m);
        }

        if (cap is not null)
            caps.Add(cap);
    }
}
