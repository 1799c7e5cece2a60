using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Venues.Okx.Trading;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>
/// Asks the position builder about the whole account with one position grown. Balances and positions are all given, real ones left out, so
/// that the answer is about exactly what the local figure is made for, whatever fills meanwhile.
/// </summary>
internal sealed class PositionBuilder(OkxRest rest, InstrumentTable instruments)
{
    private const int MultiCurrency = 3;

    /// <summary>Asks; throws <see cref="Connectivity.VenueProtocolException"/> when the venue refuses.</summary>
    public async Task<WhatIfAnswer> AskAsync(AccountSnapshot held, WhatIfQuestion question, int accountLevel, CancellationToken cancellation)
    {
        AccountSnapshot supposed = Suppose(held, question);
        PositionBuilderRequest request = new()
        {
            AccountLevel = accountLevel,
            IncludeReal = false,
            Positions = [.. supposed.Positions.Where(position => !position.Quantity.IsFlat).Select(position => Simulated(position, accountLevel))],
            Assets = [.. supposed.Balances.Select(balance => new SimulatedAsset(balance.Asset.Code, balance.Quantity))],
        };
        JsonElement answer = await rest.PostAsync(PositionBuilderRequest.Path, Encoding.UTF8.GetString(request.ToBody()), cancellation).ConfigureAwait(false);
        return new WhatIfAnswer
        {
            Account = supposed with { Margin = PositionBuilderAnswer.Read(answer, instruments) },
            Question = question.Text,
        };
    }

    private static AccountSnapshot Suppose(AccountSnapshot held, WhatIfQuestion question)
    {
        ImmutableArray<PositionSnapshot> positions = [.. held.Positions.Select(position => position.Instrument == question.Instrument.Id ? Grown(position, question) : position)];
        return held with { Balances = [.. held.Balances.Select(balance => new AssetBalance(balance.Asset, balance.Net))], Positions = positions };
    }

    private static PositionSnapshot Grown(PositionSnapshot position, WhatIfQuestion question)
    {
        long more = question.Side.Sign() * question.Quantity.Value;
        long total = position.Quantity.Value + more;
        decimal entry = ((position.EntryPrice * position.Quantity.Value) + (question.Instrument.Price(question.Price) * more)) / total;
        return position with { Quantity = new PositionLots(total), EntryPrice = entry };
    }

    private SimulatedPosition Simulated(PositionSnapshot position, int accountLevel)
    {
        Instrument instrument = instruments.Find(position.Instrument)!;
        return new SimulatedPosition(
            instrument.Symbol,
            position.Quantity.Value * instrument.LotSize,
            position.EntryPrice,
            accountLevel == MultiCurrency ? position.Leverage : null);
    }
}
