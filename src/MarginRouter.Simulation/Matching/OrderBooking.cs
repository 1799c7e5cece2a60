using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Matching;

/// <summary>Books fills on accounts: two balances for spot, position and realised profit for everything else, and the fee.</summary>
internal sealed class OrderBooking(SpotFeeAsset spotFeeAsset, int feeDecimals)
{
    public SimulatedFill Book(SimulatedAccount account, OrderTerms terms, long tradeId, (BookLevel Level, bool IsMaker) take, Instant at)
    {
        Instrument instrument = terms.Instrument;
        decimal price = instrument.Price(take.Level.Price);
        decimal quantity = instrument.Quantity(take.Level.Quantity);
        decimal notional = instrument.Notional(take.Level.Price, take.Level.Quantity);
        decimal realised = 0;
        if (terms.MovesPosition)
        {
            realised = account.MovePosition(terms, terms.Side.Sign() * quantity, price, feeDecimals, at);
        }
        else
        {
            account.Credit(instrument.Base.Code, terms.Side.Sign() * quantity, at);
            account.Credit(instrument.Quote.Code, -terms.Side.Sign() * notional, at);
        }

        (string feeAsset, decimal fee) = Fee(terms, quantity, notional, take.IsMaker);
        account.Credit(feeAsset, -fee, at);
        return new SimulatedFill(tradeId, price, quantity, fee, feeAsset, realised, at) { IsMaker = take.IsMaker };
    }

    private (string Asset, decimal Fee) Fee(OrderTerms terms, decimal quantity, decimal notional, bool isMaker)
    {
        Instrument instrument = terms.Instrument;
        bool fromBase = !terms.MovesPosition && spotFeeAsset == SpotFeeAsset.Received && terms.Side == Side.Buy;
        string asset = fromBase ? instrument.Base.Code : terms.MovesPosition ? instrument.Settlement.Code : instrument.Quote.Code;
        decimal fee = (fromBase ? quantity : notional) * (isMaker ? instrument.Fees.MakerRate : instrument.Fees.TakerRate);
        return (asset, Math.Round(fee, feeDecimals, MidpointRounding.ToZero));
    }
}
