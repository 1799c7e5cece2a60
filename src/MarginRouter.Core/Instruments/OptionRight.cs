namespace MarginRouter.Core.Instruments;

/// <summary>What an option entitles its holder to (PutOrCall 201).</summary>
public enum OptionRight
{
    /// <summary>To buy the underlying at the strike.</summary>
    Call = 1,

    /// <summary>To sell the underlying at the strike.</summary>
    Put = 2,
}
