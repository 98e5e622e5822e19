package net.tensamin.omega.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;

/** The table of keys of {@code src/site/configuration.md} against those that the program declares. */
class ConfigureTableTest {
    private final List<? extends Setting<?>> declared = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("net.tensamin.omega").stream()
                    .flatMap(one -> one.getFields().stream())
                    .filter(field -> field.getRawType().isEquivalentTo(Setting.class))
                    .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                    .map(ConfigureTableTest::valueOf)
                    .toList();

    @Test
    void tableHasExactlyTheKeysDefaultsAndMeaningsOfTheProgram() throws IOException {
        String expected = lines(declared.stream()
                .map(key -> "| `" + key.name() + "` | " + key.shownPreset() + " | " + key.meaning() + " |")
                .toList());
        assertEquals(
                expected,
                lines(new SitePage("configuration.md")
                        .text()
                        .lines()
                        .filter(line -> line.startsWith("| `omega."))
                        .toList()));
    }

    @Test
    void everyKeyIsDeclaredOnceAndFound() {
        assertTrue(declared.size() > 40, "only " + declared);
        assertEquals(
                declared.size(), declared.stream().map(Setting::name).distinct().count(), declared::toString);
    }

    /** A default out of its bounds could never be written down. */
    @Test
    void everyDefaultCanBeWrittenAsAValue() {
        for (Setting<?> setting : declared) {
            String shown = setting.shownPreset();
            if (shown.matches("`[^`]+`")) {
                setting.in(TestConfig.of(setting.name(), shown.substring(1, shown.length() - 1)));
            }
        }
    }

    private static String lines(List<String> rows) {
        return String.join("\n", rows.stream().sorted().toList());
    }

    private static Setting<?> valueOf(JavaField declaration) {
        try {
            Field field = declaration.reflect();
            field.setAccessible(true);
            return (Setting<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(declaration.getFullName(), e);
        }
    }
}
