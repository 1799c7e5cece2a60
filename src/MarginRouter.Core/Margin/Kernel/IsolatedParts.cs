using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>The two parts of an account that are nearest to liquidation, so that one may change without looking at all others again.</summary>
internal struct IsolatedParts<T>
    where T : struct, INumber<T>
{
    /// <summary>No part.</summary>
    public static IsolatedParts<T> None => default;

    /// <summary>The nearest.</summary>
    public IsolatedPart<T> Worst { get; private set; }

    /// <summary>The one after it.</summary>
    public IsolatedPart<T> Next { get; private set; }

    /// <summary>Adds a part.</summary>
    public void Add(in IsolatedPart<T> part)
    {
        if (part.Worse(Worst))
        {
            Next = Worst;
            Worst = part;
        }
        else if (part.Worse(Next))
        {
            Next = part;
        }
    }

    /// <summary>The nearest part when one position is exchanged for another state of it (not found when it is flat then).</summary>
    public readonly IsolatedPart<T> With(int position, in IsolatedPart<T> changed)
    {
        IsolatedPart<T> other = Worst.Found && Worst.Position == position ? Next : Worst;
        return changed.Found && changed.Worse(other) ? changed : other;
    }
}
