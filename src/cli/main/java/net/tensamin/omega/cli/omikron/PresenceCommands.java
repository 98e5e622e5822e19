package net.tensamin.omega.cli.omikron;

import java.util.List;
import net.tensamin.omega.cli.Envelope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What an Omikron reports of presence, which ends with the link that reported it. */
abstract class PresenceCommands {
    private static final String HOLD = "Keep the link open until Ctrl-C, since presence ends with it. Default: true";

    abstract SharedLink link();

    @Command(
            name = "iota-connected",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron iota-connected --iota 1001",
            description = "Reports an Iota online through this Omikron.")
    void iotaConnected(
            @Option(names = "--iota", required = true, paramLabel = "ID", description = "The Iota.") long iota,
            @Option(names = "--no-hold", negatable = true, defaultValue = "true", description = HOLD) boolean hold) {
        link().use(client -> {
            link().call(client, OmikronCall.of("iota_connected", "iota_id", iota), Envelope::members);
            link().holdIf(hold, client);
        });
    }

    @Command(
            name = "iota-disconnected",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron iota-disconnected --iota 1001",
            description = "Reports an Iota no longer online through this Omikron.")
    void iotaDisconnected(
            @Option(names = "--iota", required = true, paramLabel = "ID", description = "The Iota.") long iota) {
        link().report(OmikronCall.of("iota_disconnected", "iota_id", iota));
    }

    @Command(
            name = "user-connected",
            mixinStandardHelpOptions = true,
            footer =
                    "%nExample:%n  java -jar target/omega-cli.jar omikron user-connected --user 42 --iota 1001 --status user_dnd",
            description = "Reports a user online, which it is if its Iota is online too.")
    void userConnected(
            @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.") long user,
            @Option(names = "--iota", paramLabel = "ID", description = "Report this Iota online first.") Long iota,
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "What profiles show: user_online, user_dnd, user_idle, user_wc or"
                                    + " user_invisible.")
                    String status,
            @Option(names = "--no-hold", negatable = true, defaultValue = "true", description = HOLD) boolean hold) {
        link().use(client -> {
            if (iota != null) {
                link().call(client, OmikronCall.of("iota_connected", "iota_id", iota), Envelope::members);
            }
            link().report(client, OmikronCall.userConnected(user, status));
            link().holdIf(hold, client);
        });
    }

    @Command(
            name = "user-disconnected",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron user-disconnected --user 42",
            description = "Reports that a user went offline by itself.")
    void userDisconnected(
            @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.") long user) {
        link().report(OmikronCall.of("user_disconnected", "user_id", user));
    }

    @Command(
            name = "sync",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron sync --iotas 1001,1002 --users 42",
            description = "Reports all Iotas and users that are online, in place of everything reported before.")
    void sync(
            @Option(names = "--iotas", split = ",", paramLabel = "ID", description = "Iotas, separated by commas.")
                    List<Long> iotas,
            @Option(names = "--users", split = ",", paramLabel = "ID", description = "Users, separated by commas.")
                    List<Long> users,
            @Option(names = "--no-hold", negatable = true, defaultValue = "true", description = HOLD) boolean hold) {
        link().use(client -> {
            link().report(client, OmikronCall.sync(iotas, users));
            link().holdIf(hold, client);
        });
    }
}
