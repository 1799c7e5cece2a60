namespace MarginRouter.Fix.Codec;

/// <summary>Tag numbers of the FIX 4.4 fields that this product uses, under the names that the standard gives them.</summary>
public static class FixTag
{
    /// <summary>Account, tag 1.</summary>
    public const int Account = 1;

    /// <summary>AvgPx, tag 6.</summary>
    public const int AvgPx = 6;

    /// <summary>BeginSeqNo, tag 7.</summary>
    public const int BeginSeqNo = 7;

    /// <summary>BeginString, tag 8.</summary>
    public const int BeginString = 8;

    /// <summary>BodyLength, tag 9.</summary>
    public const int BodyLength = 9;

    /// <summary>CheckSum, tag 10.</summary>
    public const int CheckSum = 10;

    /// <summary>ClOrdID, tag 11.</summary>
    public const int ClOrdID = 11;

    /// <summary>Commission, tag 12.</summary>
    public const int Commission = 12;

    /// <summary>CommType, tag 13.</summary>
    public const int CommType = 13;

    /// <summary>CumQty, tag 14.</summary>
    public const int CumQty = 14;

    /// <summary>Currency, tag 15.</summary>
    public const int Currency = 15;

    /// <summary>EndSeqNo, tag 16.</summary>
    public const int EndSeqNo = 16;

    /// <summary>ExecID, tag 17.</summary>
    public const int ExecID = 17;

    /// <summary>ExecInst, tag 18.</summary>
    public const int ExecInst = 18;

    /// <summary>ExecRefID, tag 19.</summary>
    public const int ExecRefID = 19;

    /// <summary>HandlInst, tag 21.</summary>
    public const int HandlInst = 21;

    /// <summary>SecurityIDSource, tag 22.</summary>
    public const int SecurityIDSource = 22;

    /// <summary>LastMkt, tag 30.</summary>
    public const int LastMkt = 30;

    /// <summary>LastPx, tag 31.</summary>
    public const int LastPx = 31;

    /// <summary>LastQty, tag 32.</summary>
    public const int LastQty = 32;

    /// <summary>MsgSeqNum, tag 34.</summary>
    public const int MsgSeqNum = 34;

    /// <summary>MsgType, tag 35.</summary>
    public const int MsgType = 35;

    /// <summary>NewSeqNo, tag 36.</summary>
    public const int NewSeqNo = 36;

    /// <summary>OrderID, tag 37.</summary>
    public const int OrderID = 37;

    /// <summary>OrderQty, tag 38.</summary>
    public const int OrderQty = 38;

    /// <summary>OrdStatus, tag 39.</summary>
    public const int OrdStatus = 39;

    /// <summary>OrdType, tag 40.</summary>
    public const int OrdType = 40;

    /// <summary>OrigClOrdID, tag 41.</summary>
    public const int OrigClOrdID = 41;

    /// <summary>PossDupFlag, tag 43.</summary>
    public const int PossDupFlag = 43;

    /// <summary>Price, tag 44.</summary>
    public const int Price = 44;

    /// <summary>RefSeqNum, tag 45.</summary>
    public const int RefSeqNum = 45;

    /// <summary>SecurityID, tag 48.</summary>
    public const int SecurityID = 48;

    /// <summary>SenderCompID, tag 49.</summary>
    public const int SenderCompID = 49;

    /// <summary>SenderSubID, tag 50.</summary>
    public const int SenderSubID = 50;

    /// <summary>SendingTime, tag 52.</summary>
    public const int SendingTime = 52;

    /// <summary>Side, tag 54.</summary>
    public const int Side = 54;

    /// <summary>Symbol, tag 55.</summary>
    public const int Symbol = 55;

    /// <summary>TargetCompID, tag 56.</summary>
    public const int TargetCompID = 56;

    /// <summary>TargetSubID, tag 57.</summary>
    public const int TargetSubID = 57;

    /// <summary>Text, tag 58.</summary>
    public const int Text = 58;

    /// <summary>TimeInForce, tag 59.</summary>
    public const int TimeInForce = 59;

