package net.tensamin.omega.cli.accounts;

import picocli.CommandLine.Command;

@Command(
        name = "iota",
        description = "Registers, shows, lists, changes and removes Iotas, the homes of users, as an operator.",
        footer = {
            "%nExample:",
            "  java -jar target/omega-cli.jar iota add --id 1001 --public-key ZGVtbw==",
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class IotaCommand extends KindCommand {}
