using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.Configuration;
using Workflows.Engine;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Attachments;

/// <summary>Files that belong to requests. They are in the database, so every node has them and a backup does; nothing of them lies where a web server would serve it.</summary>
public sealed class AttachmentStore(Database database, AttachmentSettings settings, TimeProvider time)
{
    private const int MostAtOnce = 20;
    private const string Columns = "id, request_id, task_id, name, content_type, size, sha256, uploaded_by, uploaded_at";

    public long MaxBytes => settings.MaxBytes;

    /// <summary>Takes a file in. It belongs to nothing until a request, a decision or a comment names it.</summary>
    /// <returns>The file, or what is wrong with it and what to do.</returns>
    public async Task<(Attachment? Stored, string? Problem)> AddAsync(string name, byte[] content, string uploadedBy, CancellationToken ct)
    {
        var shown = NameOf(name);
        if (content.Length == 0) return (null, $"file: '{shown}' is empty. Choose another file.");
        if (content.Length > settings.MaxBytes) return (null, $"file: '{shown}' is larger than {settings.MaxBytes / 1024 / 1024} MB. Make it smaller, or split it.");
        if (FileType.Of(content, shown) is not { } type) return (null, $"file: '{shown}' is of a kind that cannot be attached. Attach {FileType.Allowed}.");
        var attachment = new Attachment
        {
            Id = Guid.CreateVersion7().ToString(),
            Name = shown,
            ContentType = type,
            Size = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            UploadedBy = uploadedBy,
            UploadedAt = time.GetUtcNow(),
        };
        var text = Convert.ToBase64String(content);
        await database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                """
                INSERT INTO attachments (id, name, content_type, size, sha256, uploaded_by, uploaded_at, content)
                VALUES (@Id, @Name, @ContentType, @Size, @Sha256, @UploadedBy, @UploadedAt, @text)
                """,
                new { attachment.Id, attachment.Name, attachment.ContentType, attachment.Size, attachment.Sha256, attachment.UploadedBy, attachment.UploadedAt, text },
                ct),
            ct);
        return (attachment, null);
    }

    public async Task<Attachment?> FindAsync(string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<Attachment>(new CommandDefinition($"SELECT {Columns} FROM attachments WHERE id = @id", new { id }, cancellationToken: ct));
    }

    /// <summary>The files of a request, oldest first.</summary>
    public async Task<IReadOnlyList<Attachment>> OfRequestAsync(string requestId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<Attachment>(new CommandDefinition(
            $"SELECT {Columns} FROM attachments WHERE request_id = @requestId ORDER BY uploaded_at, id", new { requestId }, cancellationToken: ct))).AsList();
    }

    /// <summary>Other requests that hold the very same file: a receipt that was handed in before.</summary>
    public async Task<IReadOnlyList<Attachment>> SameAsync(Attachment attachment, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<Attachment>(new CommandDefinition(
            $"SELECT {Columns} FROM attachments WHERE sha256 = @Sha256 AND request_id IS NOT NULL AND request_id <> @own ORDER BY uploaded_at, id",
            new { attachment.Sha256, own = attachment.RequestId ?? "" },
            cancellationToken: ct))).AsList();
    }

    public async Task<byte[]> ContentAsync(string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return Convert.FromBase64String(await reader.QueryFirstAsync<string>(new CommandDefinition("SELECT content FROM attachments WHERE id = @id", new { id }, cancellationToken: ct)));
    }

    /// <summary>What keeps somebody from attaching these files; null when they may: their own, and not yet part of anything.</summary>
    public async Task<string?> ProblemAsync(IReadOnlyList<string> ids, string personId, CancellationToken ct)
    {
        if (ids.Count == 0) return null;
        if (ids.Count > MostAtOnce) return $"attachments: attach at most {MostAtOnce} files at once.";
        await using var reader = database.OpenReader();
        var own = (await reader.QueryAsync<string>(new CommandDefinition(
            "SELECT id FROM attachments WHERE id IN @ids AND uploaded_by = @personId AND request_id IS NULL", new { ids, personId }, cancellationToken: ct))).ToHashSet();
        return ids.FirstOrDefault(id => !own.Contains(id)) is { } unknown ? $"attachments: there is no file '{unknown}' of yours to attach. Upload it first (POST /api/attachments)." : null;
    }

    /// <summary>Makes files part of a request, in the commit that names them.</summary>
    public static Task AttachAsync(Transaction transaction, IReadOnlyList<string> ids, string requestId, string? taskId, string personId, CancellationToken ct) => ids.Count == 0
        ? Task.CompletedTask
        : transaction.ExecuteAsync(
            "UPDATE attachments SET request_id = @requestId, task_id = @taskId WHERE id IN @ids AND uploaded_by = @personId AND request_id IS NULL", new { requestId, taskId, ids, personId }, ct);

    // Browsers send paths at times, and a name goes into a header.
    private static string NameOf(string name)
    {
        var plain = new string([.. name.Replace('\\', '/').Split('/')[^1].Where(c => !char.IsControl(c) && c is not ('"' or ';' or '<' or '>' or ':' or '|' or '?' or '*'))]).Trim();
        return plain.Length switch { 0 => "file", > 150 => plain[^150..], _ => plain };
    }
}

/// <summary>A file of a request.</summary>
public sealed record Attachment
{
    public string Id { get; init; } = "";

    /// <summary>Null: uploaded, and not yet part of anything.</summary>
    public string? RequestId { get; init; }

    /// <summary>The task with whose decision it came.</summary>
    public string? TaskId { get; init; }

    public string Name { get; init; } = "";

    public string ContentType { get; init; } = "";

    public long Size { get; init; }

    public string Sha256 { get; init; } = "";

    public string UploadedBy { get; init; } = "";

    public DateTimeOffset UploadedAt { get; init; }
}

/// <summary>Configuration section <c>Attachments</c>.</summary>
public sealed record AttachmentSettings
{
    public long MaxBytes { get; init; } = 10 * 1024 * 1024;

    /// <exception cref="SettingException">A setting is wrong; the message names it and the cure.</exception>
    public static AttachmentSettings Read(IConfiguration configuration)
    {
        var text = configuration["Attachments:MaxMegabytes"];
        if (text is null) return new AttachmentSettings();
        return int.TryParse(text, out var megabytes) && megabytes is >= 1 and <= 100
            ? new AttachmentSettings { MaxBytes = megabytes * 1024L * 1024L }
            : throw new SettingException($"Attachments:MaxMegabytes is '{text}'. Write a whole number from 1 to 100.");
    }
}
