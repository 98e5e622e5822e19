package net.tensamin.omega.cli.tauri;

import java.util.concurrent.Callable;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.TauriClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "listen",
        description = {
            "Listens as a Tauri client: identifies over QUIC, or over HTTPS where UDP is blocked, prints each notification as it comes, answers pings.",
            "For one connection: ends with Ctrl-C, or when Omega ends the session; the exit code then says whether to"
                    + " connect again."
        },
        footer = {
            "%nWith --json, a line is Omega's message with the time:",
            "  {\"time\":\"2026-03-01T12:00:01.500Z\",\"type\":\"push_notification\",\"data\":",
            "   {\"sender_id\":\"7\",\"amount\":3,\"revision\":9}}",
            "%nExamples:",
            "  java -jar target/omega-cli.jar listen --user 42",
            "  java -jar target/omega-cli.jar listen --user 42 --count 1 --json",
            "%nSee also: tauri, which connects again and keeps the badges; read, pending."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ListenCommand implements Callable<Integer> {
    @Mixin
    private TauriOptions tauri;

    @Option(names = "--count", paramLabel = "N", description = "End after this many notifications. Default: never")
    private Integer count;

    @Option(names = "--pings", description = "Print Omega's pings too.")
    private boolean pings;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ClientLoop loop = tauri.loop(unkept -> {});
        Listening view = new Listening(tauri.printer(spec.commandLine().getOut()), loop);
        return TauriOptions.run(loop, tauri.client(TauriClient.Conduct.ONCE, Badges.NONE, loop, view));
    }

    private final class Listening extends Announcing {
        private final ClientLoop loop;
        private int notifications;

        Listening(EventPrinter printer, ClientLoop loop) {
            super(printer, tauri);
            this.loop = loop;
        }

        @Override
        public void identified() {
            super.identified();
            printer().note("listening; Ctrl-C ends");
        }

        @Override
        public void came(Envelope message) {
            boolean ping = message.type().equals("ping");
            if (!ping || pings) {
                printer().event(message, message.words());
            }
            if (message.type().endsWith("_notification") && count != null && ++notifications >= count) {
                loop.leave();
            }
        }
    }
}
