namespace MarginRouter.Fix.Session;

/// <summary>What the owner of the protocol has to do after a message was received.</summary>
internal enum SessionDelivery
{
    /// <summary>Nothing but sending what is in the outbox.</summary>
    Nothing = 1,

    /// <summary>Tell the application that the session is logged on.</summary>
    LoggedOn = 2,

    /// <summary>Hand the message to the application and report back with <see cref="SessionProtocol.Delivered"/>.</summary>
    Application = 3,
}
