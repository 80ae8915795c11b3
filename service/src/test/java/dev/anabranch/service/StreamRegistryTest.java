package dev.anabranch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.live.BroadcastSettings;
import dev.anabranch.media.MediaFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamRegistryTest {

    private static final Instant NOW = Instant.parse("2026-11-26T11:00:00Z");

    @TempDir private Path temp;

    private final List<String> told = new ArrayList<>();

    private final StreamRegistry.Listener listener =
            new StreamRegistry.Listener() {
                @Override
                public void declared(StreamEntry entry) {
                    told.add("declared " + entry.name());
                }

                @Override
                public void removed(StreamEntry entry) {
                    told.add("removed " + entry.name());
                }
            };

    @Test
    void whatTheApiMadeIsThereAfterARestart() throws Exception {
        var registry = registry(StreamStore.in(temp));
        var made = StreamEntry.created(NOW, definition("studio", "sk_long-enough"));
        registry.create(made);
        registry.change(made.id(), entry -> entry.withEnabled(false));

        var again = registry(StreamStore.in(temp));

        assertThat(again.all()).containsExactly(made.withEnabled(false));
        assertThat(again.keyed("sk_long-enough")).isPresent();
    }

    @Test
    void keysAreKeptWhereOnlyTheirOwnerReads() throws Exception {
        var registry = registry(StreamStore.in(temp.resolve("data")));
        registry.create(StreamEntry.created(NOW, definition("studio", "sk_long-enough")));
        AdminSecret.in(temp.resolve("data"));

        for (var name : List.of("streams.json", AdminSecret.FILE)) {
            var file = temp.resolve("data").resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(AdminSecret.in(temp.resolve("data")).text())
                .isEqualTo(AdminSecret.find(temp.resolve("data")).orElseThrow());
    }

    @Test
    void aChangeThatCannotBeKeptIsNotMade() throws Exception {
        var registry =
                registry(
                        new StreamStore() {
                            @Override
                            public List<StreamEntry> load() {
                                return List.of();
                            }

                            @Override
                            public void save(Collection<StreamEntry> entries) throws IOException {
                                throw new IOException("No space left on device");
                            }
                        });

        assertThatThrownBy(() ->
                        registry.create(StreamEntry.created(NOW, definition("s", "sk_12345678"))))
                .isInstanceOf(IOException.class);
        assertThat(registry.all()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aNameIsThereOnce() throws Exception {
        var registry = registry(StreamStore.NONE);
        registry.create(StreamEntry.created(NOW, definition("studio", "sk_12345678")));

        var outcome =
                registry.create(StreamEntry.created(NOW, definition("studio", "sk_87654321")));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StreamRegistry.Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("name_taken"));
    }

    @Test
    void aReloadTellsOnlyOfWhatHasChanged() throws Exception {
        var registry = registry(StreamStore.NONE);
        registry.configure(streams("a:\n  b:\n  c:\n"), NOW);
        told.clear();

        registry.configure(streams("a:\n  c:\n    record: true\n  d:\n"), NOW);

        assertThat(told).containsExactly("removed b", "declared c", "declared d");
    }

    @Test
    void aReloadLeavesTargetsAsTheyAreThatHaveNoIdOfTheirOwn() throws Exception {
        var registry = registry(StreamStore.NONE);
        var sent = "a:\n    simulcast_targets:\n      - url: rtmp://x.example/live\n";
        registry.configure(streams(sent), NOW);
        told.clear();

        registry.configure(streams(sent + "  b:\n"), NOW);

        assertThat(told).containsExactly("declared b");
    }

    @Test
    void theFileCannotTakeANameOfTheApi() throws Exception {
        var registry = registry(StreamStore.NONE);
        registry.create(StreamEntry.created(NOW, definition("studio", "sk_12345678")));

        assertThatThrownBy(() -> registry.configure(streams("a:\n  studio:\n"), NOW))
                .isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("streams.studio");
        assertThat(registry.all()).hasSize(1);
    }

    @Test
    void whatTheFileSaysTheApiDoesNotChange() throws Exception {
        var registry = registry(StreamStore.in(temp));
        registry.configure(streams("studio:\n"), NOW);

        assertThat(registry.remove("studio")).isInstanceOf(StreamRegistry.Outcome.Conflict.class);
        assertThat(registry.change("studio", UnaryOperator.identity()))
                .isInstanceOf(StreamRegistry.Outcome.Conflict.class);
        registry.create(StreamEntry.created(NOW, definition("other", "sk_12345678")));
        assertThat(Files.readString(temp.resolve("streams.json"))).doesNotContain("studio");
    }

    private StreamRegistry registry(StreamStore store) throws Exception {
        return StreamRegistry.load(store, listener, registry -> {});
    }

    private static List<StreamDefinition> streams(String yaml) throws MediaFormatException {
        return StreamFile.parse("streams:\n  " + yaml, Path.of("/"), UnaryOperator.identity())
                .streams();
    }

    private static StreamDefinition definition(String name, String key) {
        return new StreamDefinition(
                name,
                Admittance.USUAL.withStreamKey(Optional.of(key)),
                BroadcastSettings.DEFAULT,
                Optional.empty(),
                List.of(),
                StandIns.NONE);
    }
}
