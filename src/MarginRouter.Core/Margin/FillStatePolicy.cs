namespace MarginRouter.Core.Margin;

/// <summary>At which fill states the limits must hold (design decision 4).</summary>
public enum FillStatePolicy
{
    /// <summary>At every reachable subset and part of the open orders; the live default.</summary>
    Any = 1,

    /// <summary>Only when everything has filled; the oracle's rule.</summary>
    Final = 2,
}
