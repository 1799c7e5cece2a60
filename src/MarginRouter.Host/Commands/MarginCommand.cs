using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Collateral;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Gateway;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>margin CASE.json [--config DIR] [--json]</c>: evaluates a margin case with the models that judge routes.</summary>
internal static class MarginCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string> file = new("CASE.json") { Description = "The case: rule set, account, hypothetical fills, prices." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("margin", "Evaluates a margin case.") { file, folder, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(
                parsed.GetRequiredValue(file), parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder, parsed.GetValue(json), output))));
        return command;
    }

    private static int Run(string file, string folder, bool json, TextWriter output)
    {
        MarginCase margin = CaseFiles.Required(
            MarginCaseJson.Read(file, CaseFiles.Bytes(file), CaseFiles.RuleSets(folder).GetValueOrDefault, out ImmutableArray<RuleSetError> errors), errors);
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(margin, out Refusal? refusal);
        if (figures is null)
            throw new BadInputException($"{file}: {CasePlace.Of(margin, refusal!)}: {RefusalText.Of([refusal!])}");
        if (json)
            output.WriteLine(Document(figures));
        else
            Print(figures, output);
        return ExitCode.Done;
    }

    private static string Document(MarginFigures figures)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
            MarginFiguresJson.Write(writer, figures);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Print(MarginFigures figures, TextWriter output)
    {
        Table table = new() { Title = new TableTitle(figures.Rules) };
        table.AddColumns("figure", "value");
        MarginAssessment? margin = figures.Margin;
        MarginAssessment? initial = figures.InitialKnown ? margin : null;
        Add(table, "equity", margin?.Equity);
        Add(table, "initial margin", initial?.InitialMargin);
        Add(table, "maintenance margin", margin?.MaintenanceMargin);
        Add(table, "venue acceptance: required", initial?.AcceptanceRequired);
        Add(table, "venue acceptance: available", initial?.AcceptanceAvailable);
        if (initial is not null)
            table.AddRow("venue acceptance: accepted", figures.Accepted ? "yes" : "no");
        Add(table, "utilisation (1 = liquidation)", margin?.Utilisation);
        if (figures.VenueRatioName is not null)
            Add(table, figures.VenueRatioName, figures.VenueRatio);
        table.AddRow("action", figures.Action.ToString());
        foreach ((string instrument, decimal? price) in figures.LiquidationPrices)
            Add(table, $"liquidation price {instrument}", price);
        Add(table, "liquidation distance", figures.LiquidationDistance);
        if (figures.Worst is { } worst)
        {
            table.AddRow("worst scenario", string.Create(
                CultureInfo.InvariantCulture, $"{worst.Underlying} price {worst.PriceMove:0.####}, volatility {worst.VolatilityMove:0.####}: loss {worst.Loss:0.############}"));
        }

        foreach (PositionOutlook ahead in figures.Outlook)
            Add(table, ahead);
        if (figures.Collateral is { } collateral)
            Add(table, collateral);
        foreach (MarginTerm term in margin?.Terms ?? [])
            Add(table, $"term {term.Name}", term.Value);
        ReportConsole.Create(output).Write(table);
    }

    private static void Add(Table table, CaseCollateral collateral)
    {
        foreach (HeldCollateral one in collateral.Held)
        {
            table.AddRow($"collateral {one.Asset}", string.Create(
                CultureInfo.InvariantCulture, $"{one.Value:0.########} of which {one.Counted:0.########} counts, {one.Share:0.##%} of all"));
        }

        foreach (OwedDebt debt in collateral.Debts)
        {
            string due = debt.YearsToMaturity is > 0m and { } years ? string.Create(CultureInfo.InvariantCulture, $"due in {years * 365m:0.#} days") : "at call";
            table.AddRow($"debt {debt.Asset}", string.Create(CultureInfo.InvariantCulture, $"{debt.Value:0.########}, {due}"));
        }

        Add(table, "concentration (1 = one asset)", collateral.Concentration);
        if (collateral.Broken is { } broken)
            table.AddRow("own limit broken", RefusalText.Of([broken]));
        foreach (CollateralUse use in collateral.Uses)
            Add(table, $"used to cover: {use.Asset}", use.Value);
        if (collateral.Hole > 0m)
            Add(table, "to cover and not covered", collateral.Uncovered);
    }

    private static void Add(Table table, PositionOutlook ahead)
    {
        if (ahead.LargestPosition is not null)
            Add(table, $"largest position {ahead.Instrument}", ahead.LargestPosition);
        Add(table, $"largest at this leverage {ahead.Instrument}", ahead.LargestAtLeverage);
        Add(table, $"next tier {ahead.Instrument}: contracts", ahead.NextTierContracts);
        Add(table, $"next tier {ahead.Instrument}: price above", ahead.NextTierAbove);
        Add(table, $"next tier {ahead.Instrument}: price below", ahead.NextTierBelow);
        Add(table, $"first liquidation step {ahead.Instrument}: share closed", ahead.FirstStep?.ClosedShare);
    }

    private static void Add(Table table, string name, decimal? value) =>
        table.AddRow(new Text(name), new Text(value?.ToString("0.############", CultureInfo.InvariantCulture) ?? "-"));
}
