namespace Workflows.Api.Pages;

/// <summary>What the home and sign-in pages say, and the frame around every page.</summary>
internal static class PageTexts
{
    public static readonly TextTable Table = new(new Dictionary<string, (string En, string Id)>
    {
        ["languages"] = ("Language", "Bahasa"),

        ["home"] = ("Approvals without a wait", "Persetujuan tanpa menunggu"),
        ["home.text"] = (
            "Submit a request, and the people who decide get a mail with buttons. They decide from there, and you are told what was decided, by whom and why.",
            "Ajukan permohonan, dan orang yang memutuskan menerima surel dengan tombol. Mereka memutuskan dari sana, dan Anda diberi tahu apa yang diputuskan, oleh siapa, dan mengapa."),
        ["home.sign-in"] = ("Sign in", "Masuk"),
        ["home.processes"] = ("What you can request", "Yang dapat Anda ajukan"),
        ["home.none"] = ("No process is published yet.", "Belum ada proses yang diterbitkan."),
        ["home.more"] = ("For developers", "Untuk pengembang"),
        ["home.mailbox"] = ("Development mailbox", "Kotak surat pengembangan"),
        ["home.mailbox.text"] = ("Every mail that would have been sent. It is only here while no mail server is set up.", "Semua surel yang seharusnya terkirim. Hanya ada selama server surel belum diatur."),
        ["home.api"] = ("API description", "Uraian API"),
        ["home.api.text"] = ("OpenAPI document of everything that programs can do here.", "Dokumen OpenAPI tentang semua yang dapat dilakukan program di sini."),

        ["sign-in"] = ("Sign in", "Masuk"),
        ["sign-in.text"] = ("We send a code to your company address. There is no password.", "Kami mengirim kode ke alamat surel perusahaan Anda. Tidak ada kata sandi."),
        ["email"] = ("E-mail address", "Alamat surel"),
        ["email.problem"] = ("Please write the address that your company has for you, for example emma@example.test.", "Mohon tulis alamat Anda di perusahaan, misalnya emma@example.test."),
        ["send-code"] = ("Send me a code", "Kirim kode"),
        ["code"] = ("Code", "Kode"),
        ["code.title"] = ("Enter the code", "Masukkan kode"),
        ["code.text"] = (
            "If {0} belongs to somebody here, a mail with a code of eight digits is on its way. It works once, within {1} minutes.",
            "Jika {0} milik seseorang di sini, surel berisi kode delapan angka sedang dikirim. Kode berlaku satu kali, dalam {1} menit."),
        ["code.problem"] = ("The code is wrong, used or too old. Check the newest mail, or ask for another code.", "Kode salah, sudah dipakai, atau terlalu lama. Periksa surel terbaru, atau minta kode lain."),
        ["code.again"] = ("Send another code", "Kirim kode lain"),
        ["other-address"] = ("Use another address", "Gunakan alamat lain"),
        ["too-many"] = ("That was too often. Please wait {0} minutes, then try again.", "Terlalu sering. Mohon tunggu {0} menit, lalu coba lagi."),
        ["link"] = ("Sign in as {0}", "Masuk sebagai {0}"),
        ["link.text"] = ("This link works once. Press the button to use it now.", "Tautan ini berlaku satu kali. Tekan tombol untuk memakainya sekarang."),
        ["link.dead"] = ("That link is no longer good: it works once and for a limited time. Ask for a code instead.", "Tautan itu tidak berlaku lagi: hanya sekali dan untuk waktu terbatas. Mintalah kode."),
        ["link.refused"] = ("You are not signed in yet: please press the button on this page yourself.", "Anda belum masuk: mohon tekan sendiri tombol di halaman ini."),
        ["unreadable"] = ("What your browser sent could not be read. Please try again.", "Kiriman peramban Anda tidak dapat dibaca. Mohon coba lagi."),
        ["signed-in.badge"] = ("Signed in", "Sudah masuk"),
        ["signed-in"] = ("You are signed in as {0}", "Anda masuk sebagai {0}"),
        ["signed-in.text"] = (
            "This is your access token for the API. Whoever has it acts as you, so keep it to yourself. It works until {0}.",
            "Ini token akses Anda untuk API. Siapa pun yang memegangnya bertindak sebagai Anda, jadi simpanlah sendiri. Berlaku hingga {0}."),
        ["token"] = ("Access token", "Token akses"),
        ["token.hint"] = ("One click selects all of it.", "Satu klik memilih semuanya."),
        ["try"] = ("Try it", "Coba"),
        ["try.text"] = ("Put the token into the variable, then ask who you are, what waits for your decision, and what you can request:", "Simpan token dalam variabel, lalu tanyakan siapa Anda, apa yang menunggu keputusan Anda, dan apa yang dapat diajukan:"),
        ["try.end"] = ("To end the session before that:", "Untuk mengakhiri sesi lebih awal:"),
        ["back-home"] = ("Start page", "Halaman awal"),

        ["by"] = ("Who presses the button?", "Siapa yang menekan tombol?"),
        ["by.hint"] = ("Needed where a key presses the button, not a mouse or a finger.", "Diperlukan bila tombol ditekan dengan papan ketik, bukan tetikus atau jari."),
        ["by.choose"] = ("Please choose", "Silakan pilih"),
        ["by.me"] = ("I do, and I have read the page", "Saya sendiri, dan saya telah membaca halaman ini"),
        ["by.problem"] = ("Please choose an answer, then press the button again.", "Mohon pilih jawaban, lalu tekan tombolnya lagi."),
    });

    public static string Get(string language, string name, params object?[] values) => Table.Get(language, name, values);
}
