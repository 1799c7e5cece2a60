using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Cliffs;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Gateway;
using MarginRouter.Host.Commands;
using MarginRouter.Host.Demo;
using Spectre.Console;

namespace MarginRouter.Host.Stress;

/// <summary>Cliffs and elasticities of one account.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Within">Relative distance that was searched.</param>
/// <param name="Report">What was found.</param>
internal sealed record AccountCliffs(string Account, decimal Within, CliffReport Report)
{
    /// <summary>Searches every account of a desk.</summary>
    public static ImmutableArray<AccountCliffs> Of(StressDesk desk, StressFiles files, decimal within)
    {
        if (within is <= 0m or >= 1m)
            throw new BadInputException($"--within {within.ToString(CultureInfo.InvariantCulture)}: must be between 0 and 1");
        return
        [
            .. desk.Accounts.Select(account => new AccountCliffs(
                account.Name,
                within,
                CliffDetector.Detect(account.Case, within, files.Pegged, out Refusal? refusal) ?? throw new BadInputException(RefusalText.Of([refusal!])))),
        ];
    }

    /// <summary>One item of the member "cliffs" of the document.</summary>
    public object Document() => new
    {
        Account,
        Within,
        Report.Utilisation,
        Report.Cliffs,
        Report.Elasticities,
    };

    /// <summary>The cliffs.</summary>
    public Table Table()
    {
        Table table = new() { Title = new TableTitle($"{Account}: cliffs within {Figure.Percent(Within)}, utilisation {Figure.Percent(Report.Utilisation)}") };
        table.AddColumns("what moves", "at", "cause", "where", "near", "far", "requirement jumps", "equity jumps", "initial jumps", "slope before", "after");
        foreach (MarginCliff cliff in Report.Cliffs)
        {
            table.AddRow(
                new Text(Moves(cliff.Path, cliff.Subject)),
                new Text(Signed(cliff.At * 100m, "0.####", " %")),
                new Text(cliff.Cause.ToString()),
                new Text(cliff.Where),
                new Text(Figure.Percent(cliff.Near)),
                new Text(Figure.Percent(cliff.Far)),
                new Text(cliff.RequirementJump == 0m ? "-" : Figure.Money(cliff.RequirementJump)),
                new Text(cliff.EquityJump == 0m ? "-" : Figure.Money(cliff.EquityJump)),
                new Text(cliff.InitialJump == 0m ? "-" : Figure.Money(cliff.InitialJump)),
                new Text(Points(cliff.NearSlope)),
                new Text(Points(cliff.FarSlope)));
        }

        table.Caption = new TableTitle("slopes: points of utilisation per per cent further away");
        return table;
    }

    /// <summary>The elasticities.</summary>
    public Table ElasticityTable()
    {
        Table table = new() { Title = new TableTitle($"{Account}: points of utilisation for one per cent") };
        table.AddColumns("what moves", "1 % down", "1 % up");
        foreach (MarginElasticity elasticity in Report.Elasticities)
            table.AddRow(Moves(elasticity.Path, elasticity.Subject), Points(elasticity.Down), Points(elasticity.Up));
        return table;
    }

    private static string Moves(CliffPathKind path, string subject) => path switch
    {
        CliffPathKind.Price => $"price of {subject}",
        CliffPathKind.JointPrice => "all prices",
        CliffPathKind.Size => $"size of {subject}",
    };

    private static string Points(decimal? change) => Signed(change * 100m, "0.0000", string.Empty);

    private static string Signed(decimal? value, string format, string unit) =>
        value is { } known ? known.ToString($"+{format};-{format};0", CultureInfo.InvariantCulture) + unit : "-";
}
