package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonValue;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "pending",
        description = {
            "Asks, as a Tauri client, what is pending for the user, and prints an amount for each sender.",
            "A \"listen\" with the same certificate is the same device: this session takes its place, and it ends."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PendingCommand implements Callable<Integer> {
    @Mixin
    private TauriOptions tauri;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EventPrinter printer = tauri.printer(spec.commandLine().getOut());
        try (TauriClient client = tauri.identify(printer)) {
            Envelope reply = client.request("get_notifications", JsonValue.EMPTY_JSON_OBJECT);
            reply.throwIfError();
            printer.event(reply, reply.pending());
            return ExitCode.DONE;
        }
    }
}
