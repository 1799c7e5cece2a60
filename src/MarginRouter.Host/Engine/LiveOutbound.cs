using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Gateway;
using MarginRouter.Host.Health;
using MarginRouter.Venues;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Engine;

/// <summary>Carries commands to venues and desks.</summary>
internal sealed partial class LiveOutbound(HealthBoard health, ReferenceData reference, ILogger<LiveOutbound> logger) : IOutbound
{
    private IVenueAdapter[] adapters = [];
    private DeskGateway? gateway;

    /// <summary>Connects the ends; once, before the loop starts.</summary>
    /// <param name="venues">Adapters by venue id.</param>
    /// <param name="desks">The gateway.</param>
    public void Attach(IVenueAdapter[] venues, DeskGateway desks)
    {
        adapters = venues;
        gateway = desks;
    }

    /// <inheritdoc />
    public void Carry(OutboundCommand command)
    {
        switch (command)
        {
            case SendChild send:
                health.OnSend(send);
                AdapterOf(send.Terms.Instrument).Send(send);
                break;
            case CancelChild cancel:
                AdapterOf(cancel.Terms.Instrument).Cancel(cancel);
                break;
            case QueryChild query:
                AdapterOf(query.Terms.Instrument).Query(query);
                break;
            case RequestQuotes request:
                QuotingAdapterOf(request.Instrument).RequestQuotes(request);
                break;
            case EndQuoteRequest end:
                QuotingAdapterOf(end.Instrument).EndQuotes(end);
                break;
            case FollowTick follow:
                AdapterOf(follow.Instrument).Follow(follow);
                break;
            case DeskReport report:
                gateway!.Send(report);
                break;
            case DeskAnswer answer:
                gateway!.Send(answer);
                break;
            case AnswerPreview answer:
                gateway!.Send(answer);
                break;
            case RaiseAlarm alarm:
                LogAlarm(logger, alarm.Code, alarm.Text);
                break;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} has no way out");
        }
    }

    /// <summary>The configuration asks no quotes of a venue whose adapter takes no requests.</summary>
    private IQuotingAdapter QuotingAdapterOf(InstrumentId instrument) =>
        AdapterOf(instrument) as IQuotingAdapter
        ?? throw new InvalidOperationException($"venue {reference[reference[instrument].Venue].Name} takes no requests for quotes");

    private IVenueAdapter AdapterOf(InstrumentId instrument) => adapters[reference[instrument].Venue.Value];
}
