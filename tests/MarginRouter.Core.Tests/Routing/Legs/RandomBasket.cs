using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>Random baskets in which limits bind in about half of the cases. The same seed gives the same basket.</summary>
internal static class RandomBasket
{
    /// <summary>Two legs, two or three accounts, few lots: every split can be tried.</summary>
    public static BasketScenario Tiny(int seed)
    {
        Random random = new(seed);
        BasketScenario scenario = new() { Blocks = random.Next(1, 5) };
        bool portfolio = random.Next(2) == 0;
        for (int i = 0; i < 2; i++)
        {
            BasketScenario.Leg leg = scenario.AddLeg(i == 0 ? Side.Buy : (random.Next(4) == 0 ? Side.Buy : Side.Sell), random.Next(4) == 0 ? 2 : 1);
            int count = random.Next(1, 3);
            for (int j = 0; j < count; j++)
                AddInstrument(random, scenario, leg, random.Next(1, 4));
        }

        int accounts = random.Next(2, 4);
        for (int i = 0; i < accounts; i++)
        {
            int[] slots = [.. Enumerable.Range(0, scenario.Instruments.Count).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Order()];
            BasketScenario.Account account = scenario.AddAccount(random.Next(4, 60), slots);
            if (portfolio && random.Next(2) == 0)
            {
                account.RuleSet = "okx/portfolio";
                account.UtilisationLimit = 0.9m;
            }
        }

        if (portfolio)
        {
            for (int slot = 0; slot < scenario.Instruments.Count; slot++)
                scenario.Instruments[slot].Symbol = $"BTC-USDT-SWAP{slot}";
            foreach (BasketScenario.Account account in scenario.Accounts)
                account.RuleSet = "okx/portfolio";
        }

        return scenario;
    }

    /// <summary>Two to four legs on several instruments and accounts, hundreds of lots.</summary>
    public static BasketScenario Larger(int seed)
    {
        Random random = new(seed);
        BasketScenario scenario = new() { Blocks = random.Next(5, 120) };
        int legs = random.Next(2, 5);
        for (int i = 0; i < legs; i++)
        {
            BasketScenario.Leg leg = scenario.AddLeg(random.Next(2) == 0 ? Side.Buy : Side.Sell, random.Next(1, 4));
            int count = random.Next(1, 4);
            for (int j = 0; j < count; j++)
                AddInstrument(random, scenario, leg, random.Next(10, 80)).LotScale = random.Next(4) == 0 ? 5 : 1;
        }

        int accounts = random.Next(2, 6);
        for (int i = 0; i < accounts; i++)
        {
            int[] slots = [.. Enumerable.Range(0, scenario.Instruments.Count).OrderBy(_ => random.Next()).Take(random.Next(1, 5)).Order()];
            BasketScenario.Account account = scenario.AddAccount(random.Next(0, 2_500), slots);
            account.UtilisationLimit = random.Next(30, 90) / 100m;
            foreach (int slot in slots.Where(_ => random.Next(4) == 0))
                account.Positions.Add((slot, random.Next(-40, 41)));
        }

        return scenario;
    }

    private static BasketScenario.Spec AddInstrument(Random random, BasketScenario scenario, BasketScenario.Leg leg, int most)
    {
        BasketScenario.Spec spec = scenario.AddInstrument(leg);
        spec.MarkTicks = 600_000 + random.Next(-300, 300);
        spec.TakerRate = random.Next(2, 8) * 0.0001m;
        long distance = random.Next(1, 50);
        int levels = random.Next(1, 4);
        for (int k = 0; k < levels; k++)
        {
            spec.Levels.Add((distance, random.Next(1, most + 1)));
            distance += random.Next(1, 400);
        }

        return spec;
    }
}
