using System.CommandLine;
using MarginRouter.Venues.Recordings;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>books FILE... --venue NAME [--json]</c>: replays a recording through the venue's own decoder and book builder.</summary>
internal static class BooksCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Argument<string[]> files = new("FILE") { Arity = ArgumentArity.OneOrMore, Description = "The recording; several files are its consecutive parts." };
        Option<string> venue = new("--venue") { Required = true, Description = $"One of {string.Join(", ", RecordingReplays.Names)}." };
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("books", "Replays a recording through the venue's own decoder and book builder.") { files, venue, json };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(parsed.GetRequiredValue(files), parsed.GetRequiredValue(venue), parsed.GetValue(json), output))));
        return command;
    }

    private static int Run(string[] files, string venue, bool json, TextWriter output)
    {
        IRecordingReplay replay = RecordingReplays.Create(venue)
            ?? throw new BadInputException($"--venue {venue}: not one of {string.Join(", ", RecordingReplays.Names)}");
        BooksReport report = Play(files, replay);
        if (json)
            output.WriteLine(report.ToJson());
        else
            Print(report, output);
        return report.FoundFault() ? ExitCode.FoundFailure : ExitCode.Done;
    }

    private static BooksReport Play(string[] files, IRecordingReplay replay)
    {
        foreach (string file in files)
        {
            if (!File.Exists(file))
                throw new BadInputException($"{file}: no such file");
        }

        try
        {
            return RecordingReplays.Play(files, replay);
        }
        catch (Exception exception) when (exception is RecordingFormatException or InvalidDataException or IOException)
        {
            throw new BadInputException(exception.Message);
        }
    }

    private static void Print(BooksReport report, TextWriter output)
    {
        IAnsiConsole console = ReportConsole.Create(output);
        Table counts = new() { Title = new TableTitle($"{report.Venue}: {report.Messages} messages") };
        counts.AddColumns("snapshots", "deltas", "stale", "gaps", "checksum ok", "checksum bad", "crossed", "unknown");
        counts.AddRow(
            [
                .. new[]
                {
                    report.Snapshots, report.Deltas, report.Stale, report.Gaps,
                    report.ChecksumOk, report.ChecksumBad, report.Crossed, report.UnknownMessages,
                }.Select(count => new Text($"{count}")),
            ]);
        console.Write(counts);
        Table books = new() { Title = new TableTitle("final books") };
        books.AddColumns("symbol", "bid", "size", "ask", "size", "bid levels", "ask levels", "sequence", "state");
        foreach ((string symbol, BookReport book) in report.Books)
        {
            books.AddRow(
                [
                    .. new[]
                    {
                        symbol, At(book.Bid, 0), At(book.Bid, 1), At(book.Ask, 0), At(book.Ask, 1),
                        $"{book.BidLevels}", $"{book.AskLevels}", $"{book.Sequence}", $"{book.State}",
                    }.Select(cell => new Text(cell)),
                ]);
        }

        console.Write(books);
    }

    private static string At(IReadOnlyList<string>? level, int index) => level is null || level.Count <= index ? "-" : level[index];
}
