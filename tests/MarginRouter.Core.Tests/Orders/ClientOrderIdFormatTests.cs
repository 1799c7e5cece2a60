using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Tests.Orders;

public sealed class ClientOrderIdFormatTests
{
    private const string Allowed = "0123456789abcdefghijklmnopqrstuvwxyz-";
    private static readonly ClientOrderIdFormat Format = new("k3f");

    [Theory]
    [InlineData(1, 1, 0, "k3f1-1-0")]
    [InlineData(35, 36, 37, "k3fz-10-11")]
    [InlineData(1_000_000, 3, 11, "k3flfls-3-b")]
    public void Format_KnownId_IsAsWritten(long parent, int attempt, int leg, string text) =>
        Assert.Equal(text, Format.Format(new ChildOrderId(new ParentOrderId(parent), attempt, leg)));

    [Fact]
    public void Format_RandomIds_AreShortPlainAndReadBack()
    {
        Random random = new(17);
        Dictionary<string, ChildOrderId> seen = [];
        for (int i = 0; i < 20_000; i++)
        {
            ChildOrderId id = new(
                new ParentOrderId(random.NextInt64(1, random.Next(2) == 0 ? 50 : 2_176_782_336)),
                random.Next(1, random.Next(2) == 0 ? 5 : 40_000),
                random.Next(0, random.Next(2) == 0 ? 4 : 1_000));
            string text = Format.Format(id);
            Assert.True(text.Length <= ClientOrderIdFormat.MaximumLength, text);
            Assert.All(text, character => Assert.Contains(character, Allowed));
            Assert.True(Format.TryParse(text, out ChildOrderId read) && read == id, text);
            Assert.True(seen.TryAdd(text, id) || seen[text] == id, $"{text} stands for two ids");
        }
    }

    [Fact]
    public void TryParse_AnyTextThatItTakes_IsTheOneThatFormatWrites()
    {
        Random random = new(18);
        int taken = 0;
        for (int i = 0; i < 200_000; i++)
        {
            char[] text = ['k', '3', 'f', .. random.GetItems<char>("01az--", random.Next(1, 18))];
            if (!Format.TryParse(text, out ChildOrderId id))
                continue;
            taken++;
            Assert.Equal(new string(text), Format.Format(id));
        }

        Assert.True(taken > 1_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k3f")]
    [InlineData("k3f1")]
    [InlineData("k3f1-1")]
    [InlineData("k3f1-1-")]
    [InlineData("k3f-1-1")]
    [InlineData("k3f1--1")]
    [InlineData("k3f1-1-1-1")]
    [InlineData("k3f01-1-0")]
    [InlineData("k3f1-01-0")]
    [InlineData("K3F1-1-0")]
    [InlineData("k3f1-1-0 ")]
    [InlineData("k3f1-1-A")]
    [InlineData("k3e1-1-0")]
    [InlineData("k3f1-zzzzzzz-0")]
    [InlineData("k3fzzzzzzzzzzzzz-1-0")]
    [InlineData("k3fzzzzzzzzzzzz-1-0")]
    [InlineData("web_123456")]
    public void TryParse_AnyOtherText_IsNotOurs(string text) => Assert.False(Format.TryParse(text, out _));

    [Fact]
    public void TryParse_IdOfAnotherJournal_IsNotOurs() =>
        Assert.False(Format.TryParse(new ClientOrderIdFormat("k3g").Format(new ChildOrderId(new ParentOrderId(1), 1, 0)), out _));

    [Fact]
    public void Format_LongerThanVenuesTake_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Format.Format(new ChildOrderId(new ParentOrderId(long.MaxValue), int.MaxValue, int.MaxValue)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Format.Format(new ChildOrderId(new ParentOrderId(-1), 1, 0)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("k3")]
    [InlineData("k3ff")]
    [InlineData("K3F")]
    [InlineData("k-f")]
    public void New_TagOfAnotherForm_Throws(string tag) => Assert.Throws<ArgumentException>(() => new ClientOrderIdFormat(tag));

    [Fact]
    public void TryParseQuoteRequest_WhatFormatWrote_GivesTheIdAndIsNoChild()
    {
        ClientOrderIdFormat format = new("k3f");
        QuoteRequestId id = new(new ParentOrderId(70_000), 12, 3);
        string text = format.Format(id);
        Assert.Equal("k3f1i0g-c-3-q", text);
        Assert.True(format.TryParseQuoteRequest(text, out QuoteRequestId read));
        Assert.Equal(id, read);
        Assert.False(format.TryParse(text, out _));
        Assert.False(format.TryParseQuoteRequest(format.Format(new ChildOrderId(id.Parent, 12, 3)), out _));
    }
}
