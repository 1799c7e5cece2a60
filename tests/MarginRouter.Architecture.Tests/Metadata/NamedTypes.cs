using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MarginRouter.Architecture.Tests.Metadata;

/// <summary>Decodes a signature into the full names of the top-level types in it; primitive types by their name in System.</summary>
internal sealed class NamedTypes : ISignatureTypeProvider<ImmutableHashSet<string>, object?>
{
    public static NamedTypes Instance { get; } = new();

    public ImmutableHashSet<string> GetArrayType(ImmutableHashSet<string> elementType, ArrayShape shape) => elementType;

    public ImmutableHashSet<string> GetByReferenceType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetFunctionPointerType(MethodSignature<ImmutableHashSet<string>> signature) => Of(signature);

    public ImmutableHashSet<string> GetGenericInstantiation(
        ImmutableHashSet<string> genericType, ImmutableArray<ImmutableHashSet<string>> typeArguments) =>
        typeArguments.Aggregate(genericType, (all, next) => all.Union(next));

    public ImmutableHashSet<string> GetGenericMethodParameter(object? genericContext, int index) => [];

    public ImmutableHashSet<string> GetGenericTypeParameter(object? genericContext, int index) => [];

    public ImmutableHashSet<string> GetModifiedType(ImmutableHashSet<string> modifier, ImmutableHashSet<string> unmodifiedType, bool isRequired) =>
        unmodifiedType;

    public ImmutableHashSet<string> GetPinnedType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPointerType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [$"System.{typeCode}"];

    public ImmutableHashSet<string> GetSZArrayType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        [NameOf(reader, handle)];

    public ImmutableHashSet<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        [NameOf(reader, handle)];

    public ImmutableHashSet<string> GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <summary>All types of a method signature.</summary>
    public static ImmutableHashSet<string> Of(MethodSignature<ImmutableHashSet<string>> signature) =>
        signature.ParameterTypes.Aggregate(signature.ReturnType, (all, next) => all.Union(next));

    /// <summary>Full name of the outermost type around a definition.</summary>
    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition definition = reader.GetTypeDefinition(handle);
        return definition.IsNested
            ? NameOf(reader, definition.GetDeclaringType())
            : $"{reader.GetString(definition.Namespace)}.{Plain(reader.GetString(definition.Name))}";
    }

    /// <summary>Full name of the outermost type around a reference.</summary>
    public static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference reference = reader.GetTypeReference(handle);
        return reference.ResolutionScope.Kind == HandleKind.TypeReference
            ? NameOf(reader, (TypeReferenceHandle)reference.ResolutionScope)
            : $"{reader.GetString(reference.Namespace)}.{Plain(reader.GetString(reference.Name))}";
    }

    /// <summary>A name without the number of type parameters.</summary>
    public static string Plain(string name)
    {
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : name[..tick];
    }
}
