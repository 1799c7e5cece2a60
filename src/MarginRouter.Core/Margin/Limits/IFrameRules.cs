using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>A class of margin rules whose limits are affine pieces per instrument (linear tiers, used margin, unmargined spot).</summary>
internal interface IFrameRules
{
    /// <summary>The rule set's name.</summary>
    string RuleSet { get; }

    /// <summary>How the venue books fills.</summary>
    PositionKeeping Positions { get; }

    /// <summary>Lays an account out as limits under one price vector; what is missing is noted in the frame.</summary>
    LimitFrame Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables);

    /// <summary>Adds an instrument to a frame with its pieces in every limit; the refusal when a figure of it is missing.</summary>
    Refusal? Add(LimitFrame frame, Instrument instrument, PositionSnapshot position);
}
