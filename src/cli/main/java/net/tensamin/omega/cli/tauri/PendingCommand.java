package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "pending",
        description = {
            "Asks, as a Tauri client, what is pending for the user, and prints an amount for each sender.",
            "A \"listen\" or \"tauri\" with the same certificate is the same device: this session takes its place."
        },
        footer = {
            "%nWith --json, the line is Omega's reply with the time:",
            "  {\"time\":\"2026-03-01T12:00:01.500Z\",\"type\":\"get_notifications\",\"id\":\"2\",\"data\":",
            "   {\"revision\":12,\"notifications\":[{\"sender_id\":\"7\",\"amount\":3,\"revision\":9}]}}",
            "%nExample:",
            "  java -jar target/omega-cli.jar pending --user 42",
            "%nSee also: read; tauri, whose prompt does both in a session that lasts."
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
        OneRequest request = new OneRequest(tauri, spec.commandLine().getOut());
        return request.send("get_notifications", JsonValue.EMPTY_JSON_OBJECT, reply -> request.printer()
                .event(reply, reply.pending()));
    }
}
