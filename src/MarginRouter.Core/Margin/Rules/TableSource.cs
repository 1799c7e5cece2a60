namespace MarginRouter.Core.Margin.Rules;

/// <summary>Which tables judge live orders.</summary>
public enum TableSource
{
    /// <summary>Only those that the venue has sent; without them nothing that adds risk is approved.</summary>
    Venue = 1,

    /// <summary>Those of the file, as long as it is not too old; the venue's win where they have been received.</summary>
    File = 2,
}
