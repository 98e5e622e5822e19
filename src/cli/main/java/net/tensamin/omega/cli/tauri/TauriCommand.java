package net.tensamin.omega.cli.tauri;

import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.PemFiles;
import net.tensamin.omega.cli.client.TauriClient;
import net.tensamin.omega.cli.https.CertificateFiles;
import net.tensamin.omega.cli.https.ClientKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "tauri",
        description = {
            "Is a Tauri client that stays: connects again when a connection ends, keeps the user's badges in a file,"
                    + " answers pings once they are on disk, renews its certificate over HTTPS when that nears its end and connects with the new one.",
            "Where UDP is blocked it goes on over HTTPS, and comes back to QUIC.",
            "Ends with Ctrl-C, \"quit\", or when coming back makes no sense before somebody acts (exit codes 4, 5, 7)."
        },
        footer = {
            "%nOn its standard input it takes, a line each:",
            "  read 7     the user read what 7 wrote",
            "  pending    ask Omega for the amounts",
            "  badges     print the badges",
            "  connect    do not wait any longer",
            "  quit       leave",
            "%nWith --json, each line is an object with a time and one of these, wait_ms where known:",
            "  {\"type\":\"connection\",\"data\":{\"state\":\"identified\"}}",
            "  {\"type\":\"connection\",\"data\":{\"state\":\"away\",\"words\":\"…\",\"wait_ms\":1200}}",
            "  {\"type\":\"badges\",\"data\":",
            "   {\"revision\":9,\"badges\":[{\"sender_id\":\"7\",\"amount\":3,\"revision\":9}],\"reads\":[]}}",
            "  {\"type\":\"set_back\",\"data\":{}}",
            "  {\"type\":\"unread\",\"data\":{\"sender_id\":\"7\"}}",
            "  {\"type\":\"certificate\",\"data\":{\"valid_until\":\"2026-03-01T12:00:00Z\"}}",
            "  {\"type\":\"certificate\",\"data\":{\"error\":\"…\"}}",
            "  {\"type\":\"prompt\",\"data\":{\"error\":\"…\"}}",
            "and Omega's own messages, as \"listen\" prints them.",
            "%nExamples:",
            "  java -jar target/omega-cli.jar tauri --user 42",
            "  echo read 7 | java -jar target/omega-cli.jar tauri --user 42 --cert phone.pem --json",
            "%nSee also: listen, for one connection; device enrol, for a certificate of its own."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TauriCommand implements Callable<Integer> {
    @Mixin
    private TauriOptions tauri;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Where the badges are kept. Default: the certificate's file name with .badges-ID.json")
    private Path state;

    @Option(names = "--url", description = "Omega's HTTPS address, to renew the certificate. Default: that of --server")
    private URI url;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return run(System.in);
    }

    int run(InputStream input) {
        CertificateFiles files = tauri.files();
        ClientKey.read(files.certificate(), files.key());
        EventPrinter printer = tauri.printer(spec.commandLine().getOut());
        TauriPrinter view = new TauriPrinter(printer, tauri);
        try (BadgeFile badges = BadgeFile.open(stateFile(files), tauri.user())) {
            Dialer dialer = tauri.dialer();
            ClientLoop loop = new ClientLoop(dialer, badges::write);
            TauriClient client = tauri.client(TauriClient.Conduct.STAYS, badges.read(), loop, view);
            badges.broken().ifPresent(this::warnOf);
            view.changed(client.badges());
            return stay(dialer, loop, client, view, files, input);
        }
    }

    private void warnOf(Path broken) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("The badges' file could not be read and is now " + broken + ". Omega is asked for what was in it.");
        err.flush();
    }

    private int stay(
            Dialer dialer,
            ClientLoop loop,
            TauriClient client,
            TauriPrinter view,
            CertificateFiles files,
            InputStream input) {
        NetworkWatch network = NetworkWatch.towards(tauri.server());
        CertificateRenewal renewal =
                new CertificateRenewal(files, renewalUrl(), tauri.trust(), reconnecting(loop, view), Clock.systemUTC());
        new Prompt(loop, view).begin(input);
        try (Rounds rounds = new Rounds()) {
            rounds.begin("network", () -> {
                if (network.changed()) {
                    dialer.fallback().open();
                    loop.post(TauriClient::networkChanged);
                }
            });
            rounds.begin("renewal", renewal::look);
            rounds.begin(
                    "quic", new UdpWatch(dialer, () -> loop.post(TauriClient::quicIsOpen), System::nanoTime)::look);
            return TauriOptions.run(loop, client);
        }
    }

    private static CertificateRenewal.Report reconnecting(ClientLoop loop, CertificateRenewal.Report report) {
        return new CertificateRenewal.Report() {
            @Override
            public void renewed(Instant until) {
                report.renewed(until);
                loop.post(TauriClient::certificateRenewed);
            }

            @Override
            public void failed(String why) {
                report.failed(why);
            }
        };
    }

    private URI renewalUrl() {
        return url != null ? url : tauri.https();
    }

    /** Of the device and the user: another device's badges are as far as that one has proven. */
    private Path stateFile(CertificateFiles files) {
        return state != null ? state : PemFiles.beside(files.certificate(), ".badges-" + tauri.user() + ".json");
    }
}
