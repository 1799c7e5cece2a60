using System.Collections.Immutable;

namespace MarginRouter.LoadTests.Loopback;

/// <summary>What a minimal venue is.</summary>
/// <param name="CompId">Its CompID.</param>
/// <param name="ClientCompId">CompID of the one session that it takes.</param>
/// <param name="Symbol">Its one symbol.</param>
/// <param name="Accounts">Account names; empty for a venue that only takes orders and answers nothing.</param>
/// <param name="Middle">Middle of its book, also the mark.</param>
/// <param name="OffsetTicks">Ticks that its best prices are away from those of the tightest venue.</param>
/// <param name="UpdatesPerSecond">Book updates; zero for a book that stands still.</param>
internal sealed record LoopbackVenueOptions(
    string CompId, string ClientCompId, string Symbol, ImmutableArray<string> Accounts, decimal Middle, int OffsetTicks, int UpdatesPerSecond);
