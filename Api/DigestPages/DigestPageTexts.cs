using Workflows.Api.ActionPages;
using Workflows.Api.Pages;

namespace Workflows.Api.DigestPages;

/// <summary>What the page of a digest says; what it has in common with the page of one task, that one says.</summary>
internal static class DigestPageTexts
{
    public static readonly TextTable Table = new(new Dictionary<string, (string En, string Id)>
    {
        ["badge"] = ("Your decisions", "Keputusan Anda"),
        ["title"] = ("What waits for your decision", "Yang menunggu keputusan Anda"),
        ["title.none"] = ("Nothing waits for your decision", "Tidak ada yang menunggu keputusan Anda"),
        ["none.text"] = ("Everything in this mail is decided, closed, or not yours to decide any more.", "Semua dalam surel ini sudah diputuskan, ditutup, atau bukan lagi wewenang Anda."),
        ["how"] = ("Tick what you approve, then press the button. Each is a decision of its own.", "Centang yang Anda setujui, lalu tekan tombol. Masing-masing adalah keputusan tersendiri."),
        ["approve-this"] = ("Approve: {0}", "Setujui: {0}"),
        ["alone"] = ("To reject it, write a comment, or see all of it", "Untuk menolak, menulis komentar, atau melihat semuanya"),
        ["alone.needed"] = ("This one needs more than a tick: open it", "Yang ini memerlukan lebih dari centang: buka"),
        ["approve-selected"] = ("Approve selected", "Setujui yang dipilih"),
        ["outcomes"] = ("What became of them", "Hasilnya"),
        ["outcome.approved"] = ("Approved", "Disetujui"),
        ["outcome.decided"] = ("{0} decided it before", "{0} sudah memutuskannya"),
        ["outcome.closed"] = ("It was settled before", "Sudah selesai sebelumnya"),
        ["outcome.changed"] = ("It has changed since it was shown to you: look at it again", "Isinya telah berubah sejak ditunjukkan kepada Anda: mohon lihat lagi"),
        ["outcome.not-yours"] = ("It is not yours to decide any more", "Bukan lagi wewenang Anda"),
        ["outcome.own-page"] = ("It needs a comment: open it by itself", "Memerlukan komentar: buka secara tersendiri"),
        ["notice.choose"] = ("Nothing was decided: please tick something and press the button.", "Belum ada yang diputuskan: mohon centang sesuatu dan tekan tombolnya."),
        ["reported.text"] = ("The link no longer works, and the report stays with each request.", "Tautan ini tidak berfungsi lagi, dan laporannya tersimpan pada setiap permohonan."),
    });

    public static string Get(string language, string name, params object?[] values) =>
        Table.Has(name) ? Table.Get(language, name, values) : ActionPageTexts.Get(language, name, values);
}
