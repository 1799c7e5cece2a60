using System.Collections.Immutable;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Runtime;
using MarginRouter.Venues;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.CheckVenue;

/// <summary>
/// Connects to one configured venue as the service would, step by step, and tells what works and what does not. It sends no order and
/// cancels none; statements are read, what-if calls are not asked.
/// </summary>
internal sealed class VenueCheck(RouterConfiguration configuration, SecretSource secrets, TimeProvider time)
{
    // Client order ids begin with a tag. The check sends nothing and looks at no execution, so that any will do.
    private const string Tag = "000";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Checks a venue; throws <see cref="ConfigurationException"/> when the configuration has none of that name.</summary>
    /// <param name="name">The venue's name.</param>
    /// <param name="patience">How long each connection, and then the adapter as a whole, may take.</param>
    /// <param name="cancellation">Ends the check early.</param>
    public async Task<VenueCheckReport> RunAsync(string name, TimeSpan patience, CancellationToken cancellation)
    {
        VenueSettings venue = configuration.Venues.FirstOrDefault(each => each.Venue.Name == name)
            ?? throw new ConfigurationException(
                [$"venue {name}: not configured; there is {string.Join(", ", configuration.Venues.Select(each => each.Venue.Name))}"]);
        List<VenueCheckStep> steps = [Configured(venue), .. SecretSteps(venue)];
        bool reachable = await ProbeAsync(venue, patience, steps, cancellation);
        VenueSettings usable = venue with { Accounts = [.. venue.Accounts.Where(HasSecrets)] };
        using AdapterRemarks remarks = new();
        string? obstacle = Obstacle(venue, reachable);
        if (obstacle is null)
            steps.AddRange(await AdapterStepsAsync(usable, remarks, patience, cancellation));
        else
            steps.Add(new VenueCheckStep("adapter", name, VenueCheckOutcome.Skipped, obstacle));
        steps.AddRange(venue.Accounts.Where(account => !HasSecrets(account)).Select(account => new VenueCheckStep(
            "statement", account.Name, VenueCheckOutcome.Skipped, "a secret of the account is not set")));
        return new VenueCheckReport(name, $"{venue.Protocol}", [.. steps], remarks.Newest());
    }

    private static VenueCheckStep Configured(VenueSettings venue) => new(
        "configuration",
        venue.Venue.Name,
        VenueCheckOutcome.Ok,
        $"{venue.Protocol}, {venue.Instruments.Length} instruments, {venue.Accounts.Length} subaccounts"
        + (venue.IsTestEnvironment ? ", the venue's test environment" : ""));

    private IEnumerable<VenueCheckStep> SecretSteps(VenueSettings venue)
    {
        IEnumerable<(string Owner, string Role, string Reference)> needed = venue.Accounts.SelectMany(account => account.Secrets
            .OrderBy(secret => secret.Key, StringComparer.Ordinal)
            .Select(secret => (account.Name, secret.Key, secret.Value)));
        if (venue.MarketDataSession is { } session)
            needed = needed.Prepend(("market data", "password", session.PasswordSecret)).Prepend(("market data", "username", session.UsernameSecret));
        return needed.Select(secret => secrets.Resolve(secret.Reference) is null
            ? new VenueCheckStep("secret", secret.Owner, VenueCheckOutcome.Failed, $"{secret.Role}: {secret.Reference} is not set")
            : new VenueCheckStep("secret", secret.Owner, VenueCheckOutcome.Ok, $"{secret.Role}: {secret.Reference} is set"));
    }

    private bool HasSecrets(VenueAccountSettings account) => account.Secrets.Values.All(reference => secrets.Resolve(reference) is not null);

    private async Task<bool> ProbeAsync(VenueSettings venue, TimeSpan patience, List<VenueCheckStep> steps, CancellationToken cancellation)
    {
        EndpointProbe probe = new(time);
        bool all = true;
        foreach ((string endpoint, Uri address) in venue.Endpoints.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            using CancellationTokenSource limit = new(patience, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            VenueCheckStep step = await probe.ProbeAsync(endpoint, address, either.Token);
            cancellation.ThrowIfCancellationRequested();
            steps.Add(step);
            all &= step.Outcome == VenueCheckOutcome.Ok;
        }

        return all;
    }

    private string? Obstacle(VenueSettings venue, bool reachable)
    {
        if (!reachable)
            return "not started: an endpoint cannot be reached";
        return venue.MarketDataSession is { } session && new[] { session.UsernameSecret, session.PasswordSecret }.Any(reference => secrets.Resolve(reference) is null)
            ? "not started: a secret of the market data session is not set"
            : null;
    }

    /// <summary>
    /// Runs the adapter with all accounts. What no reconnection cures ends a whole adapter: then market data is checked alone and every
    /// account by itself, so that one wrong key hides nothing else.
    /// </summary>
    private async Task<IReadOnlyList<VenueCheckStep>> AdapterStepsAsync(
        VenueSettings venue, AdapterRemarks remarks, TimeSpan patience, CancellationToken cancellation)
    {
        VenueAttempt all = await AttemptAsync(venue, remarks, patience, cancellation);
        if (all.Fault is null || venue.Accounts.IsEmpty)
            return all.AllSteps(venue.Venue.Name);
        VenueAttempt marketData = await AttemptAsync(venue with { Accounts = [] }, remarks, patience, cancellation);
        List<VenueCheckStep> steps = [.. marketData.AllSteps(venue.Venue.Name).Where(step => step.Name != "orders")];
        foreach (VenueAccountSettings account in venue.Accounts)
        {
            VenueAttempt alone = venue.Accounts.Length == 1
                ? all
                : await AttemptAsync(venue with { Accounts = [account] }, remarks, patience, cancellation);
            steps.Add(alone.Fault is { } fault
                ? new VenueCheckStep("statement", account.Name, VenueCheckOutcome.Failed, fault)
                : alone.Steps.First(step => step.Name == "statement"));
        }

        steps.Add(new VenueCheckStep("orders", venue.Venue.Name, VenueCheckOutcome.Failed, all.Fault));
        return steps;
    }

    private async Task<VenueAttempt> AttemptAsync(VenueSettings venue, AdapterRemarks remarks, TimeSpan patience, CancellationToken cancellation)
    {
        VenueObservation observation = new(time);
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(remarks));
        RouterServices services = new(secrets, "", time, loggers, null);
        VenueAdapterFactory factory = new(configuration, services, new ClientOrderIdFormat(Tag), observation);
        await using IVenueAdapter adapter = factory.Create(venue with { WhatIf = null });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task running = adapter.RunAsync(stop.Token);
        ObservationSteps steps = new(venue, observation, patience);
        long began = time.GetTimestamp();
        while (!running.IsCompleted && !steps.AreSettled && time.GetElapsedTime(began) < patience)
            await Task.WhenAny(running, Task.Delay(Glance, time, cancellation));

        // Before the adapter is told to stop, which takes the connection down.
        ImmutableArray<VenueCheckStep> seen = [.. steps.All()];
        await stop.CancelAsync();
        try
        {
            await running;
            return new VenueAttempt(seen, null);
        }
        catch (VenueConfigurationException fault)
        {
            return new VenueAttempt(seen, fault.Message);
        }
    }
}