    /// <summary>TransactTime, tag 60.</summary>
    public const int TransactTime = 60;

    /// <summary>ListID, tag 66.</summary>
    public const int ListID = 66;

    /// <summary>ListSeqNo, tag 67.</summary>
    public const int ListSeqNo = 67;

    /// <summary>TotNoOrders, tag 68.</summary>
    public const int TotNoOrders = 68;

    /// <summary>NoOrders, tag 73.</summary>
    public const int NoOrders = 73;

    /// <summary>NoAllocs, tag 78.</summary>
    public const int NoAllocs = 78;

    /// <summary>AllocAccount, tag 79.</summary>
    public const int AllocAccount = 79;

    /// <summary>AllocQty, tag 80.</summary>
    public const int AllocQty = 80;

    /// <summary>NoRpts, tag 82.</summary>
    public const int NoRpts = 82;

    /// <summary>RptSeq, tag 83.</summary>
    public const int RptSeq = 83;

    /// <summary>CxlQty, tag 84.</summary>
    public const int CxlQty = 84;

    /// <summary>RawDataLength, tag 95.</summary>
    public const int RawDataLength = 95;

    /// <summary>RawData, tag 96.</summary>
    public const int RawData = 96;

    /// <summary>PossResend, tag 97.</summary>
    public const int PossResend = 97;

    /// <summary>EncryptMethod, tag 98.</summary>
    public const int EncryptMethod = 98;

    /// <summary>StopPx, tag 99.</summary>
    public const int StopPx = 99;

    /// <summary>ExDestination, tag 100.</summary>
    public const int ExDestination = 100;

    /// <summary>CxlRejReason, tag 102.</summary>
    public const int CxlRejReason = 102;

    /// <summary>OrdRejReason, tag 103.</summary>
    public const int OrdRejReason = 103;

    /// <summary>HeartBtInt, tag 108.</summary>
    public const int HeartBtInt = 108;

    /// <summary>MinQty, tag 110.</summary>
    public const int MinQty = 110;

    /// <summary>MaxFloor, tag 111.</summary>
    public const int MaxFloor = 111;

    /// <summary>TestReqID, tag 112.</summary>
    public const int TestReqID = 112;

    /// <summary>QuoteID, tag 117.</summary>
    public const int QuoteID = 117;

    /// <summary>OrigSendingTime, tag 122.</summary>
    public const int OrigSendingTime = 122;

    /// <summary>GapFillFlag, tag 123.</summary>
    public const int GapFillFlag = 123;

    /// <summary>ExpireTime, tag 126.</summary>
    public const int ExpireTime = 126;

    /// <summary>QuoteReqID, tag 131.</summary>
    public const int QuoteReqID = 131;

    /// <summary>BidPx, tag 132.</summary>
    public const int BidPx = 132;

    /// <summary>OfferPx, tag 133.</summary>
    public const int OfferPx = 133;

    /// <summary>BidSize, tag 134.</summary>
    public const int BidSize = 134;

    /// <summary>OfferSize, tag 135.</summary>
    public const int OfferSize = 135;

    /// <summary>NoMiscFees, tag 136.</summary>
    public const int NoMiscFees = 136;

    /// <summary>MiscFeeAmt, tag 137.</summary>
    public const int MiscFeeAmt = 137;

    /// <summary>MiscFeeCurr, tag 138.</summary>
    public const int MiscFeeCurr = 138;

    /// <summary>MiscFeeType, tag 139.</summary>
    public const int MiscFeeType = 139;

    /// <summary>ResetSeqNumFlag, tag 141.</summary>
    public const int ResetSeqNumFlag = 141;

    /// <summary>NoRelatedSym, tag 146.</summary>
    public const int NoRelatedSym = 146;

    /// <summary>ExecType, tag 150.</summary>
    public const int ExecType = 150;

    /// <summary>LeavesQty, tag 151.</summary>
    public const int LeavesQty = 151;

    /// <summary>SecurityType, tag 167.</summary>
    public const int SecurityType = 167;

