package net.tensamin.omega.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.tensamin.omega.testing.MetricsTable;
import net.tensamin.omega.testing.SitePage;
import org.junit.jupiter.api.Test;

/** The alert rules against the metrics that there are, the page that explains them, and Prometheus' own tests. */
class AlertRulesTest {
    private static final Path RULES = Path.of("src/prometheus/omega.rules.yaml");
    private static final Path TESTS = Path.of("src/prometheus/omega.rules.test.yaml");
    private static final String TOOL = "promtool";

    @Test
    void prometheusFindsThatEachFiresWhenItShould() throws Exception {
        assumeTrue(isInstalled(), "NOT TESTED: the alert rules need promtool, on Debian: apt-get install prometheus");
        Process process = new ProcessBuilder(TOOL, "test", "rules", TESTS.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    @Test
    void rulesAskOnlyForMetricsThatThereAre() throws IOException {
        Set<String> documented =
                MetricsTable.rows().stream().map(MetricsTable.Row::name).collect(Collectors.toSet());
        Set<String> used = found("omega_[a-z0-9_]+", Files.readString(RULES)).stream()
                .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(documented.containsAll(used), () -> used + " of " + documented);
    }

    @Test
    void eachAlertHasAChapterOnThePageAndIsTested() throws IOException {
        String rules = Files.readString(RULES);
        Set<String> alerts = found("(?<=alert: )\\w+", rules);
        Set<String> runbooks = found("(?<=runbook: src/site/alerts.md#)\\w+", rules);
        Set<String> chapters = found("(?m)(?<=^## )\\w+$", new SitePage("alerts.md").text());
        assertEquals(
                chapters.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()), runbooks);
        assertEquals(alerts.size(), rules.split("runbook: ").length - 1, "each names one");
        assertEquals(alerts, found("(?<=alertname=\")\\w+", Files.readString(TESTS)));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isInstalled() {
        List<String> path = Arrays.asList(System.getenv("PATH").split(File.pathSeparator));
        return path.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, TOOL)));
    }
}
