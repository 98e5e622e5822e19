package net.tensamin.omega.cli.device;

import jakarta.json.Json;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = {
            "Revokes, as an operator, a user's device: its session ends, its certificates are refused.",
            "This cannot be taken back."
        },
        footer = {
            "%nWith --json:",
            "  {\"revoked\":\"0123456789abcdef0123456789abcdef\"}",
            "%nExample:",
            "  java -jar target/omega-cli.jar device revoke --user 42 --device ID",
            "%nSee also: device list, for the ids."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RevokeCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user whose device it is.")
    private long user;

    @Option(names = "--device", paramLabel = "ID", required = true, description = "The device's id, from \"list\".")
    private String device;

    @Mixin
    private OperatorOptions operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!device.matches("[0-9a-f]+")) {
            throw new ParameterException(spec.commandLine(), "'" + device + "' is no id of a device, which is hex");
        }
        OmegaHttps https = operator.connect();
        https.json(https.request("api/operations/devices/" + user + "/" + device)
                .DELETE()
                .build());
        result.print(spec.commandLine().getOut(), Json.createObjectBuilder().add("revoked", device), "revoked");
        return ExitCode.DONE;
    }
}
