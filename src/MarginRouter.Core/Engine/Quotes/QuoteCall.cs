using MarginRouter.Core.Engine.Commands;

namespace MarginRouter.Core.Engine.Quotes;

/// <summary>One request for quotes and who has not answered it yet.</summary>
internal sealed class QuoteCall(RequestQuotes asked)
{
    private readonly List<string> silent = [.. asked.Makers];

    /// <summary>The request.</summary>
    public RequestQuotes Asked => asked;

    /// <summary>Quotes that have come, in order.</summary>
    public List<HeldQuote> Quotes { get; } = [];

    /// <summary>True once no maker's answer is missing.</summary>
    public bool IsAnswered => silent.Count == 0;

    /// <summary>A maker has answered; all of them for null.</summary>
    public void Answer(string? maker)
    {
        if (maker is null)
            silent.Clear();
        else
            silent.Remove(maker);
    }

    /// <summary>The quote with an id; null when none has it.</summary>
    public HeldQuote? Find(string quoteId) => Quotes.Find(held => held.Quote.QuoteId == quoteId);
}
