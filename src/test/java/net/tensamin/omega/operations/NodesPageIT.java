package net.tensamin.omega.operations;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.PageInChromium;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator at the page of one of two nodes: what it says of the other, while a push goes from one to the other. */
@Timeout(600)
class NodesPageIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final double PATIENCE_MILLIS = 60_000;
    private static final Map<String, String> CONFIG = Map.of(
            "omega.tauri.ping-interval", "PT1S",
            "omega.drain.window", "PT1S",
            "omega.cluster.lease", "PT2S");

    @Test
    void theOtherNodeIsThereWithWhatItHasUntilItIsGone() throws Exception {
        assumeTrue(PageInChromium.isInstalled(), PageInChromium.HOW_TO_INSTALL);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        try (OmegaNodes nodes = OmegaNodes.of(2, CONFIG)) {
            nodes.start();
            OmegaNodes.Node here = nodes.node(0);
            OmegaNodes.Node there = nodes.node(1);
            String origin = "https://" + here.https().getAuthority();
            try (PageInChromium chromium = PageInChromium.open(origin);
                    OmikronClient omikron = here.omikron(1);
                    TauriClient phone = there.device(authority().device(ALICE), ALICE)) {
                Page page = chromium.page();
                Locator row = page.locator("#nodes-table tbody tr").nth(1);
                assertThat(row.locator("th")).containsText(":" + port(there));
                assertThat(row.locator("td").nth(0)).hasText("serving");
                assertThat(row.locator("td").nth(1)).hasText("1");
                assertThat(row.locator("td").nth(2)).hasText("0");

                await("a push, live from here to there, is timed there")
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> {
                            omikron.notice(BOB, ALICE);
                            assertEquals(
                                    "push_notification", phone.talk().hear().getString("type"));
                            return !call(there, "GET", "metrics").contains("\nomega_tauri_push_seconds_count 0\n");
                        });
                assertTrue(call(here, "GET", "metrics").contains("\nomega_tauri_push_seconds_count 0\n"));
                page.locator("#trace-user").fill("42");
                page.keyboard().press("Enter");
                assertThat(page.locator("#trace-answer")).containsText("with 1 session.");
                assertThat(page.locator("#trace-table tbody"))
                        .containsText(Pattern.compile("Notice by omikron 1 \\(\\S+:" + port(here) + "\\)"));
                assertThat(page.locator("#trace-table tbody"))
                        .containsText(Pattern.compile("Written to device \\w+ \\(\\S+:" + port(there) + "\\)"));
                assertEquals(List.of(), chromium.inaccessible());
                chromium.look("nodes");

                call(there, "POST", "api/operations/drain");
                assertThat(row.locator("td").nth(0)).hasText("drained");
                assertThat(row.locator("td").nth(1)).hasText("0");
                assertThat(page.locator("#drain")).isEnabled();
                there.kill();
                assertThat(page.locator("#nodes-table tbody tr")).hasCount(1);
                assertEquals(List.of(), chromium.failures());
            }
        }
    }

    private static String call(OmegaNodes.Node node, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.https().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.demo("operator")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static int port(OmegaNodes.Node node) {
        return node.https().getPort();
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }
}
