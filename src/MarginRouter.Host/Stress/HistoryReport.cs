using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Margin.Stress.History;
using MarginRouter.Core.Orders;
using MarginRouter.Gateway;
using MarginRouter.Host.Commands;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Demo;
using Spectre.Console;

namespace MarginRouter.Host.Stress;

/// <summary>Value at risk and expected shortfall of a desk from a file of returns.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Windows">Number of windows.</param>
/// <param name="Risks">One per account, then the desk.</param>
internal sealed record HistoryReport(HistoryRequest Request, int Windows, ImmutableArray<HistoricalRisk> Risks)
{
    /// <summary>Reads the returns and runs the simulation; a gap, a missing asset and a history that is too short are bad input.</summary>
    public static HistoryReport Run(HistoryRequest request, StressDesk desk, StressFiles files)
    {
        if (request.Confidence is <= 0m or >= 1m)
            throw new BadInputException($"--confidence {request.Confidence}: must be between 0 and 1");
        if (request.Horizon <= 0)
            throw new BadInputException($"--horizon {request.Horizon}: must be positive");
        string text = System.Text.Encoding.UTF8.GetString(CaseFiles.Bytes(request.File));
        ReturnHistory history = CaseFiles.Required(ReturnHistoryCsv.Read(request.File, text, out ImmutableArray<RuleSetError> errors), errors);
        ImmutableArray<string> missing = HistoricalSimulation.Missing(desk, history, files.Pegged);
        if (!missing.IsEmpty)
            throw new ConfigurationException([.. missing.Select(code => $"{request.File}: line 1: no column for {code}, which the desk holds")]);
        ImmutableArray<HistoryWindow> windows = history.Windows(request.Horizon);
        int least = TailRisk.LeastCount(request.Confidence);
        if (windows.Length < least)
            throw new BadInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{request.File}: too short: {windows.Length} windows of {request.Horizon} periods, confidence {request.Confidence} needs at least {least}"));
        return new HistoryReport(
            request,
            windows.Length,
            HistoricalSimulation.Run(desk, windows, request.Confidence, out Refusal? refusal) ?? throw new BadInputException(RefusalText.Of([refusal!])));
    }

    /// <summary>The member "history" of the document.</summary>
    public object Document() => new
    {
        file = Request.File,
        Request.Confidence,
        Request.Horizon,
        Windows,
        risks = Risks.Select(risk => new
        {
            risk.Name,
            risk.Currency,
            risk.Worth,
            risk.Tail.ValueAtRisk,
            risk.Tail.ExpectedShortfall,
            worstFrom = risk.WorstFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            risk.WorstLoss,
            risk.Liquidations,
            risk.Unknown,
        }),
    };

    /// <summary>The table.</summary>
    public Table Table()
    {
        Table table = new()
        {
            Title = new TableTitle(string.Create(
                CultureInfo.InvariantCulture,
                $"historical simulation: {Windows} windows of {Request.Horizon} periods, confidence {Request.Confidence}; losses of worth without haircuts")),
        };
        table.AddColumns("account", "currency", "worth", "value at risk", "expected shortfall", "worst window", "its loss", "liquidations", "not known");
        foreach (HistoricalRisk risk in Risks)
        {
            table.AddRow(
                risk.Name,
                risk.Currency,
                Figure.Money(risk.Worth),
                Figure.Money(risk.Tail.ValueAtRisk),
                Figure.Money(risk.Tail.ExpectedShortfall),
                risk.WorstFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Figure.Money(risk.WorstLoss),
                risk.Liquidations.ToString(CultureInfo.InvariantCulture),
                risk.Unknown.ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }
}
