using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Tests.Routing.Transfers;

/// <summary>A routing situation with a donor outside it and ways to move collateral to its accounts.</summary>
internal sealed class TransferScenario(RouteScenario desk)
{
    public List<RouteScenario.AccountSpec> Donors { get; } = [];

    public List<TransferRoute> Routes { get; } = [];

    public RouteScenario Desk => desk;

    public bool IsLive { get; set; }

    public int WorkUnits { get; set; } = 1_000_000;

    /// <summary>Two venues, the cheaper one held by an account with little collateral, and a rich account beside the desk.</summary>
    public static TransferScenario Simple()
    {
        var desk = new RouteScenario { Quantity = 100 };
        desk.Instrument(600_000, (5, 100));
        desk.Instrument(600_000, (305, 100));
        desk.Account(300m, 0);
        desk.Account(3_000m, 1);
        var scenario = new TransferScenario(desk);
        scenario.Donor(5_000m, 0);
        scenario.Route(2, 0, fee: 1m);
        return scenario;
    }

    /// <summary>Random limits and books as everywhere, two donors, and three to five ways with random fees, minima and maxima.</summary>
    public static TransferScenario Random(int seed, bool isTiny)
    {
        RouteScenario desk = isTiny ? RandomScenario.Tiny(seed, isPlain: seed % 2 == 0) : seed % 3 == 0 ? RandomScenario.Mixed(seed) : RandomScenario.SingleHome(seed);
        var random = new Random(seed + 77_000);
        var scenario = new TransferScenario(desk);
        decimal scale = isTiny ? 1m : 20m;
        for (int i = 0; i < 2; i++)
        {
            int slot = random.Next(desk.Instruments.Count);
            RouteScenario.AccountSpec donor = scenario.Donor(random.Next(0, 80) * scale, slot);
            if (random.Next(2) == 0)
                donor.Positions.Add((slot, random.Next(-6, 7) * (isTiny ? 1 : 20), 60_000m));
            if (random.Next(2) == 0)
                donor.Pending.Add(new PendingFill(new InstrumentId(slot), random.Next(2) == 0 ? Side.Buy : Side.Sell, new QuantityLots(random.Next(1, 4)), new PriceTicks(600_000)));
        }

        int accounts = desk.Accounts.Count + 2;
        for (int i = random.Next(3, 6); i > 0; i--)
        {
            (int from, int to) = (random.Next(accounts), random.Next(desk.Accounts.Count));
            if (from == to)
                continue;
            TransferFee fee = new(random.Next(3) == 0 ? 0m : random.Next(1, 30) * 0.001m * scale, random.Next(2) * 0.00005m, 1_000, 60_000);
            decimal minimum = random.Next(1, 4) * scale;
            scenario.Routes.Add(new TransferRoute(
                new SubaccountId(from), new SubaccountId(to), RouteScenario.Tether, TransferKind.OnChain, fee, minimum, minimum + (random.Next(5, 60) * scale), scale / 2m));
        }

        return scenario;
    }

    public RouteScenario.AccountSpec Donor(decimal wallet, int slot)
    {
        var donor = new RouteScenario.AccountSpec { Wallet = wallet };
        donor.Slots.Add(slot);
        Donors.Add(donor);
        return donor;
    }

    public void Route(int from, int to, decimal fee) => Routes.Add(new TransferRoute(
        new SubaccountId(from), new SubaccountId(to), RouteScenario.Tether, TransferKind.Internal, new TransferFee(fee, 0m, 1_000, 60_000), 10m, 4_000m, 1m));

    public RouteRequest Request() => desk.Request() with
    {
        Transfers = new TransferTerms(
            [.. Routes], [.. Donors.Select((spec, index) => spec.Build(new SubaccountId(desk.Accounts.Count + index)))], WorkUnits, IsLive),
    };

    public RouteDecision Decide() => desk.Optimizer().Decide(Request());
}
