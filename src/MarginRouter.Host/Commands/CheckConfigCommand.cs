using System.CommandLine;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Host.Configuration;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>check-config [--config DIR]</c>: loads and validates everything and lists all errors.</summary>
internal static class CheckConfigCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Option<string?> folder = ConfigurationOption.Create();
        Command command = new("check-config", "Loads and validates the configuration and lists all errors.") { folder };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(
            diagnostics,
            () => Task.FromResult(Run(parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder, output))));
        return command;
    }

    private static int Run(string folder, TextWriter output)
    {
        RouterConfiguration configuration = ConfigurationOption.Load(folder);
        IAnsiConsole console = ReportConsole.Create(output);
        Firm firm = configuration.Firm;
        Table accounts = new() { Title = new TableTitle("subaccounts") };
        accounts.AddColumns("name", "venue", "margin rules", "rules of", "confidence", "utilisation limit");
        foreach (Subaccount subaccount in firm.Subaccounts)
        {
            MarginRuleSet rules = configuration.RuleSets[subaccount.RuleSet];
            accounts.AddRow(
                subaccount.Name,
                firm.Reference[subaccount.Venue].Name,
                rules.Name,
                $"{rules.AsOf:yyyy-MM-dd}",
                $"{rules.Confidence}",
                $"{subaccount.UtilisationLimit}");
        }

        console.Write(accounts);
        foreach ((string owner, string reference) in SecretReferences.Missing(configuration, SecretSource.System))
            output.WriteLine($"note: secret {reference} of {owner} is not set; run would stop here");
        output.WriteLine(
            $"{folder}: {firm.Reference.Venues.Length} venues, {firm.Reference.Instruments.Length} instruments, "
            + $"{firm.Reference.Products.Length} products, {firm.Subaccounts.Length} subaccounts, {firm.Desks.Length} desks, "
            + $"{configuration.RuleSets.Count} margin rule sets: valid");
        return ExitCode.Done;
    }
}