    /// <summary>EffectiveTime, tag 168.</summary>
    public const int EffectiveTime = 168;

    /// <summary>SecurityExchange, tag 207.</summary>
    public const int SecurityExchange = 207;

    /// <summary>MaxShow, tag 210.</summary>
    public const int MaxShow = 210;

    /// <summary>MDReqID, tag 262.</summary>
    public const int MDReqID = 262;

    /// <summary>SubscriptionRequestType, tag 263.</summary>
    public const int SubscriptionRequestType = 263;

    /// <summary>MarketDepth, tag 264.</summary>
    public const int MarketDepth = 264;

    /// <summary>MDUpdateType, tag 265.</summary>
    public const int MDUpdateType = 265;

    /// <summary>AggregatedBook, tag 266.</summary>
    public const int AggregatedBook = 266;

    /// <summary>NoMDEntryTypes, tag 267.</summary>
    public const int NoMDEntryTypes = 267;

    /// <summary>NoMDEntries, tag 268.</summary>
    public const int NoMDEntries = 268;

    /// <summary>MDEntryType, tag 269.</summary>
    public const int MDEntryType = 269;

    /// <summary>MDEntryPx, tag 270.</summary>
    public const int MDEntryPx = 270;

    /// <summary>MDEntrySize, tag 271.</summary>
    public const int MDEntrySize = 271;

    /// <summary>MDEntryDate, tag 272.</summary>
    public const int MDEntryDate = 272;

    /// <summary>MDEntryTime, tag 273.</summary>
    public const int MDEntryTime = 273;

    /// <summary>MDEntryID, tag 278.</summary>
    public const int MDEntryID = 278;

    /// <summary>MDUpdateAction, tag 279.</summary>
    public const int MDUpdateAction = 279;

    /// <summary>MDReqRejReason, tag 281.</summary>
    public const int MDReqRejReason = 281;

    /// <summary>LastMsgSeqNumProcessed, tag 369.</summary>
    public const int LastMsgSeqNumProcessed = 369;

    /// <summary>RefTagID, tag 371.</summary>
    public const int RefTagID = 371;

    /// <summary>RefMsgType, tag 372.</summary>
    public const int RefMsgType = 372;

    /// <summary>SessionRejectReason, tag 373.</summary>
    public const int SessionRejectReason = 373;

    /// <summary>ExecRestatementReason, tag 378.</summary>
    public const int ExecRestatementReason = 378;

    /// <summary>BusinessRejectRefID, tag 379.</summary>
    public const int BusinessRejectRefID = 379;

    /// <summary>BusinessRejectReason, tag 380.</summary>
    public const int BusinessRejectReason = 380;

    /// <summary>ListStatusType, tag 429.</summary>
    public const int ListStatusType = 429;

    /// <summary>ListOrderStatus, tag 431.</summary>
    public const int ListOrderStatus = 431;

    /// <summary>ExpireDate, tag 432.</summary>
    public const int ExpireDate = 432;

    /// <summary>CxlRejResponseTo, tag 434.</summary>
    public const int CxlRejResponseTo = 434;

    /// <summary>PartyIDSource, tag 447.</summary>
    public const int PartyIDSource = 447;

    /// <summary>PartyID, tag 448.</summary>
    public const int PartyID = 448;

    /// <summary>PartyRole, tag 452.</summary>
    public const int PartyRole = 452;

    /// <summary>NoPartyIDs, tag 453.</summary>
    public const int NoPartyIDs = 453;

    /// <summary>Product, tag 460.</summary>
    public const int Product = 460;

    /// <summary>SecondaryClOrdID, tag 526.</summary>
    public const int SecondaryClOrdID = 526;

    /// <summary>OrderCapacity, tag 528.</summary>
    public const int OrderCapacity = 528;

    /// <summary>OrderRestrictions, tag 529.</summary>
    public const int OrderRestrictions = 529;

    /// <summary>MassCancelRequestType, tag 530.</summary>
    public const int MassCancelRequestType = 530;

    /// <summary>MassCancelResponse, tag 531.</summary>
    public const int MassCancelResponse = 531;

