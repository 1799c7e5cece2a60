namespace MarginRouter.Fix.Session;

/// <summary>A Logon's wish to have another password from now on. No record: nothing may print it.</summary>
public sealed class FixPasswordChange
{
    internal FixPasswordChange(string? username, string password, string newPassword)
    {
        Username = username;
        Password = password;
        NewPassword = newPassword;
    }

    /// <summary>Username (553); null when the Logon has none.</summary>
    public string? Username { get; }

    /// <summary>Password (554): the old one, which the application has found right before; empty when the Logon has none.</summary>
    public string Password { get; }

    /// <summary>NewPassword (925), not empty.</summary>
    public string NewPassword { get; }
}
