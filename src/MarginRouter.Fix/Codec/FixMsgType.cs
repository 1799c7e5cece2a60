namespace MarginRouter.Fix.Codec;

/// <summary>
/// Message types (MsgType 35) as small integers, so that a <c>switch</c> over them compiles to a jump and nothing allocates. The first
/// character stands in the lowest byte, the second in the next: <c>AF</c> is <c>'A' | 'F' &lt;&lt; 8</c>. Names are those of FIX 4.4.
/// </summary>
public static class FixMsgType
{
    /// <summary>Longest type text that <see cref="FromText"/> takes, in characters.</summary>
    public const int MaximumLength = 3;

    /// <summary>Heartbeat (0), session level.</summary>
    public const int Heartbeat = '0';

    /// <summary>TestRequest (1), session level.</summary>
    public const int TestRequest = '1';

    /// <summary>ResendRequest (2), session level.</summary>
    public const int ResendRequest = '2';

    /// <summary>Reject (3), session level.</summary>
    public const int Reject = '3';

    /// <summary>SequenceReset (4), session level.</summary>
    public const int SequenceReset = '4';

    /// <summary>Logout (5), session level.</summary>
    public const int Logout = '5';

    /// <summary>Logon (A), session level.</summary>
    public const int Logon = 'A';

    /// <summary>ExecutionReport (8).</summary>
    public const int ExecutionReport = '8';

    /// <summary>OrderCancelReject (9).</summary>
    public const int OrderCancelReject = '9';

    /// <summary>News (B).</summary>
    public const int News = 'B';

    /// <summary>TradeCaptureReport (AE).</summary>
    public const int TradeCaptureReport = 'A' | ('E' << 8);

    /// <summary>TradeCaptureReportRequest (AD).</summary>
    public const int TradeCaptureReportRequest = 'A' | ('D' << 8);

    /// <summary>TradeCaptureReportRequestAck (AQ).</summary>
    public const int TradeCaptureReportRequestAck = 'A' | ('Q' << 8);

    /// <summary>AllocationInstruction (J).</summary>
    public const int AllocationInstruction = 'J';

    /// <summary>AllocationInstructionAck (P).</summary>
    public const int AllocationInstructionAck = 'P';

    /// <summary>AllocationReport (AS).</summary>
    public const int AllocationReport = 'A' | ('S' << 8);

    /// <summary>NewOrderList (E).</summary>
    public const int NewOrderList = 'E';

    /// <summary>ListCancelRequest (K).</summary>
    public const int ListCancelRequest = 'K';

    /// <summary>ListStatusRequest (M).</summary>
    public const int ListStatusRequest = 'M';

    /// <summary>ListStatus (N).</summary>
    public const int ListStatus = 'N';

    /// <summary>NewOrderSingle (D).</summary>
    public const int NewOrderSingle = 'D';

    /// <summary>OrderCancelRequest (F).</summary>
    public const int OrderCancelRequest = 'F';

    /// <summary>OrderCancelReplaceRequest (G).</summary>
    public const int OrderCancelReplaceRequest = 'G';

    /// <summary>OrderStatusRequest (H).</summary>
    public const int OrderStatusRequest = 'H';

    /// <summary>NewOrderMultileg (AB).</summary>
    public const int NewOrderMultileg = 'A' | ('B' << 8);

    /// <summary>MultilegOrderCancelReplace (AC).</summary>
    public const int MultilegOrderCancelReplace = 'A' | ('C' << 8);

    /// <summary>QuoteRequest (R).</summary>
    public const int QuoteRequest = 'R';

    /// <summary>Quote (S).</summary>
    public const int Quote = 'S';

    /// <summary>QuoteRequestReject (AG).</summary>
    public const int QuoteRequestReject = 'A' | ('G' << 8);

    /// <summary>MarketDataRequest (V).</summary>
    public const int MarketDataRequest = 'V';

