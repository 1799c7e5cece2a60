namespace MarginRouter.Host.Commands;

/// <summary>The user's input cannot be used; the message names the file and the place.</summary>
internal sealed class BadInputException(string message) : Exception(message);
