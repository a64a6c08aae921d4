using System.IO.Compression;
using System.Text;

namespace Workflows.Activities.Attachments;

/// <summary>What a file is, by its content; what its name or the browser says does not count.</summary>
public static class FileType
{
    /// <summary>What may be attached, for messages.</summary>
    public const string Allowed = "PDF, PNG, JPEG, GIF, WebP, Word, Excel, PowerPoint, OpenDocument, CSV or plain text";

    // What carries macros is left out on purpose.
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["word/document.xml"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xl/workbook.xml"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["ppt/presentation.xml"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    };

    private static readonly string[] OpenDocuments =
        ["application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.presentation"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Its media type; null when it may not be attached.</returns>
    public static string? Of(byte[] content, string name)
    {
        if (content.AsSpan().StartsWith("%PDF-"u8)) return "application/pdf";
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) return "image/png";
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (content.AsSpan().StartsWith("GIF87a"u8) || content.AsSpan().StartsWith("GIF89a"u8)) return "image/gif";
        if (content.Length > 12 && content.AsSpan().StartsWith("RIFF"u8) && content.AsSpan(8).StartsWith("WEBP"u8)) return "image/webp";
        if (content.AsSpan().StartsWith("PK\u0003\u0004"u8)) return Package(content);
        return Text(content, name);
    }

    private static string? Package(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            if (zip.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return null;
            if (zip.GetEntry("mimetype") is { Length: < 100 } type)
            {
                using var reader = new StreamReader(type.Open(), Encoding.ASCII);
                var declared = reader.ReadToEnd().Trim();
                return OpenDocuments.Contains(declared) ? declared : null;
            }

            return Packages.FirstOrDefault(package => zip.GetEntry(package.Key) is not null).Value;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Markup would run in a browser that somebody persuades to show it.
    private static string? Text(byte[] content, string name)
    {
        try
        {
            var text = StrictUtf8.GetString(content);
            if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) return null;
            var start = text.TrimStart('\uFEFF', ' ', '\n', '\r', '\t');
            if (start.StartsWith('<') || start.StartsWith("#!", StringComparison.Ordinal) || text.Length == 0) return null;
            return name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "text/csv" : "text/plain";
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
