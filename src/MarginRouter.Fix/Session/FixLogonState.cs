namespace MarginRouter.Fix.Session;

/// <summary>SessionStatus (1409) of FIXT 1.1: what a Logon or Logout says of the session and its password. The zero value is the standard's own.</summary>
public enum FixLogonState
{
    /// <summary>0: the session is active.</summary>
    Active = 0,

    /// <summary>1: the password has been changed as asked.</summary>
    PasswordChanged = 1,

    /// <summary>2: the password is about to expire.</summary>
    PasswordDueToExpire = 2,

    /// <summary>3: the new password breaks the rules for passwords; the old one holds.</summary>
    NewPasswordNotAllowed = 3,

    /// <summary>4: the logout is complete.</summary>
    LogoutComplete = 4,

    /// <summary>5: username or password is wrong.</summary>
    WrongCredentials = 5,

    /// <summary>6: the account is locked.</summary>
    AccountLocked = 6,

    /// <summary>7: no logons at this time.</summary>
    NotAtThisTime = 7,

    /// <summary>8: the password has expired.</summary>
    PasswordExpired = 8,
}
