namespace MarginRouter.Core.Instruments;

/// <summary>Arithmetic of <see cref="Side"/>.</summary>
public static class SideExtensions
{
    /// <summary>+1 for a buy, -1 for a sell: the sign with which a fill changes a position.</summary>
    public static int Sign(this Side side) => side switch
    {
        Side.Buy => 1,
        Side.Sell => -1,
    };

    /// <summary>The other side.</summary>
    public static Side Opposite(this Side side) => side switch
    {
        Side.Buy => Side.Sell,
        Side.Sell => Side.Buy,
    };
}
