package net.tensamin.omega.cli.tauri;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "read",
        description = {
            "Says, as a Tauri client, that this device read the messages of one sender: every device clears its badge.",
            "A \"listen\" or \"tauri\" with the same certificate is the same device: this session takes its place."
        },
        footer = {
            "%nWith --json, the line is Omega's reply with the time:",
            "  {\"time\":\"2026-03-01T12:00:01.500Z\",\"type\":\"success\",\"id\":\"2\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar read --user 42 --sender 7",
            "%nSee also: pending; tauri, whose prompt does both in a session that lasts."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ReadCommand implements Callable<Integer> {
    @Mixin
    private TauriOptions tauri;

    @Option(names = "--sender", paramLabel = "ID", required = true, description = "The user whose messages were read.")
    private long sender;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OneRequest request = new OneRequest(tauri, spec.commandLine().getOut());
        return request.send(
                "read_notification",
                Json.createObjectBuilder()
                        .add("sender_id", Long.toString(sender))
                        .build(),
                reply ->
                        request.printer().event(reply, "user " + tauri.user() + " has read what " + sender + " wrote"));
    }
}
