using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Comparison;

/// <summary>One of the models under which a book is compared.</summary>
/// <param name="Name">Its name in the comparison, for example isolated.</param>
/// <param name="Judgement">How its rules are applied.</param>
/// <param name="Case">The book under its rules, in its venue's instruments.</param>
public sealed record ComparedModel(string Name, MarginJudgement Judgement, MarginCase Case);
