package net.tensamin.omega.cli.operators;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "operator",
        description =
                "Adds, shows, changes and removes operators over Omega's HTTPS, and gets them their certificates.",
        footer = {
            "%nExample, an administrator and then the new operator:",
            "  java -jar target/omega-cli.jar operator add grace --role operate",
            "  java -jar target/omega-cli.jar operator enrol --code CODE --cert grace.pem",
            "  java -jar target/omega-cli.jar audit --operator grace.pem"
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            AddCommand.class,
            ShowCommand.class,
            ListCommand.class,
            ChangeCommand.class,
            RemoveCommand.class,
            CodeCommand.class,
            EnrolCommand.class,
            RenewCommand.class,
            RevokeCommand.class
        },
        sortOptions = false)
public final class OperatorCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of add, show, list, change, remove, code, enrol, renew, revoke");
    }
}
