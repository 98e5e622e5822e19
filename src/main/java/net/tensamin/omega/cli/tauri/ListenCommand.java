package net.tensamin.omega.cli.tauri;

import java.util.concurrent.Callable;
import net.tensamin.omega.cli.CtrlC;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "listen",
        description = {
            "Listens as a Tauri client: identifies over QUIC, prints each notification as it comes, answers pings.",
            "Ends with Ctrl-C, or when Omega ends the session; the exit code then says whether to connect again"
                    + " (omega-cli --help lists them)."
        },
        footer = "%nExample: java -jar target/omega-cli.jar listen --user 42",
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
        EventPrinter printer = tauri.printer(spec.commandLine().getOut());
        try (TauriClient client = tauri.identify(printer)) {
            printer.note("listening; Ctrl-C ends");
            return CtrlC.running(client::close, () -> listen(client, printer));
        }
    }

    private int listen(TauriClient client, EventPrinter printer) {
        int notifications = 0;
        while (count == null || notifications < count) {
            notifications += print(client.receive(), printer);
        }
        return ExitCode.DONE;
    }

    /** Gives how many notifications the message is: 0 or 1. */
    private int print(Envelope message, EventPrinter printer) {
        switch (message.type()) {
            case "push_notification" -> printer.event(message, "from " + message.data("sender_id"));
            case "read_notification" -> printer.event(message, "from " + message.data("sender_id") + ": badge cleared");
            case "ping" -> {
                if (pings) {
                    printer.event(message, "last_ping=" + message.data("last_ping") + " ms, answered");
                }
                return 0;
            }
            default -> {
                printer.event(message, message.members());
                return 0;
            }
        }
        return 1;
    }
}
