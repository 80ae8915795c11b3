package dev.anabranch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.media.MediaFormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {

    @TempDir private Path temp;

    private final List<String> read = new ArrayList<>();
    private Path file;
    private FileWatch watch;

    @BeforeEach
    void watchAFile() throws Exception {
        file = Files.writeString(temp.resolve("anabranch.yaml"), "first");
        watch =
                new FileWatch(
                        file,
                        path -> {
                            var text = Files.readString(path);
                            read.add(text);
                            if (text.startsWith("wrong")) {
                                throw MediaFormatException.malformed("line 1", "wrong");
                            }
                        });
    }

    @Test
    void whatDidNotChangeIsNotReadAgain() {
        watch.tick();
        watch.tick();

        assertThat(read).isEmpty();
    }

    @Test
    void aChangeIsReadOnce() throws Exception {
        Files.writeString(file, "second one");
        watch.tick();
        watch.tick();

        assertThat(read).containsExactly("second one");
    }

    @Test
    void aFilePutInItsPlaceIsAChangeThoughItsTimeAndSizeAreTheSame() throws Exception {
        var time = Files.getLastModifiedTime(file);
        var other = Files.writeString(temp.resolve("other"), "other");
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        watch.tick();

        assertThat(read).containsExactly("other");
    }

    @Test
    void whatIsWrongIsReadAgainOnlyWhenItHasChanged() throws Exception {
        Files.writeString(file, "wrong one");
        watch.tick();
        watch.tick();
        Files.writeString(file, "right again");
        watch.tick();

        assertThat(read).containsExactly("wrong one", "right again");
    }

    @Test
    void aFileThatIsAwayForAMomentIsNoChange() throws Exception {
        Files.delete(file);
        watch.tick();
        assertThat(read).isEmpty();

        Files.writeString(file, "back again");
        watch.tick();
        assertThat(read).containsExactly("back again");
    }
}
