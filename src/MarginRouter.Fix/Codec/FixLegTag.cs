namespace MarginRouter.Fix.Codec;

/// <summary>Tag numbers of the fields of orders of several legs, under the names that the standard gives them.</summary>
public static class FixLegTag
{
    /// <summary>MultiLegReportingType, tag 442.</summary>
    public const int MultiLegReportingType = 442;

    /// <summary>NoLegs, tag 555.</summary>
    public const int NoLegs = 555;

    /// <summary>MultiLegRptTypeReq, tag 563.</summary>
    public const int MultiLegRptTypeReq = 563;

    /// <summary>LegPrice, tag 566.</summary>
    public const int LegPrice = 566;

    /// <summary>LegSymbol, tag 600.</summary>
    public const int LegSymbol = 600;

    /// <summary>LegSecurityID, tag 602.</summary>
    public const int LegSecurityID = 602;

    /// <summary>LegSecurityIDSource, tag 603.</summary>
    public const int LegSecurityIDSource = 603;

    /// <summary>LegSecurityExchange, tag 616.</summary>
    public const int LegSecurityExchange = 616;

    /// <summary>LegRatioQty, tag 623.</summary>
    public const int LegRatioQty = 623;

    /// <summary>LegSide, tag 624.</summary>
    public const int LegSide = 624;

    /// <summary>LegLastPx, tag 637.</summary>
    public const int LegLastPx = 637;

    /// <summary>LegRefID, tag 654.</summary>
    public const int LegRefID = 654;

    /// <summary>LegQty, tag 687.</summary>
    public const int LegQty = 687;
}
