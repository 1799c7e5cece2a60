namespace MarginRouter.Venues.Binance.Trading;

/// <summary>A request was given up before its first byte was written: the venue has certainly not seen it.</summary>
internal sealed class RequestNotSentException(string message) : Exception(message);
