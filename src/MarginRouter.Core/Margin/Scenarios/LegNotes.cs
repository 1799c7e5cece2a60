using System.Numerics;
using System.Runtime.CompilerServices;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>What the rules lack for one leg; apart from it, so that what every evaluation reads of a leg fits one cache line.</summary>
/// <param name="Held">What they lack for holding it.</param>
/// <param name="Sold">What they lack for holding it short.</param>
internal readonly record struct LegNotes(MissNote Held, MissNote Sold)
{
    /// <summary>True when every quantity can be judged.</summary>
    public bool IsSound => !Held.Missing && !Sold.Missing;

    /// <summary>True when a quantity is more than the rules can judge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Lacks<T>(T quantity)
        where T : struct, INumber<T> => quantity != T.Zero && (Held.Missing || (Sold.Missing && quantity < T.Zero));

    /// <summary>What an evaluation notes for a quantity.</summary>
    public MissNote Note<T>(T quantity)
        where T : struct, INumber<T> => quantity == T.Zero ? default : Held.Missing || quantity > T.Zero ? Held : Sold;
}
