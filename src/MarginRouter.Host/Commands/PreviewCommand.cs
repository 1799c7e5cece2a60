using System.CommandLine;
using System.Text.Json;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Gateway;
using MarginRouter.Gateway.Instructions;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Explain;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Preview;
using MarginRouter.Storage;

namespace MarginRouter.Host.Commands;

/// <summary><c>preview (--market FILE | --journal DIR) [order] [--json]</c>: how an order would be routed, with the explanation; nothing is sent.</summary>
internal sealed class PreviewCommand
{
    private readonly Option<string?> folder = ConfigurationOption.Create();
    private readonly Option<string?> market = new("--market") { Description = "Books, marks and accounts (JSON, see config/examples/market.json)." };
    private readonly Option<string?> journal = new("--journal") { Description = "A journal's folder: the slice of one of its decisions." };
    private readonly Option<long?> position = new("--decision") { Description = "Position of the decision in the journal; default: the last." };
    private readonly Option<string?> desk = new("--desk") { Description = "Whose rules; default: the first desk." };
    private readonly Option<string?> symbol = new("--symbol") { Description = "The product; default: the desk's first." };
    private readonly Option<Side?> side = new("--side") { Description = "buy or sell." };
    private readonly Option<decimal?> quantity = new("--quantity") { Description = "Base units." };
    private readonly Option<decimal?> limit = new("--limit") { Description = "Limit price in the pricing asset; default: market." };
    private readonly Option<string?> instructions = new("--instructions") { Description = "Name=Value;Name=Value, as in TargetStrategyParameters(848)." };
    private readonly Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };

    private PreviewCommand()
    {
    }

    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        PreviewCommand parts = new();
        Command command = new("preview", "Shows how an order would be routed on given books and accounts.")
        {
            parts.folder, parts.market, parts.journal, parts.position, parts.desk, parts.symbol,
            parts.side, parts.quantity, parts.limit, parts.instructions, parts.json,
        };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () => Task.FromResult(parts.Run(parsed, output, time))));
        return command;
    }

    private int Run(ParseResult parsed, TextWriter output, TimeProvider time)
    {
        string? marketFile = parsed.GetValue(market);
        string? journalFolder = parsed.GetValue(journal);
        if ((marketFile is null) == (journalFolder is null))
            throw new BadInputException("one of --market and --journal is needed");
        Refusal? refused = RouteInstructionReader.Parse(parsed.GetValue(instructions) ?? string.Empty, out RouteInstructions? wishes);
        if (refused is not null)
            throw new BadInputException($"--instructions: {RefusalText.Of([refused])}");
        if (journalFolder is not null && HasMore(parsed, wishes))
            throw new BadInputException("with --journal the order differs by --quantity, --limit and instructions on children, tolerance, cost and holding time alone");
        PreviewOrder order = new(
            parsed.GetValue(desk), parsed.GetValue(symbol), parsed.GetValue(side), parsed.GetValue(quantity), parsed.GetValue(limit), wishes);
        return Preview((marketFile, journalFolder), order, parsed, (output, time));
    }

    private int Preview((string? Market, string? Journal) source, PreviewOrder order, ParseResult parsed, (TextWriter Output, TimeProvider Time) shell)
    {
        if (source.Journal is not null && !Directory.Exists(source.Journal))
            throw new BadInputException($"{source.Journal}: no such folder");
        try
        {
            string config = parsed.GetValue(folder) ?? (source.Journal is null ? ConfigurationOption.DefaultFolder : JournalFolder.FindConfiguration(source.Journal));
            RouterConfiguration configuration = ConfigurationOption.Load(config);
            OfflinePreview previews = new(configuration);
            RoutePreview preview = source.Market is not null
                ? previews.OnMarket(source.Market, order, Instant.FromMilliseconds(shell.Time.GetUtcNow().ToUnixTimeMilliseconds()))
                : previews.OnJournal(source.Journal!, parsed.GetValue(position), order);
            Print(preview, configuration.Firm, parsed.GetValue(json), shell.Output);
            return preview.Decision is { Children.IsEmpty: false } ? ExitCode.Done : ExitCode.FoundFailure;
        }
        catch (Exception exception) when (exception is JournalFormatException or CorruptSegmentException or SegmentFormatException or IOException)
        {
            throw new BadInputException(exception.Message);
        }
    }

    private bool HasMore(ParseResult parsed, RouteInstructions? wishes) =>
        parsed.GetValue(desk) is not null || parsed.GetValue(symbol) is not null || parsed.GetValue(side) is not null
        || wishes is { RegulatedOnly: true } or { Jurisdictions.IsEmpty: false } or { Kinds.IsEmpty: false } or { Venues.IsEmpty: false };

    private static void Print(RoutePreview preview, Firm firm, bool json, TextWriter output)
    {
        if (json)
        {
            object document = new
            {
                refusal = preview.Refusal is null ? null : DecisionDocument.Reason(preview.Refusal),
                decision = preview.Decision is null ? null : DecisionDocument.Of(preview.Decision, firm),
            };
            output.WriteLine(JsonSerializer.Serialize(document, DecisionDocument.Json));
            return;
        }

        if (preview.Refusal is not null)
            output.WriteLine($"refused: {RefusalText.Of([preview.Refusal])}");
        if (preview.Decision is not null)
            new DecisionPrinter(ReportConsole.Create(output), firm).Print(preview.Decision, attempts: 1);
    }
}
