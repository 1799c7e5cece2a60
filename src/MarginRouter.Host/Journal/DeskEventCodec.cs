using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of what desks ask for beside new orders, and of the time at which orders expire.</summary>
internal static class DeskEventCodec
{
    /// <summary>Writes an event of its kind; null, and nothing is written, for any other.</summary>
    public static RecordKind? TryWrite(RecordWriter writer, InboundEvent inbound)
    {
        switch (inbound)
        {
            case ParentCancelRequested cancel:
                writer.Text(cancel.Desk);
                writer.Text(cancel.ClientOrderId);
                writer.Text(cancel.OriginalClientOrderId);
                writer.Flag(cancel.PossibleDuplicate);
                return RecordKind.ParentCancelRequested;
            case ParentReplaceRequested replace:
                OrderCodec.Write(writer, replace.Request);
                writer.Text(replace.OriginalClientOrderId);
                writer.Flag(replace.PossibleDuplicate);
                OrderCodec.WriteOptional(writer, replace.Unsupported);
                return RecordKind.ParentReplaceRequested;
            case ParentStatusRequested status:
                writer.Text(status.Desk);
                writer.Text(status.ClientOrderId);
                writer.Text(status.Symbol);
                OrderCodec.Write(writer, status.Side);
                return RecordKind.ParentStatusRequested;
            case ParentsCancelRequested cancels:
                writer.Text(cancels.Desk);
                writer.Text(cancels.ClientOrderId);
                writer.Byte((byte)(cancels.Scope ?? 0));
                WriteFilter(writer, cancels.Symbol, cancels.Side);
                writer.Flag(cancels.PossibleDuplicate);
                return RecordKind.ParentsCancelRequested;
            case ParentsStatusRequested statuses:
                writer.Text(statuses.Desk);
                writer.Text(statuses.RequestId);
                writer.Byte((byte)statuses.Scope);
                WriteFilter(writer, statuses.Symbol, statuses.Side);
                return RecordKind.ParentsStatusRequested;
            case ListStatusRequested list:
                writer.Text(list.Desk);
                writer.Text(list.ListId);
                writer.Flag(list.Acknowledges);
                return RecordKind.ListStatusRequested;
            case ListCancelRequested list:
                writer.Text(list.Desk);
                writer.Text(list.ListId);
                return RecordKind.ListCancelRequested;
            case AllocationReceived allocation:
                AllocationCodec.Write(writer, allocation);
                return RecordKind.AllocationReceived;
            case ExpiryReached:
                return RecordKind.ExpiryReached;
            default:
                return null;
        }
    }

    /// <summary>Reads an event of a kind that <see cref="TryWrite"/> gives.</summary>
    public static InboundEvent Read(RecordKind kind, ref RecordReader reader) => kind switch
    {
        RecordKind.ParentCancelRequested => new ParentCancelRequested(reader.Text(), reader.Text(), reader.Text(), reader.Flag()),
        RecordKind.ParentReplaceRequested => new ParentReplaceRequested(OrderCodec.ReadRequest(ref reader), reader.Text(), reader.Flag())
        {
            Unsupported = OrderCodec.ReadOptionalRefusal(ref reader),
        },
        RecordKind.ParentStatusRequested => new ParentStatusRequested(reader.Text(), reader.Text(), reader.Text(), OrderCodec.ReadSide(ref reader)),
        RecordKind.ParentsCancelRequested => new ParentsCancelRequested(
            reader.Text(), reader.Text(), ReadScope(ref reader), reader.OptionalText(), ReadOptionalSide(ref reader), reader.Flag()),
        RecordKind.ParentsStatusRequested => new ParentsStatusRequested(
            reader.Text(), reader.Text(), Enums.Read<ParentScope>(reader.Byte()), reader.OptionalText(), ReadOptionalSide(ref reader)),
        RecordKind.ListStatusRequested => new ListStatusRequested(reader.Text(), reader.Text(), reader.Flag()),
        RecordKind.ListCancelRequested => new ListCancelRequested(reader.Text(), reader.Text()),
        RecordKind.AllocationReceived => AllocationCodec.Read(ref reader),
        RecordKind.ExpiryReached => new ExpiryReached(),
        _ => throw new JournalFormatException($"{kind} is no event of a desk"),
    };

    private static void WriteFilter(RecordWriter writer, string? symbol, Side? side)
    {
        writer.OptionalText(symbol);
        writer.Flag(side is not null);
        if (side is Side known)
            OrderCodec.Write(writer, known);
    }

    private static ParentScope? ReadScope(ref RecordReader reader) =>
        reader.Byte() is not 0 and byte number ? Enums.Read<ParentScope>(number) : null;

    private static Side? ReadOptionalSide(ref RecordReader reader) => reader.Flag() ? OrderCodec.ReadSide(ref reader) : null;
}
