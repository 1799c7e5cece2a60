using System.Buffers.Binary;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace MarginRouter.Architecture.Tests.Metadata;

/// <summary>Walks the instructions of a method body and gives the metadata tokens that they name.</summary>
internal static class InstructionReader
{
    private const byte TwoByteLead = 0xFE;
    private static readonly OpCode?[] OneByte = Table(code => code.Size == 1);
    private static readonly OpCode?[] TwoByte = Table(code => code.Size == 2);

    /// <summary>The types, members and signatures that a body names, and whether it handles floating point constants or conversions.</summary>
    public static (List<EntityHandle> Named, bool FloatingPoint) Read(ReadOnlySpan<byte> body)
    {
        List<EntityHandle> named = [];
        bool floatingPoint = false;
        for (int at = 0; at < body.Length;)
        {
            bool two = body[at] == TwoByteLead;
            OpCode code = (two ? TwoByte[body[at + 1]] : OneByte[body[at]])
                ?? throw new InvalidDataException($"unknown instruction {body[at]:x2}");
            at += code.Size;
            floatingPoint |= code.OperandType is OperandType.InlineR or OperandType.ShortInlineR
                || code.Name!.Contains(".r4", StringComparison.Ordinal)
                || code.Name!.Contains(".r8", StringComparison.Ordinal);
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                named.Add(MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(body[at..])));
            at += OperandLength(code.OperandType, body[at..]);
        }

        return (named, floatingPoint);
    }

    private static int OperandLength(OperandType type, ReadOnlySpan<byte> rest) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };

    private static OpCode?[] Table(Func<OpCode, bool> belongs)
    {
        OpCode?[] table = new OpCode?[256];
        foreach (System.Reflection.FieldInfo field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code && belongs(code))
                table[unchecked((byte)code.Value)] = code;
        }

        return table;
    }
}
