namespace MarginRouter.Host.Health;

/// <summary>How a venue does at one moment, as the router sees it.</summary>
/// <param name="Venue">Its name.</param>
/// <param name="Connected">True while the adapter says that orders can be sent: every account is connected and the first books were complete.</param>
/// <param name="Books">Books that are kept.</param>
/// <param name="LiveBooks">Those that may be used now.</param>
/// <param name="OldestBook">Age of the last change of the live book that changed longest ago; null without live books.</param>
/// <param name="OldestSign">Age of the venue's last sign of life for the live book that had it longest ago; null without live books.</param>
/// <param name="Updates">Book messages since the start.</param>
/// <param name="Events">Events about marks, orders and accounts since the start.</param>
/// <param name="Gaps">Books dropped for a lost update, a bad checksum or an unreadable level since the start.</param>
/// <param name="Crossings">Books dropped because they were crossed since the start.</param>
/// <param name="Lost">Live books lost with their connection, or to a change of price step, since the start.</param>
/// <param name="Resyncs">Books that became live again since the start.</param>
/// <param name="Disconnects">Times that it was no longer connected since the start; a market data connection that is lost shows in its books.</param>
/// <param name="Acknowledgements">Orders whose first answer was timed since the start.</param>
/// <param name="Median">Median time from sending to that answer over the last minutes; null without any.</param>
/// <param name="Slowest">The time that 99 % of them did not exceed.</param>
/// <param name="OrdersLeft">Orders that the fullest account may still send by the venue's rate limit; null where the adapter does not count them.</param>
internal sealed record HealthSnapshot(
    string Venue,
    bool Connected,
    int Books,
    int LiveBooks,
    TimeSpan? OldestBook,
    TimeSpan? OldestSign,
    long Updates,
    long Events,
    long Gaps,
    long Crossings,
    long Lost,
    long Resyncs,
    long Disconnects,
    long Acknowledgements,
    TimeSpan? Median,
    TimeSpan? Slowest,
    int? OrdersLeft);