    /// <summary>MarketDataSnapshotFullRefresh (W).</summary>
    public const int MarketDataSnapshot = 'W';

    /// <summary>MarketDataIncrementalRefresh (X).</summary>
    public const int MarketDataIncremental = 'X';

    /// <summary>MarketDataRequestReject (Y).</summary>
    public const int MarketDataRequestReject = 'Y';

    /// <summary>BusinessMessageReject (j).</summary>
    public const int BusinessMessageReject = 'j';

    /// <summary>OrderMassCancelRequest (q).</summary>
    public const int OrderMassCancelRequest = 'q';

    /// <summary>OrderMassCancelReport (r).</summary>
    public const int OrderMassCancelReport = 'r';

    /// <summary>OrderMassStatusRequest (AF).</summary>
    public const int OrderMassStatusRequest = 'A' | ('F' << 8);

    /// <summary>RequestForPositions (AN).</summary>
    public const int RequestForPositions = 'A' | ('N' << 8);

    /// <summary>RequestForPositionsAck (AO).</summary>
    public const int RequestForPositionsAck = 'A' | ('O' << 8);

    /// <summary>PositionReport (AP).</summary>
    public const int PositionReport = 'A' | ('P' << 8);

    /// <summary>CollateralReport (BA).</summary>
    public const int CollateralReport = 'B' | ('A' << 8);

    /// <summary>CollateralInquiry (BB).</summary>
    public const int CollateralInquiry = 'B' | ('B' << 8);

    /// <summary>CollateralInquiryAck (BG).</summary>
    public const int CollateralInquiryAck = 'B' | ('G' << 8);

    /// <summary>SecurityListRequest (x).</summary>
    public const int SecurityListRequest = 'x';

    /// <summary>SecurityList (y).</summary>
    public const int SecurityList = 'y';

    /// <summary>TradingSessionStatusRequest (g).</summary>
    public const int TradingSessionStatusRequest = 'g';

    /// <summary>TradingSessionStatus (h).</summary>
    public const int TradingSessionStatus = 'h';

    /// <summary>Code of a type text of one to three bytes; 0, which no message has, when it is empty or longer.</summary>
    public static int FromText(ReadOnlySpan<byte> text) => text.Length switch
    {
        1 => text[0],
        2 => text[0] | (text[1] << 8),
        3 => text[0] | (text[1] << 8) | (text[2] << 16),
        _ => 0,
    };

    /// <summary>Writes the type's text to <paramref name="destination"/> (three bytes suffice) and returns its length.</summary>
    public static int WriteText(int messageType, Span<byte> destination)
    {
        int length = 0;
        for (int rest = messageType; rest != 0; rest >>= 8)
            destination[length++] = (byte)(rest & 0xFF);
        return length;
    }

    /// <summary>The type's text, for logs and messages to people. It allocates.</summary>
    public static string ToText(int messageType)
    {
        Span<byte> text = stackalloc byte[4];
        return System.Text.Encoding.Latin1.GetString(text[..WriteText(messageType, text)]);
    }

    /// <summary>True when the type consists of one to three letters and digits, as all types of the standard and user-defined ones do.</summary>
    public static bool IsWellFormed(int messageType)
    {
        for (int rest = messageType; rest != 0; rest >>= 8)
        {
            if (!char.IsAsciiLetterOrDigit((char)(rest & 0xFF)))
                return false;
        }

        return messageType != 0;
    }

    /// <summary>True for the types that the standard leaves to the two sides: U and at least one character more.</summary>
    public static bool IsUserDefined(int messageType) => (messageType & 0xFF) == 'U' && messageType > 0xFF;

    /// <summary>True for the seven session-level types: they are never replayed but gap-filled.</summary>
    public static bool IsAdministrative(int messageType) => messageType is
        Heartbeat or TestRequest or ResendRequest or Reject or SequenceReset or Logout or Logon;
}
