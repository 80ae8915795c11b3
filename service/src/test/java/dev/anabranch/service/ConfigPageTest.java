package dev.anabranch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.MediaFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/config.md` says what the reader of the configuration file takes.
class ConfigPageTest {

    private static final Path FOLDER = Path.of("/etc/anabranch");

    @Test
    void itsExampleIsRead() throws Exception {
        var file = parse(example());

        assertThat(file.streams())
                .extracting(StreamDefinition::name)
                .containsExactly("studio", "spare", "camera", "members");
        file.check(FOLDER, name -> false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s: 1",
                "live:\n  %s: 1",
                "streams:\n  a:\n    %s: 1",
                "streams:\n  a:\n    simulcast_targets:\n      - url: rtmp://a.example/b\n        %s: 1",
            })
    void everyKeyIsOnIt(String place) throws Exception {
        var page = page();
        var keys = keys(place);

        assertThat(keys).isNotEmpty();
        assertThat(keys).allMatch(key -> page.contains("`" + key + "`"), "is on the page");
    }

    /// Those that the refusal of another one names.
    private static List<String> keys(String place) {
        try {
            parse(place.formatted("no_such_key"));
        } catch (MediaFormatException refused) {
            var known = refused.getMessage().split("known are ", 2);
            return List.of(known[1].split(" [(]line")[0].split(", "));
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void itsRangesAreThoseOfTheReader() {
        assertThat(refusal("live:\n  segment: 1h")).contains("500ms..10s");
        assertThat(refusal("live:\n  part: 1h")).contains("50ms..2s");
        assertThat(refusal("live:\n  window: 1h")).contains("0s..600s");
        assertThat(refusal("live:\n  reconnect_window: 2h")).contains("0s..1800s");
        assertThat(refusal("streams:\n  a:\n    failover_after: 2h")).contains("1s..60s");
        assertThat(refusal("streams:\n  a:\n    slate_limit: 8d")).contains("1s..604800s");
        assertThat(refusal("keep_recordings: 1s")).contains("3600s..");
    }

    private static String refusal(String text) {
        try {
            parse(text);
            return "";
        } catch (MediaFormatException refused) {
            return refused.getMessage();
        }
    }

    private static StreamFile parse(String text) throws MediaFormatException {
        return StreamFile.parse(text, FOLDER, UnaryOperator.identity());
    }

    private static String page() throws Exception {
        return Files.readString(Path.of("../docs/config.md"));
    }

    private static String example() throws Exception {
        return page().split("```yaml\n", 2)[1].split("```", 2)[0];
    }
}
