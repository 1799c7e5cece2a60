using System.CommandLine;
using MarginRouter.Fix.Passwords;
using MarginRouter.Fix.Transport;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Runtime;
using MarginRouter.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Commands;

/// <summary><c>run [--config DIR]</c>: the service, until it is told to stop or a fault stops it.</summary>
internal static class RunCommand
{
    public static Command Create(TextWriter diagnostics, TimeProvider time)
    {
        Option<string?> folder = ConfigurationOption.Create();
        Command command = new("run", "Runs the router.") { folder };
        command.SetAction((parsed, cancellation) => RootCommandFactory.GuardAsync(
            diagnostics,
            () => RunAsync(parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder, time, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        RouterConfiguration configuration = ConfigurationOption.Load(folder);
        SecretReferences.RequireAll(configuration, SecretSource.System);
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            options.UseUtcTimestamp = true;
        });
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(configuration);
        builder.Services.AddSingleton(provider => new RouterServices(
            SecretSource.System,
            ConfigurationHash.Of(folder),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>(),
            new OperationLog(configuration.Firm, provider.GetRequiredService<ILogger<OperationLog>>())));
        builder.Services.AddSingleton<RouterHostedService>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<RouterHostedService>());
        using IHost host = builder.Build();
        RouterHostedService router = host.Services.GetRequiredService<RouterHostedService>();
        try
        {
            await host.RunAsync(cancellation);
        }
        catch (Exception exception) when (exception is SegmentLogInUseException or SegmentFormatException or CorruptSegmentException or JournalFormatException or FixTlsException or FixPasswordFileException)
        {
            // Files that are somebody else's, or damaged, are for the operator to sort out; the message names them.
            throw new BadInputException(exception.Message);
        }

        // The host's own exit code would be 0 after a fault of the router.
        return router.Failure is null ? ExitCode.Done : ExitCode.InternalFault;
    }
}
