package net.tensamin.omega.cli.device;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "device",
        description = "Enrols, renews, lists and revokes devices over Omega's HTTPS.",
        footer = {
            "%nExample, an operator and then the device:",
            "  java -jar target/omega-cli.jar device code --user 42 --name phone",
            "  java -jar target/omega-cli.jar device enrol --user 42 --code CODE --cert phone.pem",
            "  java -jar target/omega-cli.jar listen --user 42 --cert phone.pem"
        },
        mixinStandardHelpOptions = true,
        subcommands = {CodeCommand.class, EnrolCommand.class, RenewCommand.class, ListCommand.class, RevokeCommand.class
        },
        sortOptions = false)
public final class DeviceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? One of code, enrol, renew, list, revoke");
    }
}
