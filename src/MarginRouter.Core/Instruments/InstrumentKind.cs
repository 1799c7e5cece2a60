namespace MarginRouter.Core.Instruments;

/// <summary>What kind of contract an instrument is; decides how a fill changes balances and positions.</summary>
public enum InstrumentKind
{
    /// <summary>Immediate exchange of base asset against quote asset: a fill moves two balances.</summary>
    Spot = 1,

    /// <summary>Perpetual future whose profit is in the quote asset and linear in the price.</summary>
    LinearPerpetual = 2,

    /// <summary>Dated future whose profit is in the quote asset and linear in the price.</summary>
    LinearFuture = 3,

    /// <summary>Perpetual future sized in quote units whose profit is in the base asset.</summary>
    InversePerpetual = 4,

    /// <summary>Dated future sized in quote units whose profit is in the base asset.</summary>
    InverseFuture = 5,

    /// <summary>European option on the base asset. Accounts may hold it and scenario margin offsets it; it is not routed itself.</summary>
    Option = 6,
}
