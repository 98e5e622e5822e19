package net.tensamin.omega.cli.accounts;

import picocli.CommandLine.Command;

@Command(
        name = "user",
        description = "Registers, shows, finds, changes and removes users, as an operator.",
        footer = {
            "%nExample:",
            "  java -jar target/omega-cli.jar user add --name alice --iota 1001 --public-key ZGVtbw==",
            "  java -jar target/omega-cli.jar user list --find ali",
            "%nSee also: accounts import, for many; device code, for its first device."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class UserCommand extends KindCommand {}
