package dev.anabranch.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Row 21 of live-servers.md: who comes and goes leaves nothing behind.
class ChurnTest {

    @Test
    void tenThousandReadersLeaveNothingBehind() {
        try (var studio = new Studio()) {
            var publication = studio.publish();
            studio.play(publication, 0, 3);
            long used = studio.kernel.memory().usedBytes();
            var random = new Random(7);
            for (int i = 0; i < 10_000; i++) {
                try (var reader = studio.stream().subscribe(() -> {})) {
                    for (int k = random.nextInt(12); k > 0 && reader.next(); k--) {
                        if (reader.kind() == EntryKind.FRAME && random.nextInt(10) == 0) {
                            reader.frame().close();
                        }
                    }
                }
            }
            assertThat(studio.kernel.memory().usedBytes()).isEqualTo(used);
            assertThat(studio.stream().quality().readers()).isZero();
            assertThat(studio.stream().quality().skippedFrames()).isZero();
        }
    }

    @Test
    void tenThousandPublishersLeaveNothingBehind() {
        try (var studio = new Studio()) {
            for (int i = 0; i < 10_000; i++) {
                var name = new StreamName("live", "show" + i % 7);
                try (var publication = studio.publish(name)) {
                    Studio.picture(publication, 0, true);
                    var open = publication.claim(100);
                    if (open != null) {
                        open.close();
                    }
                }
                if (i % 100 == 99) {
                    studio.clock.pass(100);
                    studio.kernel.tick();
                    studio.clock.pass(31);
                    studio.kernel.tick();
                }
            }
            studio.clock.pass(31);
            studio.kernel.tick();
            studio.clock.pass(31);
            studio.kernel.tick();
            assertThat(studio.kernel.streams()).isEmpty();
            assertThat(studio.kernel.memory().usedBytes()).isZero();
            studio.clock.pass(1);
            studio.kernel.tick();
            assertThat(studio.kernel.memory().idleBytes()).isZero();
        }
    }
}
