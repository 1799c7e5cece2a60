using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// One class of margin rules (tiered derivative, used-margin level, unmargined spot) bound to the figures of one rule set. Stateless:
/// the same account, fills and prices give the same figures. Questions are asked through <see cref="AccountEvaluator"/> and
/// <see cref="MarginAssessor"/>.
/// </summary>
public interface IMarginModel
{
    /// <summary>The rule set's name, for example binance/usdm-cross; what <see cref="Subaccount.RuleSet"/> names.</summary>
    string RuleSet { get; }

    /// <summary>How the venue books fills under these rules.</summary>
    PositionKeeping Positions { get; }

    /// <summary>Lays an account out as limits under one price vector; what is missing is noted in the frame.</summary>
    internal LimitFrame Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables);

    /// <summary>Adds an instrument to a frame with its pieces in every limit; the refusal when a figure of it is missing.</summary>
    internal Refusal? Add(LimitFrame frame, Instrument instrument, PositionSnapshot position);
}
