using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Random routing situations in which limits bind in about half of the cases. The same seed gives the same situation.</summary>
internal static class RandomScenario
{
    /// <summary>One instrument an account, equal lots, no least sizes: the merge is optimal here.</summary>
    public static RouteScenario SingleHome(int seed, int mostInstruments = 4, int mostLevels = 12, int mostAccounts = 6)
    {
        var random = new Random(seed);
        RouteScenario scenario = Books(random, mostInstruments, mostLevels);
        int accounts = random.Next(1, mostAccounts + 1);
        for (int i = 0; i < accounts; i++)
            Account(random, scenario, [random.Next(scenario.Instruments.Count)]);
        scenario.Quantity = Wanted(random, scenario);
        return scenario;
    }

    /// <summary>Accounts on one or several instruments, lots of different sizes, least sizes and values, few children.</summary>
    public static RouteScenario Mixed(int seed)
    {
        var random = new Random(seed);
        RouteScenario scenario = Books(random, 4, 12);
        foreach (RouteScenario.InstrumentSpec spec in scenario.Instruments)
        {
            spec.Lot = new[] { 1, 1, 5, 10 }[random.Next(4)];
            spec.MinimumLots = random.Next(1, 4);
            spec.MinimumNotional = random.Next(2) * 300m;
        }

        int accounts = random.Next(1, 6);
        for (int i = 0; i < accounts; i++)
        {
            int[] slots = [.. Enumerable.Range(0, scenario.Instruments.Count).OrderBy(_ => random.Next()).Take(random.Next(1, 3)).Order()];
            Account(random, scenario, slots);
        }

        scenario.Quantity = Wanted(random, scenario);
        scenario.MaximumChildren = random.Next(1, 8);
        return scenario;
    }

    /// <summary>So small that every split can be tried: at most three accounts, six lots an instrument.</summary>
    /// <param name="seed">Which one.</param>
    /// <param name="isPlain">True for one instrument an account, equal lots and no rule about sizes or numbers of children.</param>
    public static RouteScenario Tiny(int seed, bool isPlain)
    {
        var random = new Random(seed);
        var scenario = new RouteScenario { Side = random.Next(2) == 0 ? Side.Buy : Side.Sell };
        int instruments = random.Next(1, 4);
        for (int slot = 0; slot < instruments; slot++)
        {
            RouteScenario.InstrumentSpec spec = scenario.Instrument(600_000 + random.Next(-300, 300));
            spec.TakerRate = random.Next(2, 8) * 0.0001m;
            spec.Lot = isPlain ? 1 : random.Next(1, 4);
            spec.MinimumLots = isPlain ? 1 : random.Next(1, 3);
            spec.MinimumNotional = isPlain ? 0 : random.Next(2) * 200m;
            long distance = random.Next(1, 50);
            for (int i = 0; i < 3; i++)
            {
                spec.Levels.Add((distance, random.Next(1, 3)));
                distance += random.Next(1, 400);
            }
        }

        int accounts = random.Next(1, 4);
        for (int i = 0; i < accounts; i++)
        {
            int[] slots = [.. Enumerable.Range(0, instruments).OrderBy(_ => random.Next()).Take(isPlain || i > 0 ? 1 : 2).Order()];
            Account(random, scenario, slots);
            scenario.Accounts[i].Wallet = random.Next(0, 60);
            scenario.Accounts[i].Pending.Clear();
            for (int j = 0; j < scenario.Accounts[i].Positions.Count; j++)
                scenario.Accounts[i].Positions[j] = scenario.Accounts[i].Positions[j] with { Lots = random.Next(-4, 5) };
        }

        scenario.Quantity = random.NextInt64(1, 14);
        scenario.MaximumChildren = isPlain ? 12 : random.Next(1, 4);
        return scenario;
    }

    /// <summary>A tiny request with one to three firm quotes, all or nothing, with a least size or without, some for one account alone.</summary>
    public static RouteScenario TinyQuoted(int seed, bool isPlain)
    {
        RouteScenario scenario = Tiny(seed, isPlain);
        var random = new Random(seed + 2_000_000);
        if (isPlain)
            scenario.MaximumChildren = 12;
        for (int left = random.Next(1, 4); left > 0; left--)
        {
            int slot = random.Next(scenario.Instruments.Count);
            long lots = random.Next(1, 7);
            FirmQuote quote = scenario.Quote(slot, random.Next(-30, 300), lots, random.Next(3) switch { 0 => lots, 1 => random.NextInt64(1, lots + 1), _ => 1 });
            int account = random.Next(scenario.Accounts.Count * 3);
            scenario.Quotes[^1] = new RouteQuote(
                quote with
                {
                    FeeIncluded = random.Next(3) == 0,
                    Subaccount = account < scenario.Accounts.Count && scenario.Accounts[account].Slots.Contains(slot) ? new SubaccountId(account) : null,
                },
                random.Next(8) == 0 ? new Refusal(RefusalReason.QuoteExpired, quote.QuoteId) : null)
            {
                OneOfRequest = seed % 3 == 0,
            };
        }

        return scenario;
    }