    /// <summary>MassCancelRejectReason, tag 532.</summary>
    public const int MassCancelRejectReason = 532;

    /// <summary>TotalAffectedOrders, tag 533.</summary>
    public const int TotalAffectedOrders = 533;

    /// <summary>NoAffectedOrders, tag 534.</summary>
    public const int NoAffectedOrders = 534;

    /// <summary>AffectedOrderID, tag 535.</summary>
    public const int AffectedOrderID = 535;

    /// <summary>AffectedSecondaryOrderID, tag 536.</summary>
    public const int AffectedSecondaryOrderID = 536;

    /// <summary>Username, tag 553.</summary>
    public const int Username = 553;

    /// <summary>Password, tag 554.</summary>
    public const int Password = 554;

    /// <summary>AccountType, tag 581.</summary>
    public const int AccountType = 581;

    /// <summary>ClOrdLinkID, tag 583.</summary>
    public const int ClOrdLinkID = 583;

    /// <summary>MassStatusReqID, tag 584.</summary>
    public const int MassStatusReqID = 584;

    /// <summary>MassStatusReqType, tag 585.</summary>
    public const int MassStatusReqType = 585;

    /// <summary>NoPositions, tag 702.</summary>
    public const int NoPositions = 702;

    /// <summary>PosType, tag 703.</summary>
    public const int PosType = 703;

    /// <summary>LongQty, tag 704.</summary>
    public const int LongQty = 704;

    /// <summary>ShortQty, tag 705.</summary>
    public const int ShortQty = 705;

    /// <summary>PosAmtType, tag 707.</summary>
    public const int PosAmtType = 707;

    /// <summary>PosAmt, tag 708.</summary>
    public const int PosAmt = 708;

    /// <summary>PosReqID, tag 710.</summary>
    public const int PosReqID = 710;

    /// <summary>ClearingBusinessDate, tag 715.</summary>
    public const int ClearingBusinessDate = 715;

    /// <summary>PosMaintRptID, tag 721.</summary>
    public const int PosMaintRptID = 721;

    /// <summary>PosReqType, tag 724.</summary>
    public const int PosReqType = 724;

    /// <summary>TotalNumPosReports, tag 727.</summary>
    public const int TotalNumPosReports = 727;

    /// <summary>PosReqResult, tag 728.</summary>
    public const int PosReqResult = 728;

    /// <summary>SettlPrice, tag 730.</summary>
    public const int SettlPrice = 730;

    /// <summary>SettlPriceType, tag 731.</summary>
    public const int SettlPriceType = 731;

    /// <summary>NoPosAmt, tag 753.</summary>
    public const int NoPosAmt = 753;

    /// <summary>TargetStrategy, tag 847.</summary>
    public const int TargetStrategy = 847;

    /// <summary>TargetStrategyParameters, tag 848.</summary>
    public const int TargetStrategyParameters = 848;

    /// <summary>ParticipationRate, tag 849.</summary>
    public const int ParticipationRate = 849;

    /// <summary>LastLiquidityInd, tag 851.</summary>
    public const int LastLiquidityInd = 851;

    /// <summary>MarginRatio, tag 898.</summary>
    public const int MarginRatio = 898;

    /// <summary>MarginExcess, tag 899.</summary>
    public const int MarginExcess = 899;

    /// <summary>TotalNetValue, tag 900.</summary>
    public const int TotalNetValue = 900;

    /// <summary>CashOutstanding, tag 901.</summary>
    public const int CashOutstanding = 901;

    /// <summary>CollRptID, tag 908.</summary>
    public const int CollRptID = 908;

    /// <summary>CollInquiryID, tag 909.</summary>
    public const int CollInquiryID = 909;

    /// <summary>CollStatus, tag 910.</summary>
    public const int CollStatus = 910;

    /// <summary>TotNumReports, tag 911.</summary>
    public const int TotNumReports = 911;

    /// <summary>LastRptRequested, tag 912.</summary>
    public const int LastRptRequested = 912;
}
