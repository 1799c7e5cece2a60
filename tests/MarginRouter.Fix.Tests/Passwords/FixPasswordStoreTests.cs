using MarginRouter.Fix.Passwords;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Passwords;

/// <summary>The file of changed passwords.</summary>
public sealed class FixPasswordStoreTests : IDisposable
{
    private const string Operators = "set by the operator";
    private const string Changed = "set by the desk";

    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.PathOf("passwords");

    [Fact]
    public void Matches_UserWithoutAChange_TakesTheOperatorsPassword()
    {
        FixPasswordStore store = new(File);
        Assert.True(store.Matches("alpha", "set by the operator"u8, Operators));
        Assert.False(store.Matches("alpha", "set by the operatoR"u8, Operators));
        Assert.False(store.Matches("alpha", ""u8, Operators));
    }

    [Fact]
    public void Change_OpenedAgain_OnlyTheNewestHoldsAndOnlyForItsUser()
    {
        FixPasswordStore store = new(File);
        store.Change("alpha beta\n", "first of the desk", Operators);
        store.Change("alpha beta\n", Changed, Operators);
        foreach (FixPasswordStore one in (FixPasswordStore[])[store, new FixPasswordStore(File)])
        {
            Assert.True(one.Matches("alpha beta\n", "set by the desk"u8, Operators));
            Assert.False(one.Matches("alpha beta\n", "first of the desk"u8, Operators));
            Assert.False(one.Matches("alpha beta\n", "set by the operator"u8, Operators));
            Assert.True(one.Matches("beta", "set by the operator"u8, Operators));
        }

        string text = System.IO.File.ReadAllText(File);
        Assert.DoesNotContain("desk", text, StringComparison.Ordinal);
        Assert.DoesNotContain("operator", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Matches_OperatorGivesAnotherPassword_ThatOneHoldsAgain()
    {
        FixPasswordStore store = new(File);
        store.Change("alpha", Changed, Operators);
        Assert.True(store.Matches("alpha", "forgotten"u8, "forgotten"));
        Assert.False(store.Matches("alpha", "set by the desk"u8, "forgotten"));
    }

    [Fact]
    public void Open_FileWithATornLastLine_KeepsWhatStoodBefore()
    {
        new FixPasswordStore(File).Change("alpha", Changed, Operators);
        string whole = System.IO.File.ReadAllText(File);
        for (int cut = 1; cut < whole.Length; cut += 7)
        {
            System.IO.File.WriteAllText(File, whole + whole[..cut]);
            FixPasswordStore store = new(File);
            Assert.Equal(whole, System.IO.File.ReadAllText(File));
            if (cut == 1)
                Assert.True(store.Matches("alpha", "set by the desk"u8, Operators));
        }
    }

    [Fact]
    public void Open_LineThatIsNoneOfOurs_IsNamed()
    {
        System.IO.File.WriteAllText(File, "alpha secret\n");
        Assert.Contains("line 1", Assert.Throws<FixPasswordFileException>(() => new FixPasswordStore(File)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", "10 to 128")]
    [InlineData("set by the operator", "differ")]
    [InlineData("with a \u0001 separator", "printable")]
    [InlineData("long enough", null)]
    public void Fault_OfANewPassword_SaysWhichRuleItBreaks(string wanted, string? fault)
    {
        string? found = FixPasswordStore.Fault(Operators, wanted);
        Assert.Equal(fault is null, found is null);
        Assert.Contains(fault ?? "", found ?? "", StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