    /// <summary>A tiny plain request in which everything costs something: funding, tiers, capital, venue risk, preference, and tickets if asked.</summary>
    public static RouteScenario TinyPriced(int seed, bool withTickets)
    {
        RouteScenario scenario = Tiny(seed, isPlain: true);
        var random = new Random(seed + 1_000_000);
        for (int slot = 0; slot < scenario.Instruments.Count; slot++)
        {
            scenario.Instruments[slot].FundingPerDay = random.Next(-10, 11) * 0.0001m;
            scenario.Instruments[slot].Ticket = withTickets && random.Next(2) == 0 ? random.Next(1, 8) * 0.02m : 0m;
            scenario.Venues.Add(new RouteVenue(new VenueId(slot)) { RiskBasisPoints = random.Next(0, 5), PreferenceBasisPoints = random.Next(-3, 4), AdlRankBasisPoints = random.Next(0, 7) });
        }

        foreach (RouteScenario.AccountSpec account in scenario.Accounts)
        {
            // Within its limits at the start: the oracle knows no more of decision 3 than that no breach may grow.
            if (account.Positions.Count > 0)
                account.Wallet = random.Next(45, 70);
            foreach ((int slot, _, _) in account.Positions)
            {
                if (random.Next(3) > 0)
                    account.Ranks[slot] = new AdlRank(random.Next(0, 5), 0m, 4m);
            }

            account.CapitalRatePerYear = random.Next(0, 3) * 0.5m;
            account.OwnTakerRate = random.Next(2) == 0 ? random.Next(0, 8) * 0.0001m : null;
        }

        scenario.Policy = policy => policy with { HoldingMilliseconds = 86_400_000 };
        return scenario;
    }

    /// <summary>
    /// What the merge alone does not settle: accounts on several instruments, caps over several accounts, tickets, few children, lots of
    /// different sizes, in every combination. Accounts begin within their limits.
    /// </summary>
    public static RouteScenario Coupled(int seed)
    {
        var random = new Random(seed);
        RouteScenario scenario = Books(random, 8, 20);
        while (scenario.Instruments.Count < 3)
            AddBook(random, scenario, 20);
        bool hasTickets = random.Next(3) == 0;
        bool hasLots = random.Next(3) == 0;
        foreach (RouteScenario.InstrumentSpec spec in scenario.Instruments)
        {
            spec.Lot = hasLots ? new[] { 1, 1, 2, 5 }[random.Next(4)] : 1;
            spec.Ticket = hasTickets && random.Next(2) == 0 ? random.Next(1, 6) * 0.05m : 0m;
        }

        int accounts = random.Next(3, 11);
        for (int i = 0; i < accounts; i++)
        {
            int homes = random.Next(3) == 0 ? 1 : random.Next(2, 4);
            int[] slots = [.. Enumerable.Range(0, scenario.Instruments.Count).OrderBy(_ => random.Next()).Take(homes).Order()];
            RouteScenario.AccountSpec account = scenario.Account(random.Next(20, 500), slots);
            account.UtilisationLimit = random.Next(30, 90) / 100m;
            if (random.Next(4) == 0)
                account.Positions.Add((slots[0], random.Next(-20, 21), 60_000m + random.Next(-300, 300)));
        }

        if (random.Next(3) == 0)
            scenario.Caps.Add(Cap(random, scenario));
        if (random.Next(2) == 0)
            scenario.MaximumChildren = random.Next(2, 6);
        long shown = scenario.Instruments.Sum(spec => spec.Levels.Sum(level => level.Lots) * spec.Lot);
        scenario.Quantity = Math.Max(10, shown * random.Next(15, 70) / 100);
        return scenario;
    }

    private static ExposureCap Cap(Random random, RouteScenario scenario)
    {
        ImmutableArray<SubaccountId> members = [.. Enumerable.Range(0, scenario.Accounts.Count).Where(_ => random.Next(2) == 0).Select(index => new SubaccountId(index))];
        return new ExposureCap("custodian", random.Next(2) == 0 ? ExposureKind.Gross : ExposureKind.Net, new Asset("BTC"), random.Next(20, 120) * 0.001m, 0m, members, null);
    }

    private static RouteScenario Books(Random random, int mostInstruments, int mostLevels)
    {
        var scenario = new RouteScenario { Side = random.Next(2) == 0 ? Side.Buy : Side.Sell };
        int instruments = random.Next(1, mostInstruments + 1);
        for (int slot = 0; slot < instruments; slot++)
            AddBook(random, scenario, mostLevels);
        return scenario;
    }

    private static void AddBook(Random random, RouteScenario scenario, int mostLevels)
    {
        RouteScenario.InstrumentSpec spec = scenario.Instrument(600_000 + random.Next(-300, 300));
        spec.TakerRate = random.Next(2, 8) * 0.0001m;
        long distance = random.Next(1, 50);
        int levels = random.Next(1, mostLevels + 1);
        for (int i = 0; i < levels; i++)
        {
            spec.Levels.Add((distance, random.Next(1, 30)));
            distance += random.Next(1, 400);
        }
    }

    private static void Account(Random random, RouteScenario scenario, int[] slots)
    {
        // One lot needs 0.001 x 60,000 x 5 % / 50 % = 6 of equity, so these wallets carry from nothing to some hundreds of lots.
        RouteScenario.AccountSpec account = scenario.Account(random.Next(0, random.Next(2) == 0 ? 300 : 3_000) + (random.Next(100) / 100m), slots);
        account.UtilisationLimit = random.Next(30, 90) / 100m;
        foreach (int slot in slots)
        {
            if (random.Next(3) == 0)
                account.Positions.Add((slot, random.Next(-60, 61), 60_000m + random.Next(-1_500, 1_500)));
        }

        if (random.Next(4) == 0)
        {
            int slot = slots[random.Next(slots.Length)];
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            account.Pending.Add(new PendingFill(new InstrumentId(slot), side, new QuantityLots(random.Next(1, 20)), new PriceTicks(600_000 + random.Next(-500, 500))));
        }
    }

    private static long Wanted(Random random, RouteScenario scenario)
    {
        long shown = scenario.Instruments.Sum(spec => spec.Levels.Sum(level => level.Lots) * spec.Lot);
        return random.NextInt64(1, Math.Max(2, shown + (shown / 4)));
    }
}
