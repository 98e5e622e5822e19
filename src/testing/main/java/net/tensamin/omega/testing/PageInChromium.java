package net.tensamin.omega.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ClientCertificate;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The operations page in Debian's Chromium, as an operator with a client certificate sees it. What scripts fail with is kept
 * for {@link #failures}. Not thread-safe.
 */
public final class PageInChromium implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** Why a test is skipped where there is none. */
    public static final String HOW_TO_INSTALL =
            "NOT TESTED: the operations page needs " + CHROMIUM + ", on Debian: apt-get install chromium";

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final String INACCESSIBLE = """
            async () => {
              const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
              const found = await axe.run(document, { runOnly: tags });
              return found.violations.map(({ id, nodes }) =>
                `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`);
            }
            """;

    private static final int[] WIDTHS = {390, 768, 1280};
    private static final int HEIGHT = 900;

    private static final String CUT_OFF = """
            (width) => {
              const seen = [document.documentElement, ...document.querySelectorAll(width < 768 ? "main > *" : ".scroll, .panel, figure")];
              return seen.filter((each) => each.scrollWidth > each.clientWidth + 1)
                .map((each) => `${each.tagName} ${each.id || each.getAttribute("aria-label") || each.className}`);
            }
            """;

    private final Playwright playwright;
    private final Page page;
    private final List<String> failures = new ArrayList<>();

    private PageInChromium(Playwright playwright, Page page) {
        this.playwright = playwright;
        this.page = page;
        page.onPageError(failures::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                failures.add(message.text());
            }
        });
    }

    public static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM);
    }

    /** @param origin such as {@code https://localhost:41234} */
    public static PageInChromium open(String origin) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        boolean open = false;
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setChromiumSandbox(false)
                            .setArgs(FLAGS));
            PageInChromium opened =
                    new PageInChromium(playwright, context(browser, origin).newPage());
            opened.page.navigate(origin + "/");
            open = true;
            return opened;
        } finally {
            if (!open) {
                playwright.close();
            }
        }
    }

    private static BrowserContext context(Browser browser, String origin) {
        Path demo = OmegaDeployment.data().resolve("demo");
        return browser.newContext(new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setViewportSize(1280, 900)
                .setClientCertificates(List.of(new ClientCertificate(origin)
                        .setCertPath(demo.resolve("operator.pem"))
                        .setKeyPath(demo.resolve("operator.key")))));
    }

    /** Another page of the same server, for the same operator; ends with this one. */
    public PageInChromium another(String path) {
        PageInChromium another = new PageInChromium(playwright, page.context().newPage());
        another.page.navigate(page.url() + path);
        return another;
    }

    public Page page() {
        return page;
    }

    /** What scripts failed with, and what the Content-Security-Policy kept from happening. */
    public List<String> failures() {
        return failures;
    }

    /** What axe-core finds wrong by WCAG 2.2 AA and by good practice, each with where. */
    @SuppressWarnings("unchecked")
    public List<String> inaccessible() {
        page.evaluate(axe());
        return (List<String>) page.evaluate(INACCESSIBLE);
    }

    private static String axe() {
        try (InputStream script = PageInChromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has more in it than is seen, by width: the page itself, and where it is not a phone, its tables. */
    @SuppressWarnings("unchecked")
    public List<String> cutOff() {
        List<String> cut = new ArrayList<>();
        for (int width : WIDTHS) {
            page.setViewportSize(width, HEIGHT);
            ((List<String>) page.evaluate(CUT_OFF, width)).forEach(found -> cut.add(width + ": " + found));
        }
        return cut;
    }

    /** Keeps how it looks, wide and on a phone, light and dark; leaves it wide and light. */
    public void look(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : WIDTHS) {
                page.setViewportSize(width, HEIGHT);
                String file = name + "-" + width + "-" + scheme.name().toLowerCase() + ".png";
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(OmegaDeployment.data()
                                .resolveSibling("operations-page")
                                .resolve(file)));
            }
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
