using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue has stated the terms of an instrument; sent after each reading, also when nothing has changed, because readings age.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Terms">The terms.</param>
public sealed record InstrumentTermsReceived(InstrumentId Instrument, InstrumentTerms Terms) : InboundEvent;
