using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>Which accounts a leg leaves to the others, because their room is worth more there.</summary>
internal sealed class LegRooms
{
    private readonly ImmutableArray<(int Leg, SubaccountId Account)> kept;

    private LegRooms(ImmutableArray<(int Leg, SubaccountId Account)> kept) => this.kept = kept;

    /// <summary>Nothing is left to others.</summary>
    public static LegRooms None { get; } = new([]);

    /// <summary>True when the leg leaves the account to others.</summary>
    public bool IsKept(int leg, SubaccountId account) => kept.Contains((leg, account));

    /// <summary>The same and one account more.</summary>
    public LegRooms Keeping(int leg, SubaccountId account) => new(kept.Add((leg, account)));
}
