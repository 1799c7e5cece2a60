using System.Globalization;
using System.Text.Json.Nodes;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing.Search.Instances;
using MarginRouter.Core.Routing.Search.Lots;
using MarginRouter.Core.Routing.Search.Model;
using MarginRouter.Testing.Instances;

namespace MarginRouter.Core.Tests.Routing.Search;

/// <summary>What must hold for every instance, on seeded random ones of two shapes and two amounts of head-room.</summary>
public sealed class RandomInstanceTests
{
    private const int Units = 20_000;

    /// <summary>Seeds by shape: what binds, what does not, with choices and without.</summary>
    public static TheoryData<int, double, bool> Shapes => new()
    {
        { 1, 0.8, false },
        { 2, 1.5, false },
        { 3, 5.0, false },
        { 4, 0.8, true },
        { 5, 1.5, true },
        { 6, 5.0, true },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solve_RandomInstance_IsExactAndAddsUp(int series, double headRoom, bool hasChoices)
    {
        foreach (FillStatePolicy policy in new[] { FillStatePolicy.Final, FillStatePolicy.Any })
        {
            foreach ((string name, JsonObject json) in Instances(series, headRoom, hasChoices, 25))
            {
                SplitInstance instance = InstanceReader.Read(RandomInstance.Utf8(json));
                SplitModel model = InstanceModel.Build(instance, policy);
                SolveOutcome outcome = Solve(json, policy);
                Assert.Equal(instance.Quantity, outcome.Filled + outcome.Shortfall);
                Assert.Equal(outcome.Filled, outcome.Children.Sum(child => child.Quantity));
                long[] lots = Lots(instance, model, outcome);
                var exact = new ExactSplit(model);
                Assert.True(exact.Broken(lots) is null, $"{name} {policy}: {exact.Broken(lots)}");
                Assert.Equal(exact.Cost(lots), outcome.Objective);
                Assert.True(outcome.Bound <= outcome.Objective, $"{name} {policy}: bound {outcome.Bound} above {outcome.Objective}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solve_FillStatesAny_NoSubsetOfChildrenIsWorseThanTheRule(int series, double headRoom, bool hasChoices)
    {
        foreach ((string name, JsonObject json) in Instances(series, headRoom, hasChoices, 20))
        {
            SplitInstance instance = InstanceReader.Read(RandomInstance.Utf8(json));
            SplitModel final = InstanceModel.Build(instance, FillStatePolicy.Final);
            long[] lots = Lots(instance, final, Solve(json, FillStatePolicy.Any));
            int[] children = [.. Enumerable.Range(0, lots.Length).Where(route => lots[route] > 0).Take(12)];
            for (int subset = 0; subset < 1 << children.Length; subset++)
            {
                var quantities = new decimal[lots.Length];
                for (int i = 0; i < children.Length; i++)
                    quantities[children[i]] = (subset >> i & 1) != 0 ? final.Quantity(children[i], lots[children[i]]) : 0m;
                foreach (LimitGroup limit in final.Limits)
                    Assert.True(limit.Rows.All(row => row.At(quantities) <= limit.Bound), $"{name}: subset {subset:b} breaks {limit.Family} {limit.Where}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solve_LimitRelaxedOrVenueAdded_IsNoWorse(int series, double headRoom, bool hasChoices)
    {
        foreach ((string name, JsonObject json) in Instances(series, headRoom, hasChoices, 20))
        {
            SolveOutcome before = Solve(json, FillStatePolicy.Final);
            JsonObject relaxed = Copy(json);
            foreach (JsonNode? account in relaxed["subaccounts"]!.AsArray())
                account!["util_limit"] = account["util_limit"]!.GetValue<decimal>() * 1.2m;
            AssertNoWorse(before, Solve(relaxed, FillStatePolicy.Final), $"{name} relaxed");
            AssertNoWorse(before, Solve(WithFreeVenue(json), FillStatePolicy.Final), $"{name} with a venue more");
        }
    }

    [Theory]
    [InlineData(11, 0.8)]
    [InlineData(12, 1.2)]
    public void FindShadowPrices_MoreEquity_GainsThatMuchAndNoMore(int series, double headRoom)
    {
        int tested = 0;
        decimal promised = 0m;
        decimal gained = 0m;
        foreach ((string name, JsonObject json) in Instances(series, headRoom, hasChoices: false, 40))
        {
            InstanceSolver solver = InstanceSolver.Read(RandomInstance.Utf8(json), FillStatePolicy.Final);
            SolveOutcome before = solver.Solve(Units);
            if (solver.FindShadowPrices(before).FirstOrDefault(one => one.Family == "util") is not { } price)
                continue;
            JsonObject richer = Copy(json);
            JsonNode account = richer["subaccounts"]!.AsArray().First(one => one!["id"]!.GetValue<string>() == price.Where)!;
            decimal more = account["equity"]!.GetValue<decimal>() * 0.005m;
            account["equity"] = account["equity"]!.GetValue<decimal>() + more;
            SolveOutcome after = Solve(richer, FillStatePolicy.Final);
            tested++;

            // Fill in money at the reference price, so that both kinds add up.
            decimal unit = price.Fills > 0m ? 40_000m : 1m;
            decimal slope = (price.Fills + price.Saves) * unit * more;
            decimal gain = price.Fills > 0m ? (after.Filled - before.Filled) * unit : before.Objective - after.Objective;
            Assert.True(gain <= slope + (price.Fills > 0m ? 0.05m * unit : Tolerance(before)), $"{name}: {gain} gained, {slope} promised by {price}");
            promised += slope;
            gained += gain;
        }

        Assert.True(tested > 10 && gained > 0.6m * promised, $"{tested} tested: {gained} of {promised}");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solve_OtherNamesOrderOrMoney_IsTheSame(int series, double headRoom, bool hasChoices)
    {
        foreach ((string name, JsonObject json) in Instances(series, headRoom, hasChoices, 15))
        {
            SolveOutcome before = Solve(json, FillStatePolicy.Final);
            JsonObject renamed = JsonNode.Parse(json.ToJsonString().Replace("\"V", "\"Z-", StringComparison.Ordinal).Replace("\"S", "\"A-", StringComparison.Ordinal))!.AsObject();
            SolveOutcome other = Solve(renamed, FillStatePolicy.Final);
            Assert.Equal((before.Filled, before.Objective, before.Bound, before.WorkUnits), (other.Filled, other.Objective, other.Bound, other.WorkUnits));

            JsonObject reversed = Copy(json);
            foreach (string list in new[] { "venues", "subaccounts", "routes", "caps" })
                reversed[list] = new JsonArray([.. json[list]!.AsArray().Reverse().Select(one => one!.DeepClone())]);
            AssertSame(before, Solve(reversed, FillStatePolicy.Final), 1m, $"{name} reversed");
            AssertSame(before, Solve(Scaled(json, 7m), FillStatePolicy.Final), 7m, $"{name} in other money");
        }
    }

    private static IEnumerable<(string Name, JsonObject Json)> Instances(int series, double headRoom, bool hasChoices, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int seed = (1_000 * series) + i;
            var shape = new InstanceShape(2 + (i % 4), 2 + (i % 7), 5 + (i % 20), headRoom, hasChoices);
            yield return ($"seed {seed} {shape}", RandomInstance.Make(seed, shape));
        }
    }

    private static SolveOutcome Solve(JsonObject json, FillStatePolicy policy) => InstanceSolver.Read(RandomInstance.Utf8(json), policy).Solve(Units);

    private static JsonObject Copy(JsonObject json) => json.DeepClone().AsObject();

    /// <summary>A split that stays as good: within the search's own tolerance and what two optima of one fill may differ by.</summary>
    private static void AssertNoWorse(SolveOutcome before, SolveOutcome after, string name)
    {
        Assert.True(after.Filled >= before.Filled, $"{name}: fills {after.Filled} after {before.Filled}");
        if (after.Filled == before.Filled)
            Assert.True(after.Objective <= before.Objective + Tolerance(before), $"{name}: costs {after.Objective} after {before.Objective}, bound {after.Bound}");
    }

    private static void AssertSame(SolveOutcome before, SolveOutcome after, decimal scale, string name)
    {
        Assert.True(after.Filled == before.Filled, $"{name}: fills {after.Filled}, not {before.Filled}");
        if (after.Filled == before.Filled)
            Assert.True(Math.Abs((after.Objective / scale) - before.Objective) <= Tolerance(before), $"{name}: costs {after.Objective / scale}, not {before.Objective}");
    }

    // A quarter of a basis point of what is filled: what the search is allowed to leave, ten times what it leaves on the shared instances.
    private static decimal Tolerance(SolveOutcome outcome) => outcome.Filled * 40_000m * 0.000025m;

    private static JsonObject WithFreeVenue(JsonObject json)
    {
        JsonObject more = Copy(json);
        JsonObject venue = Copy(more["venues"]![0]!.AsObject());
        venue["id"] = "V-more";
        more["venues"]!.AsArray().Add(venue);
        foreach (JsonNode? route in json["routes"]!.AsArray().Where(route => route!["venue"]!.GetValue<string>() == "V0"))
        {
            JsonObject added = Copy(route!.AsObject());
            added["venue"] = "V-more";
            more["routes"]!.AsArray().Add(added);
        }

        return more;
    }

    /// <summary>All money times a factor: the same market in another currency.</summary>
    private static JsonObject Scaled(JsonObject json, decimal factor)
    {
        string[] money =
        [
            "reference_price", "mark", "min_notional", "price", "reserve_quote", "equity", "static_pnl", "min_equity", "fixed_cost",
            "carry_per_unit", "borrow_per_unit", "equity_drag_per_unit", "limit",
        ];
        JsonObject scaled = Copy(json);
        void Walk(JsonNode? node, bool isMoney)
        {
            switch (node)
            {
                case JsonObject owner:
                    foreach ((string key, JsonNode? value) in owner.ToList())
                    {
                        if (key == "levels")
                            foreach (JsonNode? level in value!.AsArray())
                                level![0] = level[0]!.GetValue<decimal>() * factor;
                        else if (value is JsonValue number && Array.IndexOf(money, key) >= 0 && number.TryGetValue(out decimal amount))
                            owner[key] = amount * factor;
                        else
                            Walk(value, Array.IndexOf(money, key) >= 0);
                    }

                    break;
                case JsonArray list:
                    for (int i = 0; i < list.Count; i++)
                    {
                        if (isMoney && list[i] is JsonValue number && number.TryGetValue(out decimal amount))
                            list[i] = amount * factor;
                        else
                            Walk(list[i], isMoney: false);
                    }

                    break;
            }
        }

        Walk(scaled, isMoney: false);
        return JsonNode.Parse(scaled.ToJsonString())!.AsObject();
    }

    private static long[] Lots(SplitInstance instance, SplitModel model, SolveOutcome outcome)
    {
        var lots = new long[instance.Routes.Length];
        foreach (SolvedChild child in outcome.Children)
        {
            int route = Enumerable.Range(0, lots.Length).Single(one =>
                instance.Venues[instance.Routes[one].Venue].Id == child.Venue && instance.Subaccounts[instance.Routes[one].Subaccount].Id == child.Subaccount);
            decimal exact = child.Quantity / model.Venues[model.Routes[route].Venue].Lot;
            Assert.True(exact == decimal.Truncate(exact) && exact > 0m, string.Create(CultureInfo.InvariantCulture, $"{child} is no multiple of the lot"));
            lots[route] = (long)exact;
        }

        return lots;
    }
}
