namespace MarginRouter.Gateway;

/// <summary>Our user-defined tags towards desks (FIX user range from 5000). The numbers are stable.</summary>
public static class DeskTag
{
    /// <summary>Price of the trade as the venue stated it, before conversion into the product's pricing asset.</summary>
    public const int NativePrice = 5100;

    /// <summary>Number of the refusal reason, see RefusalReason in Core.</summary>
    public const int RefusalReason = 5101;

    /// <summary>What is missing or binding.</summary>
    public const int RefusalSubject = 5102;

    /// <summary>What the rule asks for.</summary>
    public const int RefusalRequired = 5103;

    /// <summary>What there is.</summary>
    public const int RefusalAvailable = 5104;

    /// <summary>The configured limit.</summary>
    public const int RefusalThreshold = 5105;

    /// <summary>The report's number in the journal, as ExecID(17) has it, in messages that have no ExecID.</summary>
    public const int ReportNumber = 5106;

    /// <summary>The asset that every quantity of a report counts.</summary>
    public const int QuantityUnit = 5107;

    /// <summary>Text(58) in messages of FIX 4.2 that have none.</summary>
    public const int Text = 5108;

    /// <summary>LastLiquidityInd(851) in FIX 4.2.</summary>
    public const int LastLiquidity = 5109;

    /// <summary>CommCurrency(479) in FIX 4.2: the asset that a fee was taken from.</summary>
    public const int FeeAsset = 5110;

    /// <summary>LegRefID(654) in FIX 4.2: the leg that a copied report is about.</summary>
    public const int LegReference = 5111;

    /// <summary>CollateralReport: the time of its figures, as TransactTime(60) in FIX 5.0 SP2.</summary>
    public const int StateTime = 5112;

    /// <summary>Most child orders of one attempt.</summary>
    public const int MaximumChildren = 5201;

    /// <summary>Share that may stay unfilled where it costs too much, in basis points.</summary>
    public const int FillTolerance = 5202;

    /// <summary>Most that one more unit may cost against arrival, in basis points.</summary>
    public const int MaximumMarginalCost = 5203;

    /// <summary>Expected holding time in milliseconds.</summary>
    public const int HoldingTime = 5204;

    /// <summary>Y for regulated venues only.</summary>
    public const int RegulatedOnly = 5205;

    /// <summary>Jurisdictions whose venues may be used, separated by blanks.</summary>
    public const int Jurisdictions = 5206;

    /// <summary>Kinds of instruments that may serve, separated by blanks.</summary>
    public const int InstrumentKinds = 5207;

    /// <summary>Venues that get nothing, separated by blanks.</summary>
    public const int ExcludedVenues = 5208;

    /// <summary>Venues in the order of their use, separated by blanks.</summary>
    public const int VenueOrder = 5209;

    /// <summary>VENUE=basis points, separated by blanks.</summary>
    public const int VenueWeights = 5210;

    /// <summary>VENUE=share, separated by blanks.</summary>
    public const int VenueShares = 5211;

    /// <summary>Kinds of instruments that may serve a leg, separated by blanks; absent for all of its product.</summary>
    public const int LegInstrumentKinds = 5220;

    /// <summary>What legs that fill unevenly lead to: 1 complete at market within the collar, 2 trade back, 3 stop.</summary>
    public const int ShortFillPolicy = 5221;

    /// <summary>Most units by which the legs of a basket may be apart at any moment; absent when all is sent at once.</summary>
    public const int MaximumLegging = 5222;

    /// <summary>Preview: arrival price, in the product's pricing asset.</summary>
    public const int ArrivalPrice = 5301;

    /// <summary>Preview: expected all-in cost against arrival, in the pricing asset; positive hurts.</summary>
    public const int PreviewCost = 5302;

    /// <summary>Preview: the same in basis points of the arrival value.</summary>
    public const int PreviewCostBasisPoints = 5303;

    /// <summary>Preview: how far the split may be from the best, in basis points.</summary>
    public const int PreviewGapBasisPoints = 5304;

    /// <summary>Preview: what would not be filled, in base units.</summary>
    public const int PreviewRemainder = 5305;

    /// <summary>Preview: cost of the same quantity to a router that ignores margin, in basis points.</summary>
    public const int BlindCostBasisPoints = 5306;

    /// <summary>Preview: number of limits that such a router would break.</summary>
    public const int BlindBreaches = 5307;

    /// <summary>Preview: number of children that follow; each begins with <see cref="PreviewChildAccount"/>.</summary>
    public const int NoPreviewChildren = 5310;

    /// <summary>Subaccount of a child.</summary>
    public const int PreviewChildAccount = 5311;

    /// <summary>Venue of a child.</summary>
    public const int PreviewChildVenue = 5312;

    /// <summary>The venue's symbol of a child's instrument.</summary>
    public const int PreviewChildInstrument = 5313;

    /// <summary>Quantity of a child in base units.</summary>
    public const int PreviewChildQuantity = 5314;

