using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Comparison;
using MarginRouter.Gateway;
using MarginRouter.Host.Demo;
using Spectre.Console;

namespace MarginRouter.Host.Compare;

/// <summary>A book under several models, calm and in every scenario, as tables and as the document of <c>compare-models --json</c>.</summary>
/// <param name="Book">The book; its first model is what savings are counted against.</param>
/// <param name="Figures">By scenario, calm first, then by model.</param>
internal sealed record ComparisonReport(ComparedBook Book, ImmutableArray<ModelFigures> Figures)
{
    private IEnumerable<IGrouping<string, ModelFigures>> Scenarios => Figures.GroupBy(figures => figures.Scenario);

    /// <summary>The member of the document for this book.</summary>
    public object Document() => new
    {
        book = Book.Name,
        Book.Says,
        claim = new { low = Book.ClaimLow, high = Book.ClaimHigh },
        models = Book.Models.Select(model => new
        {
            model.Name,
            rules = model.Case.Rules.Name,
            asOf = model.Case.Rules.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            judged = model.Judgement,
            currency = model.Case.Rules.Reporting.Code,
        }),
        scenarios = Scenarios.Select(scenario => new
        {
            name = scenario.Key,
            models = scenario.Select(figures => new
            {
                name = figures.Model,
                figures.Equity,
                initialMargin = figures.Initial,
                maintenanceMargin = figures.Maintenance,
                figures.Utilisation,
                liquidationDistance = figures.Distance,
                initialSaving = figures.InitialSaving(scenario.First()),
                maintenanceSaving = figures.MaintenanceSaving(scenario.First()),
                claim = Claim(figures.InitialSaving(scenario.First())),
                refusal = figures.Refusal is { } refusal ? RefusalText.Of([refusal]) : null,
            }),
        }),
    };

    /// <summary>Prints the book: today in full, then requirement, distance and saving in every scenario that changes something.</summary>
    public void Print(IAnsiConsole console)
    {
        console.WriteLine();
        console.WriteLine($"{Book.Name}: {Book.Says}");
        console.Write(Calm());
        console.Write(Stressed());
        foreach (ModelFigures unknown in Figures.Where(figures => figures.Refusal is not null))
            console.WriteLine($"not known: {unknown.Model} in {unknown.Scenario}: {RefusalText.Of([unknown.Refusal!])}");
    }

    private Table Calm()
    {
        ModelFigures[] calm = [.. Scenarios.First()];
        Table table = new() { Title = new TableTitle($"today; practitioners quote a saving of {Figure.Percent(Book.ClaimLow)} to {Figure.Percent(Book.ClaimHigh)}") };
        table.AddColumns("model", "rules", "equity", "initial", "maintenance", "utilisation", "distance", "initial saved", "maintenance saved", "the claim");
        for (int i = 0; i < calm.Length; i++)
        {
            ModelFigures figures = calm[i];
            table.AddRow(
                figures.Model,
                Book.Models[i].Case.Rules.Name + Judged(Book.Models[i].Judgement),
                Figure.Money(figures.Equity),
                Figure.Money(figures.Initial),
                Figure.Money(figures.Maintenance),
                Figure.Percent(figures.Utilisation),
                Figure.Percent(figures.Distance),
                Figure.Percent(figures.InitialSaving(calm[0])),
                Figure.Percent(figures.MaintenanceSaving(calm[0])),
                i == 0 ? "what is compared with" : Claim(figures.InitialSaving(calm[0])));
        }

        return table;
    }

    private Table Stressed()
    {
        Table table = new() { Title = new TableTitle("in scenarios: maintenance | distance to liquidation | initial margin saved") };
        table.AddColumn("scenario");
        foreach (ComparedModel model in Book.Models)
            table.AddColumn(model.Name);
        ModelFigures[] calm = [.. Scenarios.First()];
        foreach (IGrouping<string, ModelFigures> scenario in Scenarios.Skip(1))
        {
            ModelFigures[] found = [.. scenario];
            if (found.Zip(calm).All(pair => pair.First with { Scenario = pair.Second.Scenario } == pair.Second))
                continue;
            table.AddRow([new Text(scenario.Key), .. found.Select(figures => new Text(Cell(figures, found[0])))]);
        }

        return table;
    }

    private static string Cell(ModelFigures figures, ModelFigures first)
    {
        if (figures.Refusal is not null)
            return "not known";
        string saved = ReferenceEquals(figures, first) ? string.Empty : $" | {Short(figures.InitialSaving(first))}";
        string distance = figures.Utilisation is null or >= 1m ? "liquidated" : Short(figures.Distance);
        return string.Create(CultureInfo.InvariantCulture, $"{figures.Maintenance:N0} | {distance}{saved}");
    }

    private static string Short(decimal? share) => share switch
    {
        null => "-",
        > 10m => "> 1000 %",
        _ => (share.Value * 100m).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    private static string Judged(MarginJudgement judgement) => judgement switch
    {
        MarginJudgement.Whole => string.Empty,
        MarginJudgement.Summed => ", added up",
        MarginJudgement.Apart => ", position by position",
    };

    private string Claim(decimal? saving)
    {
        if (saving is not { } share)
            return "not known";
        if (share < 0m)
            return "fails: dearer";
        if (share < Book.ClaimLow)
            return "fails: less is saved";
        return share <= Book.ClaimHigh ? "holds" : "more is saved";
    }
}
