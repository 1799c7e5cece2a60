using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search;

/// <summary>What an optimiser keeps from one decision to the next: the tables it decides by, prepared accounts, and buffers. One decision at a time.</summary>
internal sealed class RouteWorkspace(ReferenceData reference, MarginModelTable models)
{
    private readonly List<LadderBuffer> ladders = [];

    /// <summary>Instruments, venues and products.</summary>
    public ReferenceData Reference => reference;

    /// <summary>Margin models.</summary>
    public MarginModelTable Models => models;

    /// <summary>Accounts that have not changed since they were last decided about.</summary>
    public PreparedAccounts Accounts { get; } = new(reference);

    /// <summary>The buffer of a place in the product; the ladder of the decision before no longer uses it.</summary>
    public LadderBuffer Ladder(int slot)
    {
        while (ladders.Count <= slot)
            ladders.Add(new LadderBuffer());
        return ladders[slot];
    }
}