    /// <summary>Limit price of a child in the instrument's quote asset.</summary>
    public const int PreviewChildLimit = 5315;

    /// <summary>Expected average price of a child in the pricing asset.</summary>
    public const int PreviewChildPrice = 5316;

    /// <summary>All-in cost of a child in basis points of its arrival value.</summary>
    public const int PreviewChildCostBasisPoints = 5317;

    /// <summary>Fee of a child in the pricing asset.</summary>
    public const int PreviewChildFee = 5318;

    /// <summary>Preview: number of accounts that follow; each begins with <see cref="MarginAccount"/>.</summary>
    public const int NoMarginAccounts = 5330;

    /// <summary>A subaccount whose margin follows.</summary>
    public const int MarginAccount = 5331;

    /// <summary>Its reporting currency.</summary>
    public const int MarginCurrency = 5332;

    /// <summary>Its equity.</summary>
    public const int Equity = 5333;

    /// <summary>Its maintenance requirement now.</summary>
    public const int MaintenanceMargin = 5334;

    /// <summary>Its maintenance requirement with every child filled.</summary>
    public const int MaintenanceMarginAfter = 5335;

    /// <summary>Its maintenance utilisation now, 1 is liquidation; absent when equity is gone.</summary>
    public const int Utilisation = 5336;

    /// <summary>The same with every child filled.</summary>
    public const int UtilisationAfter = 5337;

    /// <summary>The highest over every fill state on the way.</summary>
    public const int UtilisationWorst = 5338;

    /// <summary>The desk's limit.</summary>
    public const int UtilisationLimit = 5339;

    /// <summary>Why the account's margin is not known, in words.</summary>
    public const int MarginUnknown = 5340;

    /// <summary>Initial margin of positions and open children.</summary>
    public const int InitialMargin = 5341;

    /// <summary>Smallest relative move of one underlying that liquidates the account.</summary>
    public const int LiquidationDistance = 5342;

    /// <summary>Number of balances that follow; each begins with <see cref="BalanceAsset"/>.</summary>
    public const int NoBalances = 5343;

    /// <summary>The asset of a balance.</summary>
    public const int BalanceAsset = 5344;

    /// <summary>What is held of it less what is owed.</summary>
    public const int BalanceQuantity = 5345;

    /// <summary>Average entry price of a position, in the instrument's quote asset.</summary>
    public const int EntryPrice = 5346;

    /// <summary>Place of a position in its venue's queue for auto-deleveraging, 0 closed last and 1 first; absent where the venue states none.</summary>
    public const int AdlRank = 5347;

    /// <summary>Preview: number of candidates not taken, or not further, that follow; each begins with <see cref="CandidateAccount"/>.</summary>
    public const int NoRejectedCandidates = 5350;

    /// <summary>Subaccount of a candidate.</summary>
    public const int CandidateAccount = 5351;

    /// <summary>Venue of a candidate.</summary>
    public const int CandidateVenue = 5352;

    /// <summary>The venue's symbol of a candidate's instrument.</summary>
    public const int CandidateInstrument = 5353;

    /// <summary>What a candidate did get, in base units.</summary>
    public const int CandidateTaken = 5354;

    /// <summary>All-in cost of a candidate's next unit against arrival, in basis points.</summary>
    public const int CandidateCostBasisPoints = 5355;

    /// <summary>The one reason, in words.</summary>
    public const int CandidateReason = 5356;

    /// <summary>CopyReplayRequest (U1) and CopyReplayEnd (U2): the drop copy's name of its request.</summary>
    public const int ReplayId = 5401;

    /// <summary>Most reports that it wants at once.</summary>
    public const int ReplayLimit = 5402;

    /// <summary>Reports that were sent.</summary>
    public const int ReplayCount = 5403;

    /// <summary>The desk whose report a drop copy gets.</summary>
    public const int CopiedDesk = 5404;

    /// <summary>TradeCaptureReportRequestAck: there are more trades behind this ExecID; in the request: only those behind it.</summary>
    public const int TradesAfter = 5405;

    /// <summary>Preview: account that a suggested transfer of collateral would leave; nothing moves it. These tags are absent without a suggestion.</summary>
    public const int TransferFrom = 5360;

    /// <summary>Account that it would reach.</summary>
    public const int TransferTo = 5361;

    /// <summary>The asset that would move.</summary>
    public const int TransferAsset = 5362;

    /// <summary>What would leave, fee included, in units of the asset.</summary>
    public const int TransferAmount = 5363;

    /// <summary>Its fee and the price of the capital on its way, in the pricing asset.</summary>
    public const int TransferCost = 5364;

    /// <summary>How long it takes as a rule, in seconds.</summary>
    public const int TransferSeconds = 5365;

    /// <summary>How long it takes in a bad case, in seconds.</summary>
    public const int TransferWorstSeconds = 5366;

    /// <summary>Base units that would be filled more with it.</summary>
    public const int TransferMore = 5367;

    /// <summary>What the quantity filled now would cost less with it, in the pricing asset, its own cost left out.</summary>
    public const int TransferSaving = 5368;
}
