using System.Collections.Immutable;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// The scenario book of an account, prepared once and read in state after state: fills of contracts move quantities, fills of spot pairs
/// move balances. Allocates nothing in a state once it has seen as many fills.
/// </summary>
internal sealed class StateScenarios<T>
    where T : struct, INumber<T>
{
    private readonly ScenarioNames names;
    private readonly SteppedScenarios<T> steps;
    private readonly IStateMargin margin;
    private readonly ImmutableArray<(int Leg, T Rate)> places;
    private readonly ImmutableArray<(int Asset, Asset Code)> pairs;
    private readonly T[] exchanged;
    private CandidateFill<T>[] fills = new CandidateFill<T>[4];
    private BookResult<T> result;

    /// <summary>Prepares a book before any fill.</summary>
    /// <param name="tables">What its rules and prices say.</param>
    /// <param name="book">The book; the assets of all spot pairs stand in its balances.</param>
    /// <param name="margin">The account.</param>
    /// <param name="slots">Its instruments.</param>
    public StateScenarios(ScenarioTables<T> tables, ScenarioBook book, IStateMargin margin, List<ScenarioSlot> slots)
    {
        names = new ScenarioNames(tables.Rules, book);
        steps = new SteppedScenarios<T>(ScenarioPreparation<T>.Prepare(tables, book, names));
        this.margin = margin;
        ImmutableArray<string> legs = [.. names.Legs.Select(leg => leg.Instrument)];
        places = [.. slots.Select(slot => slot.Leg is null ? (-1, T.Zero) : (legs.IndexOf(slot.Leg.Instrument), FeeRate(slot, book)))];
        pairs = [.. SpotExchange.Assets(margin).Select(asset => (names.Assets.IndexOf(asset.Code), asset))];
        exchanged = new T[names.Assets.Length];
    }

    /// <summary>Figures of the last state.</summary>
    public ref readonly BookResult<T> Result => ref result;

    /// <summary>What must be kept in the last state.</summary>
    public T Kept => result.Maintenance + steps.Closing;

    /// <summary>What is missing in the last state; null when it is known, and in the search form.</summary>
    public Refusal? Missing => steps.Book is PreparedScenarios<decimal> exact ? names.Refusal(exact, result.Note) : null;

    /// <summary>Evaluates the book after some fills.</summary>
    public void Evaluate(ReadOnlySpan<StateFill> done)
    {
        if (fills.Length < done.Length)
            fills = new CandidateFill<T>[done.Length];
        int count = 0;
        bool exchanges = false;
        foreach (ref readonly StateFill fill in done)
        {
            (int leg, T rate) = places[fill.Slot];
            if (leg < 0)
            {
                exchanges = true;
                continue;
            }

            T units = T.CreateChecked(fill.Signed * margin[fill.Slot].BasePerLot);
            T price = T.CreateChecked(fill.Price);
            bool inverse = steps.Book.Legs[leg].Kind == ScenarioLegKind.Inverse;
            T value = inverse ? T.Abs(units) / price : T.Abs(units) * price;
            fills[count++] = new CandidateFill<T>(leg, units, price, rate * value);
        }

        foreach ((int asset, Asset code) in exchanges ? pairs : [])
            exchanged[asset] = T.CreateChecked(SpotExchange.Change(margin, done, code));
        steps.Evaluate(exchanges ? exchanged : [], fills.AsSpan(0, count), out result);
    }

    /// <summary>Taker fee per unit of value, in the reporting currency.</summary>
    private static T FeeRate(ScenarioSlot slot, ScenarioBook book) => T.CreateChecked(slot.Instrument.Fees.TakerRate)
        * T.CreateChecked(slot.Leg!.Kind == ScenarioLegKind.Inverse ? book.Prices.GetValueOrDefault(slot.Leg.Underlying) : slot.Leg.QuoteRate);
}
