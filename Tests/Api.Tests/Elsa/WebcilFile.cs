using System.Buffers.Binary;

namespace Workflows.Api.Tests.Elsa;

/// <summary>A .NET assembly as Blazor ships it: "Webcil", the sections of a portable executable without its headers, inside a WebAssembly module.</summary>
/// <remarks>Layout: https://github.com/dotnet/runtime/blob/main/docs/design/mono/webcil.md</remarks>
internal static class WebcilFile
{
    private const int HeaderLength = 28;
    private const int SectionLength = 16;
    private const int FileAlignment = 0x200;
    private const int SectionAlignment = 0x2000;

    /// <returns>The same assembly with the headers that .NET outside of a browser needs.</returns>
    public static byte[] ToPortableExecutable(ReadOnlySpan<byte> module)
    {
        var start = module.IndexOf("WbIL"u8);
        if (start < 0) throw new InvalidDataException("This is no assembly in Webcil.");
        var webcil = module[start..];
        var count = BinaryPrimitives.ReadUInt16LittleEndian(webcil[8..]);
        var (runtimeHeader, runtimeHeaderLength) = (Number(webcil, 12), Number(webcil, 16));
        var sections = new Section[count];
        var headers = Aligned(HeadersLength(count), FileAlignment);
        var position = headers;
        for (var index = 0; index < count; index++)
        {
            var at = HeaderLength + (index * SectionLength);
            sections[index] = new Section(Number(webcil, at), Number(webcil, at + 4), Number(webcil, at + 8), Number(webcil, at + 12), position);
            position += Aligned(sections[index].Length, FileAlignment);
        }

        var file = new byte[position];
        using (var writer = new BinaryWriter(new MemoryStream(file)))
        {
            WriteHeaders(writer, sections, headers, runtimeHeader, runtimeHeaderLength);
        }

        foreach (var section in sections) webcil.Slice(section.Source, section.Length).CopyTo(file.AsSpan(section.Position));
        return file;
    }

    // 0x80: where the signature is; 4, 20 and 240 bytes: the signature, the file header and the optional header of 64 bits; 40 bytes for each section.
    private static int HeadersLength(int sections) => 0x80 + 4 + 20 + 240 + (40 * sections);

    private static void WriteHeaders(BinaryWriter writer, Section[] sections, int headers, int runtimeHeader, int runtimeHeaderLength)
    {
        writer.Write("MZ"u8);
        writer.Seek(0x3C, SeekOrigin.Begin);
        writer.Write(0x80);
        writer.Seek(0x80, SeekOrigin.Begin);
        writer.Write("PE\0\0"u8);
        writer.Write((ushort)0x8664);
        writer.Write((ushort)sections.Length);
        writer.Write(new byte[12]);
        writer.Write((ushort)240);
        // A library that knows large addresses.
        writer.Write((ushort)0x2022);

        writer.Write((ushort)0x20B);
        writer.Write((ushort)0x30);
        writer.Write(sections[0].Length);
        writer.Write(new byte[12]);
        writer.Write(sections[0].Address);
        writer.Write(0x1_8000_0000L);
        writer.Write(SectionAlignment);
        writer.Write(FileAlignment);
        // Versions of an operating system that nobody checks: 4.0 for it and its subsystem.
        writer.Write((ushort)4);
        writer.Write(new byte[6]);
        writer.Write((ushort)4);
        writer.Write(new byte[6]);
        writer.Write(Aligned(sections[^1].Address + sections[^1].MemoryLength, SectionAlignment));
        writer.Write(headers);
        writer.Write(0);
        writer.Write((ushort)3);
        writer.Write((ushort)0x8540);
        writer.Write(0x40_0000L);
        writer.Write(0x4000L);
        writer.Write(0x10_0000L);
        writer.Write(0x2000L);
        writer.Write(0);
        writer.Write(16);
        // Of the sixteen directories only the fourteenth after the first counts: .NET's own header.
        writer.Write(new byte[14 * 8]);
        writer.Write(runtimeHeader);
        writer.Write(runtimeHeaderLength);
        writer.Write(0L);

        foreach (var section in sections)
        {
            writer.Write(".data\0\0\0"u8);
            writer.Write(section.MemoryLength);
            writer.Write(section.Address);
            writer.Write(Aligned(section.Length, FileAlignment));
            writer.Write(section.Position);
            writer.Write(new byte[12]);
            writer.Write(0x4000_0040);
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static int Aligned(int length, int to) => (length + to - 1) / to * to;

    /// <param name="Source">Where it begins in Webcil.</param>
    /// <param name="Position">Where it begins in the portable executable.</param>
    private sealed record Section(int MemoryLength, int Address, int Length, int Source, int Position);
}
