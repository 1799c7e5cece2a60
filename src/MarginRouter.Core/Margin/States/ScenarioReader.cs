using System.Numerics;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Margin.States;

/// <summary>Reads the scenario book of one account in one number type.</summary>
internal sealed class ScenarioReader<T>
    where T : struct, INumber<T>
{
    private readonly Subaccount subaccount;
    private readonly RatioRule ratio;
    private readonly T liquidateAt;
    private readonly decimal? ladder;
    private readonly FloorRows floor;
    private readonly SpotBorrowing<T> borrowing;

    /// <summary>Reads an account under its rules.</summary>
    public ScenarioReader(IStateMargin margin, MarginRuleSet rules, AccountQuestion question)
    {
        subaccount = question.Account.Subaccount;
        ratio = rules.Ratio!;
        liquidateAt = T.CreateChecked(ratio.LiquidateAt);
        ladder = StateLimitRows.Ladder(rules);
        floor = new FloorRows(question.Floor);
        borrowing = new SpotBorrowing<T>(margin, question.Account);
        Tables = new ScenarioTables<T>(rules);
    }

    /// <summary>What the rules and the prices of the account say, whatever it holds.</summary>
    public ScenarioTables<T> Tables { get; }

    /// <summary>Reads a state.</summary>
    /// <param name="scenarios">The book.</param>
    /// <param name="done">Fills.</param>
    /// <param name="reading">Its figures.</param>
    public void Read(StateScenarios<T> scenarios, ReadOnlySpan<StateFill> done, StateReading<T> reading)
    {
        reading.Clear();
        scenarios.Evaluate(done);
        if (scenarios.Result.Note.Missing)
        {
            reading.Lack(scenarios.Missing);
            return;
        }

        reading.Parts.Add(new PartReading<T>(subaccount.LimitName, Rescaled(scenarios.Kept), scenarios.Result.Equity));
        if (floor.Add(reading))
            return;
        StateLimitRows.AddParts(reading, subaccount, ladder);
        reading.Limits.Add(StateLimitRows.Acceptance(subaccount, subaccount.LimitName, scenarios.Result.Initial, scenarios.Result.Equity));
        borrowing.Add(reading, done);
    }

    private T Rescaled(T kept) => ratio.Form switch
    {
        RatioForm.RequirementOverEquity => kept / liquidateAt,
        RatioForm.EquityOverRequirement => kept * liquidateAt,
    };
}
