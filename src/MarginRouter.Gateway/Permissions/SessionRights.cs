namespace MarginRouter.Gateway.Permissions;

/// <summary>Kinds of requests.</summary>
[Flags]
internal enum SessionRights
{
    None = 0,

    /// <summary>New orders and changes of orders.</summary>
    Orders = 1,

    /// <summary>Cancels, of one order, a list or all.</summary>
    Cancels = 2,

    /// <summary>Where orders stand; the desk's own session is told by numbered reports, another by answers that are not kept.</summary>
    States = 4,

    /// <summary>Previews of routes.</summary>
    Quotes = 8,

    /// <summary>Collateral, positions and trades.</summary>
    Accounts = 16,

    /// <summary>Products, books and the state of trading.</summary>
    Reference = 32,

    /// <summary>Division of fills over the desk's own accounts.</summary>
    Allocations = 64,

    /// <summary>Everything.</summary>
    All = 127,
}
