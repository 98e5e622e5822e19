package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OmegaCliTest {

    @TempDir
    private Path directory;

    @Test
    void withoutArgumentsItTeaches() {
        CliRun run = CliRun.of();
        assertEquals(ExitCode.DONE, run.exitCode());
        assertTrue(run.out().contains("omega-cli.jar listen --user 42"), run.out());
        assertTrue(run.out().contains("Exit codes:"), run.out());
    }

    @Test
    void everyCommandHasHelp() {
        assertHelp(OmegaCli.commandLine());
    }

    private static void assertHelp(CommandLine command) {
        String usage = command.getUsageMessage();
        assertTrue(usage.contains("--help"), usage);
        ExitCode.meanings().forEach((code, meaning) -> assertTrue(usage.contains(code + "   " + meaning), usage));
        boolean leaf = command.getSubcommands().isEmpty();
        if (leaf && !command.getCommandName().equals("generate-completion")) {
            assertTrue(usage.contains("Example"), usage);
            assertTrue(usage.contains("java -jar target/omega-cli.jar "), usage);
        }
        assertTrue(command.getCommandSpec().usageMessage().description().length > 0, usage);
        command.getSubcommands().values().forEach(OmegaCliTest::assertHelp);
    }

    @Test
    void everyExampleOfTheHelpIsAccepted() {
        List<String> examples = new ArrayList<>();
        addExamples(OmegaCli.commandLine(), examples);
        assertTrue(examples.size() > 20, examples::toString);
        for (String example : examples) {
            OmegaCli.commandLine().parseArgs(example.split(" "));
        }
    }

    private static void addExamples(CommandLine command, List<String> examples) {
        Pattern.compile("java -jar target/omega-cli\\.jar ([^'\\n]+)")
                .matcher(command.getUsageMessage())
                .results()
                .forEach(example -> examples.add(example.group(1).strip()));
        command.getSubcommands().values().forEach(subcommand -> addExamples(subcommand, examples));
    }

    @Test
    void everyCommandThatPrintsDoesSoAsJson() {
        Map<String, CommandLine> commands = OmegaCli.commandLine().getSubcommands();
        for (String command :
                List.of("tauri", "listen", "read", "pending", "omikron", "health", "trace", "audit", "drain")) {
            assertTrue(commands.get(command).getUsageMessage().contains("--json"), command);
            assertTrue(commands.get(command).getUsageMessage().contains("With --json"), command);
        }
        commands.get("device").getSubcommands().forEach((name, command) -> {
            assertTrue(command.getUsageMessage().contains("--json"), name);
            assertTrue(command.getUsageMessage().contains("With --json"), name);
        });
    }

    @Test
    void exitCodesAreThoseOfTheSite() throws Exception {
        List<String> documented = Pattern.compile("(?m)^\\| (\\d+) \\| `([A-Z_]+)` \\| (.*) \\|$")
                .matcher(Files.readString(Path.of("src/site/clients.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();
        List<String> known = new ArrayList<>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class && Modifier.isPublic(field.getModifiers())) {
                String code = Integer.toString(field.getInt(null));
                known.add(
                        code + " " + field.getName() + " " + ExitCode.meanings().get(code));
            }
        }
        assertEquals(known, documented);
    }

    @Test
    void versionIsPrinted() {
        CliRun run = CliRun.of("--version");
        assertEquals(ExitCode.DONE, run.exitCode());
        assertTrue(run.out().startsWith("omega-cli "), run.out());
    }

    @Test
    void completionScriptIsPrinted() {
        CliRun run = CliRun.of("generate-completion");
        assertEquals(ExitCode.DONE, run.exitCode());
        assertTrue(run.out().startsWith("#!"), run.out());
        assertTrue(run.out().contains("tauri"), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "listen | Missing required option: '--user=ID' | omega-cli listen --help",
                "listen --user 0 | '0' is not a positive number | omega-cli listen --help",
                "listen --user -3 | '-3' is not a positive number | omega-cli listen --help",
                "listen --user alice | 'alice' is not a positive number | omega-cli listen --help",
                "listen --user 9999999999999999999 | is not a positive number | omega-cli listen --help",
                "listen --user 42 --port 9999999999 | --port | omega-cli listen --help",
                "listen --user 42 --count 0 | '0' is not a positive number | omega-cli listen --help",
                "read --user 42 | Missing required option: '--sender=ID' | omega-cli read --help",
                "omikron | Which command? | omega-cli omikron --help",
                "omikron notify --from 7 | Missing required option: '--to=ID' | omega-cli omikron notify --help",
                "omikron get-user | exactly one of --user and --name | omega-cli omikron --help",
                "omikron get-user --user 7 --name bob | exactly one of | omega-cli omikron --help",
                "omikron sync --iotas 1,x | 'x' is not a positive number | omega-cli omikron sync --help",
                "device | Which command? | omega-cli device --help",
                "device code | Missing required option: '--user=ID' | omega-cli device code --help",
                "device enrol --user 42 --code c | Missing required option: '--cert=FILE' | omega-cli device enrol --help",
                "device renew | Missing required option: '--cert=FILE' | omega-cli device renew --help",
                "device revoke --user 42 --device X | no id of a device | omega-cli device revoke --help",
                "nonsense | Unmatched argument | omega-cli --help"
            })
    void wrongArgumentsAreExplainedInAFewLines(String arguments, String message, String hint) {
        CliRun run = CliRun.of(arguments.strip().split(" "));
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().contains("Try: " + hint), run.err());
        assertTrue(run.err().lines().count() <= 3, run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "listen --user 42",
                "tauri --user 42",
                "read --user 42 --sender 7",
                "pending --user 42",
                "omikron ping",
                "device code --user 42",
                "device list --user 42"
            })
    void missingDemoFilesAreExplained(String arguments) {
        String[] words = (arguments + " --data-dir " + directory).split(" ");
        if (words[0].equals("omikron")) {
            words = List.of("omikron", "--data-dir", directory.toString(), "ping")
                    .toArray(String[]::new);
        }
        CliRun run = CliRun.of(words);
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().startsWith("There is no " + directory), run.err());
    }
}
