namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>What a ClOrdID (11) of ours stands for.</summary>
internal enum WireIdKind
{
    /// <summary>The order itself.</summary>
    Order = 1,

    /// <summary>A cancel of it.</summary>
    Cancel = 2,

    /// <summary>A change of it; the order carries this id afterwards.</summary>
    Replace = 3,

    /// <summary>A question or request about no single order.</summary>
    Request = 4,
}
