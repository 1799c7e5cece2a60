namespace MarginRouter.Gateway.Permissions;

/// <summary>What a session may ask for. A session never has more rights than its desk.</summary>
public enum SessionRole
{
    /// <summary>Everything that the desk may.</summary>
    Full = 1,

    /// <summary>Everything but new orders and changes of orders: it may still cancel.</summary>
    NoNewOrders = 2,

    /// <summary>Questions alone: states of orders, accounts, positions, fills, books, products.</summary>
    ReadOnly = 3,

    /// <summary>How an order would be routed, products and books; nothing of accounts.</summary>
    QuotesOnly = 4,

    /// <summary>Nothing but what a drop copy is sent, and its replay.</summary>
    CopiesOnly = 5,
}
