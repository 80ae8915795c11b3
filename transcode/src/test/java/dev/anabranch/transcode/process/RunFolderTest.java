package dev.anabranch.transcode.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir private Path temp;

    /// What a killed process leaves: nobody holds the lock any more.
    private Path abandoned() throws Exception {
        var folder = Files.createDirectory(temp.resolve("ab-run-1"));
        Files.createFile(folder.resolve(".lock"));
        Files.createSymbolicLink(folder.resolve("film"), Path.of("/no/such"));
        return folder;
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNext() throws Exception {
        var left = abandoned();

        try (var folder = RunFolder.in(temp)) {
            assertThat(folder.path()).isDirectory();
            assertThat(left).doesNotExist();
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void whatARunningOneHasStays() throws Exception {
        try (var first = RunFolder.in(temp);
                var second = RunFolder.in(temp)) {
            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }
    }

    @Test
    void whatIsOfAnotherProgramOrJustBeingMadeStays() throws Exception {
        var other = Files.createDirectory(temp.resolve("ab-other"));
        var young = Files.createDirectory(temp.resolve("ab-run-2"));

        RunFolder.in(temp).close();

        assertThat(other).isDirectory();
        assertThat(young).isDirectory();
    }
}
