package dev.anabranch.cli.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.anabranch.testkit.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The system's Chromium without a window, driven by npm's playwright-core on the machine's Node.
///
/// Where one of them is missing the test is reported as skipped, with the package to install;
/// `CI=true` makes that a failure.
final class Browser implements AutoCloseable {

    private static final Path MODULES = Path.of("src/test/web/node_modules").toAbsolutePath();
    private static final double TIMEOUT_MILLIS = 30_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser open() {
        var chromium =
                need(
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                                .map(Command::find)
                                .flatMap(Optional::stream)
                                .findFirst(),
                        "Chromium (package 'chromium')");
        var node = need(Command.find("node"), "Node.js (packages 'nodejs' and 'npm')");
        need(
                Optional.of(MODULES.resolve("playwright-core")).filter(Files::isDirectory),
                "npm (package 'npm')");
        System.setProperty("playwright.cli.dir", driverFolder().toString());
        var playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(
                                        Map.of(
                                                "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                                                "1",
                                                "PLAYWRIGHT_NODEJS_PATH",
                                                node.toString())));
        var browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setHeadless(true)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync",
                                                        "--autoplay-policy=no-user-gesture-required")));
        return new Browser(playwright, browser);
    }

    /// A page of its own; what it logs as an error is kept for [#complaints()].
    Page page() {
        BrowserContext context =
                chromium.newContext(
                        new com.microsoft.playwright.Browser.NewContextOptions()
                                .setViewportSize(1280, 720));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " @ " + message.location());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /// What the pages logged as errors, scripts and refused loads alike.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    private static <T> T need(Optional<T> tool, String name) {
        if (tool.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(name + " is missing, and CI must run the browser tests");
        }
        Assumptions.assumeTrue(
                tool.isPresent(), "skipped: install " + name + " to run the browser tests");
        return tool.get();
    }

    private static Path driverFolder() {
        try {
            var folder = Path.of("target", "playwright").toAbsolutePath();
            Files.createDirectories(folder);
            var link = folder.resolve("package");
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, MODULES.resolve("playwright-core"));
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
