package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "read",
        description = {
            "Says, as a Tauri client, that this device read the messages of one sender: every device clears its badge.",
            "A \"listen\" with the same certificate is the same device: this session takes its place, and it ends."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReadCommand implements Callable<Integer> {
    @Mixin
    private TauriOptions tauri;

    @Option(names = "--sender", paramLabel = "ID", required = true, description = "Whose messages were read.")
    private long sender;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EventPrinter printer = tauri.printer(spec.commandLine().getOut());
        try (TauriClient client = tauri.identify(printer)) {
            Envelope reply = client.request(
                    "read_notification",
                    Json.createObjectBuilder()
                            .add("sender_id", Long.toString(sender))
                            .build());
            reply.throwIfError();
            printer.event(reply, "user " + tauri.user() + " has read what " + sender + " wrote");
            return ExitCode.DONE;
        }
    }
}
