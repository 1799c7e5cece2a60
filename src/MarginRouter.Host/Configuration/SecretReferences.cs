namespace MarginRouter.Host.Configuration;

/// <summary>Which secrets a configuration needs.</summary>
internal static class SecretReferences
{
    /// <summary>Every reference that resolves to nothing, with its owner, once each, in the order of the configuration.</summary>
    public static IReadOnlyList<(string Owner, string Reference)> Missing(RouterConfiguration configuration, SecretSource secrets)
    {
        IEnumerable<(string Owner, string Reference)> needed =
        [
            .. configuration.Venues
                .Where(venue => venue.MarketDataSession is not null)
                .SelectMany(venue => new[]
                {
                    (venue.Venue.Name, venue.MarketDataSession!.UsernameSecret),
                    (venue.Venue.Name, venue.MarketDataSession!.PasswordSecret),
                }),
            .. configuration.Venues.SelectMany(venue => venue.Accounts).SelectMany(account => account.Secrets
                .OrderBy(secret => secret.Key, StringComparer.Ordinal)
                .Select(secret => ($"subaccount {account.Name}", secret.Value))),
            .. configuration.Desks.Select(desk => ($"desk {desk.Name}", desk.PasswordSecret)),
            .. configuration.Gateway.Sessions.Select(session => ($"session {session.Name}", session.PasswordSecret)),
        ];
        return [.. needed.Where(secret => secrets.Resolve(secret.Reference) is null).DistinctBy(secret => secret.Reference)];
    }

    /// <summary>Throws <see cref="ConfigurationException"/> with every secret that is not set.</summary>
    public static void RequireAll(RouterConfiguration configuration, SecretSource secrets)
    {
        IReadOnlyList<(string Owner, string Reference)> missing = Missing(configuration, secrets);
        if (missing.Count > 0)
            throw new ConfigurationException([.. missing.Select(secret => $"{secret.Owner}: secret {secret.Reference} is not set")]);
    }
}
