using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Workflows.Engine.Storage.Sqlite;

/// <summary>What SQLite says when the file or its disk is the trouble, in words that name the cure.</summary>
internal static class SqliteFailures
{
    /// <summary>Null for a fault of the statement.</summary>
    public static DatabaseUnavailableException? Explain(Exception failure, string file)
    {
        if (failure is not SqliteException sqlite) return failure as DatabaseUnavailableException;
        (DatabaseTrouble Trouble, string Message)? found = sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => (DatabaseTrouble.DiskFull, $"The disk of {file} is full. Free space there; nothing needs to be restarted, and what was saved before is kept."),
            raw.SQLITE_READONLY => (DatabaseTrouble.ReadOnly, $"{file} cannot be written. Give the account of the server the right to write it, its -wal and -shm files and its folder."),
            raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH =>
                (DatabaseTrouble.ReadOnly, $"{file} cannot be opened. Check that its folder exists and that the account of the server may read and write in it."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (DatabaseTrouble.Locked, $"Another program holds {file} locked. End that program (a backup, an editor, a second server): one server works on a SQLite file."),
            raw.SQLITE_IOERR => (DatabaseTrouble.Damaged, $"{file} cannot be read or written: its disk reports an error ({sqlite.SqliteExtendedErrorCode}). Check the disk; what was saved before is kept."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (DatabaseTrouble.Damaged, $"{file} is damaged or is no SQLite database. Restore the last backup."),
            _ => null,
        };
        return found is var (trouble, message) ? new DatabaseUnavailableException(trouble, message, failure) : null;
    }
}
